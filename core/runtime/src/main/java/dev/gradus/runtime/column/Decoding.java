package dev.gradus.runtime.column;

import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;

/**
 * Turns the outputs of a network into predictions: in the unit of the data, decoded by the loss
 * that the network was trained with.
 *
 * <p>It can be shared by any number of threads.
 */
public final class Decoding {

  private final TargetColumns targets;
  private final Loss loss;
  private final Optional<Loss.Decoder> decoder;
  private final boolean scores;
  private final Optional<Calibration> calibration;
  private final Optional<Conformal> conformal;

  private Decoding(
      TargetColumns targets,
      Loss loss,
      Optional<Loss.Decoder> decoder,
      boolean scores,
      Optional<Calibration> calibration,
      Optional<Conformal> conformal) {
    this.targets = targets;
    this.loss = loss;
    this.decoder = decoder;
    this.scores = scores;
    this.calibration = calibration;
    this.conformal = conformal;
  }

  /**
   * The decoding for a network that is trained with a loss.
   *
   * @param form the form of the loss that takes the outputs
   */
  public static Decoding ofForm(Loss form, TargetColumns targets) {
    boolean scores = targets instanceof NumericTarget && form.outputs() == Loss.Outputs.SCORES;
    return new Decoding(targets, form, form.decoder(), scores, Optional.empty(), Optional.empty());
  }

  /** The same if the network itself is not available. */
  public static Decoding of(Loss loss, TargetColumns targets) {
    try {
      return ofForm(loss.forTarget(targets.target()), targets);
    } catch (IllegalArgumentException e) {
      // If the loss guard only warns, the loss of a network may refuse its target.
      return ofForm(loss, targets);
    }
  }

  /** The decoding of outputs that are predictions already, independent of any loss. */
  public static Decoding ofPredictions(TargetColumns targets) {
    return new Decoding(
        targets, Nothing.INSTANCE, Optional.empty(), false, Optional.empty(), Optional.empty());
  }

  /** The same with calibrated probabilities, and with sets or intervals. */
  public Decoding with(Optional<Calibration> calibration, Optional<Conformal> conformal) {
    return new Decoding(targets, loss, decoder, scores, calibration, conformal);
  }

  /** Calibrates probabilities; empty if they are those of the network. */
  public Optional<Calibration> calibration() {
    return calibration;
  }

  /** Makes sets or intervals; empty if there are none. */
  public Optional<Conformal> conformal() {
    return conformal;
  }

