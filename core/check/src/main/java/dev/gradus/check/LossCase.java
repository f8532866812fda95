package dev.gradus.check;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A form of a loss and a target that it accepts, with examples to try it on.
 *
 * @param loss the plugin
 * @param form the loss for this target
 * @param weighted whether it is the form with class weights
 */
record LossCase(Loss loss, Loss form, Target target, boolean weighted) {

  /** The range of the weights of examples and classes. */
  static final Interval WEIGHTS = Interval.closed(0.25, 4);

  /** The numbers of rows of the batches that a {@link BatchLoss} is tried with, in turn. */
  static final int[] ROWS = {4, 1, 3, 2};

  int outputs() {
    return form.outputCount(target);
  }

  /** The beginning of a sentence about this case. */
  String words() {
    String scaled =
        target.scales().isEmpty()
            ? ""
            : target.scales().get(0).logarithm()
                ? " of which the network sees the logarithms"
                : " that the network sees scaled";
    return "for a %s target with %s output%s%s%s"
        .formatted(
            target.kind(),
            target.width(),
            target.width() == 1 ? "" : "s",
            scaled,
            weighted ? " and class weights" : "");
  }

  /**
   * The loss of a batch; writes its gradient.
   *
   * @param used the form, or that on logits
   * @throws BrokenClaim if the loss refuses the batch
   */
  double evaluate(Loss used, TrialBatch batch, double[][] gradient) {
    try {
      return batch.evaluate(used, gradient);
    } catch (IllegalArgumentException e) {
      throw new BrokenClaim(
          loss,
          "%s it fails: %s; forTarget must refuse a target that the loss does not support"
              .formatted(words(), e.getMessage()),
          e);
    }
  }

  /** A batch of several rows for a {@link BatchLoss}, for others a single row. */
  TrialBatch batch(Samples samples, int i) {
    boolean ofBatches = form instanceof BatchLoss;
    int rows = ofBatches ? ROWS[i % ROWS.length] : 1;
    double[][] predictions = new double[rows][];
    double[][] targets = new double[rows][];
    double[] weights = new double[rows];
    List<AuxiliaryColumn> columns = form.columns();
    for (int row = 0; row < rows; row++) {
      predictions[row] = prediction(samples, i);
      // Some targets are equal, because a loss may treat ties specially.
      boolean tied = row % 2 == 1 && i % (2 * ROWS.length) == 0;
      double[] own = tied ? Arrays.copyOf(targets[row - 1], target.width()) : target(samples, i);
      targets[row] = Beside.append(own, columns, samples);
      weights[row] = ofBatches && i % 2 == 1 ? samples.within(WEIGHTS) : 1;
    }
    return new TrialBatch(predictions, targets, weights);
  }

  private double[] prediction(Samples samples, int i) {
    Interval range = form.predictions();
    boolean probabilities =
        form.outputs() == Loss.Outputs.DISTRIBUTION
            || (i % 2 == 1 && range.equals(Interval.UNIT) && form.targets().equals(Interval.UNIT));
    return probabilities && outputs() > 1 && outputs() == target.width()
        ? samples.distribution(outputs())
        : samples.within(range, outputs());
  }

  /** A loss that declares the whole range [0, 1] is also tried with targets between 0 and 1. */
  private double[] target(Samples samples, int i) {
    int width = target.width();
    boolean between = i % 4 == 3 && form.targets().equals(Interval.UNIT) && !weighted;
    return switch (target.kind()) {
      case NUMERIC -> samples.within(form.targets(), width);
      case CLASSES -> between ? samples.distribution(width) : samples.oneHot(width);
      case BINARY, LABELS ->
          between ? samples.within(Interval.UNIT, width) : samples.zerosAndOnes(width);
    };
  }

  /** Rows of extreme predictions; for a scaled target, extreme data as the network sees them. */
  List<double[]> extremePredictions() {
    return extremes(form.predictions(), outputs());
  }

  /** Rows of extreme targets; classes and labels are 0 and 1; auxiliary columns are not extreme. */
  List<double[]> extremeTargets() {
    Samples samples = new Samples();
    return extremeNumbers().stream()
        .map(row -> Beside.append(row, form.columns(), samples))
        .toList();
  }

  private List<double[]> extremeNumbers() {
    int width = target.width();
    if (target.kind() == Target.Kind.NUMERIC) {
      return extremes(form.targets(), width);
    }
    double[] first = new double[width];
    double[] last = new double[width];
    first[0] = 1;
    last[width - 1] = width == 1 ? 0 : 1;
    return List.of(first, last);
  }

  private List<double[]> extremes(Interval range, int count) {
    List<double[]> rows = new ArrayList<>();
    for (double extreme :
        Samples.extremesWithin(target.scales().isEmpty() ? range : Interval.REAL)) {
      double[] row = new double[count];
      for (int k = 0; k < count; k++) {
        row[k] =
            target.scales().isEmpty()
                ? extreme
                : target.scales().get(k % target.width()).apply(extreme);
      }
      if (Arrays.stream(row).allMatch(range::contains)) {
        rows.add(row);
      }
    }
    return rows;
  }
}