  /** Only restores units: there is no decoder and there are no quantiles. */
  private enum Nothing implements Loss {
    INSTANCE;

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      throw new IllegalStateException("a loss that only restores predictions cannot be evaluated");
    }
  }

  /** Whether the first outputs are predictions of the target, as the network sees it. */
  public boolean isPlain() {
    return decoder.isEmpty() && !scores;
  }

  /**
   * The prediction for a row. Allocates nothing, unless the loss decodes.
   *
   * @param outputs not modified
   * @param from the index at which the outputs of the row begin
   * @param count the number of outputs of a row
   * @param prediction as many numbers as the target has; overwritten with quantities in the unit of
   *     the data, scores, or probabilities
   */
  public void restore(float[] outputs, int from, int count, double[] prediction) {
    if (decoder.isPresent()) {
      decoder.get().decode(widened(outputs, from, count), prediction);
      if (!scores) {
        targets.restore(prediction, prediction);
      }
    } else if (scores) {
      for (int k = 0; k < prediction.length; k++) {
        prediction[k] = outputs[from + k];
      }
    } else {
      targets.restore(outputs, from, prediction);
    }
    if (!scores) {
      targets.limit(prediction);
    }
    if (calibration.isPresent()) {
      calibration.get().apply(prediction);
    }
  }

  private static double[] widened(float[] outputs, int from, int count) {
    double[] wide = new double[count];
    for (int k = 0; k < count; k++) {
      wide[k] = outputs[from + k];
    }
    return wide;
  }

  /**
   * The predictions for rows of outputs.
   *
   * @param outputs row by row; not modified
   * @param columns how many outputs a row has
   */
  public double[] restored(float[] outputs, int row, int columns) {
    double[] prediction = new double[targets.width()];
    restore(outputs, row * columns, columns, prediction);
    return prediction;
  }

  /** The levels of the predicted quantiles of a numeric target: the share of values below each. */
  public List<Double> quantiles() {
    return targets instanceof NumericTarget ? loss.quantiles() : List.of();
  }

  /**
   * The quantiles that a row of outputs predicts.
   *
   * @param outputs not modified
   * @param from the index at which the outputs of the row begin
   * @param count the number of outputs
   * @return for each of the {@link #quantiles}, the quantiles of all numbers of the target, in the
   *     unit of the data, or as scores
   */
  public double[][] quantiles(float[] outputs, int from, int count) {
    double[] wide = widened(outputs, from, count);
    double[][] found = new double[quantiles().size()][targets.width()];
    for (int i = 0; i < found.length; i++) {
      for (int k = 0; k < found[i].length; k++) {
        double seen = loss.quantile(wide, k, i);
        found[i][k] =
            !scores && targets instanceof NumericTarget numeric
                ? numeric.limited(k, numeric.restore(k, seen))
                : seen;
      }
    }
    return found;
  }

  /**
   * The intervals that a row of outputs predicts before they are widened: the prediction itself, or
   * two of its {@link #quantiles}, in the range that predictions are limited to.
   *
   * @param outputs not modified
   * @param from the index at which the outputs of the row begin
   * @param count the number of outputs
   * @return for each number of the target three numbers, as the network sees the target: both ends,
   *     and the unit by which the interval is widened
   */
  public double[] core(float[] outputs, int from, int count, String method, double coverage) {
    double[] wide = widened(outputs, from, count);
    double[] seen = new double[targets.width()];
    if (decoder.isPresent()) {
      decoder.get().decode(wide, seen);
    } else {
      System.arraycopy(wide, 0, seen, 0, seen.length);
    }
    boolean between = method.equals(Conformal.QUANTILES);
    double[] core = new double[3 * seen.length];
    for (int k = 0; k < seen.length; k++) {
      for (int end = 0; end < 2; end++) {
        double at =
            between ? loss.quantile(wide, k, level((1 + (2 * end - 1) * coverage) / 2)) : seen[k];
        core[3 * k + end] = ((NumericTarget) targets).limitedSeen(k, at);
      }
      core[3 * k + 2] = method.equals(Conformal.NORMALIZED) ? loss.deviation(wide, k) : 1;
    }
    return core;
  }

  /** The index of the quantile whose level is the nearest; of two, the first. */
  public int level(double wanted) {
    List<Double> levels = quantiles();
    int nearest = 0;
    for (int i = 1; i < levels.size(); i++) {
      if (Math.abs(levels.get(i) - wanted) < Math.abs(levels.get(nearest) - wanted)) {
        nearest = i;
      }
    }
    return nearest;
  }

  /**
   * The intervals that a row of outputs predicts.
   *
   * @param outputs not modified
   * @param from the index at which the outputs of the row begin
   * @param count the number of outputs
   * @return the lower end for each number of the target, then the upper ends, in the unit of the
   *     data; empty if there are none
   */
  public Optional<double[]> ends(float[] outputs, int from, int count) {
    if (conformal.isEmpty() || !(targets instanceof NumericTarget numeric)) {
      return Optional.empty();
    }
    Conformal given = conformal.get();
    double[] core = core(outputs, from, count, given.method(), given.coverage());
    int width = targets.width();
    // A file may hold too few quantiles.
    int last = given.quantiles().size() - 1;
    double[] ends = new double[2 * width];
    for (int k = 0; k < width; k++) {
      double more = given.quantiles().get(Math.min(k, last)) * core[3 * k + 2];
      double low = core[3 * k] - more;
      double high = core[3 * k + 1] + more;
      // Predicted quantiles may be so far apart that the interval is narrowed to nothing.
      ends[k] = numeric.restore(k, low > high ? (low + high) / 2 : low);
      ends[width + k] = numeric.restore(k, low > high ? (low + high) / 2 : high);
    }
    return Optional.of(ends);
  }
}
