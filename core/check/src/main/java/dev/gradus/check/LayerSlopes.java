package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Layer;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Compares the gradients of a layer with finite differences of its outputs. */
final class LayerSlopes {

  /** The tolerance for a derivative against finite differences in float. */
  private static final double FLOAT_TOLERANCE = 1e-2;

  /** The same in double. */
  private static final double TOLERANCE = 1e-6;

  private static final double STEP = 1e-5;

  /**
   * The steps in float: the first has the smallest rounding errors, and the others are for places
   * with a large curvature or near a kink.
   */
  private static final float[] FLOAT_STEPS = {1.0f / 64, 1.0f / 512, 1.0f / 4096};

  /** At a kink, slopes from a single and a double step differ by more than this. */
  private static final double KINK = 1e-2;

  /**
   * The limit for the cost of a check: the multiplications per row, times the points in an array.
   */
  private static final long BUDGET = 100_000;

  private final Layer layer;

  /** The number of points in an array. */
  private final int most;

  /**
   * Creates a comparison.
   *
   * @param multiplications the approximate number per row: a large layer is tried at fewer points
   *     before training, to save time
   */
  LayerSlopes(Layer layer, Effort effort, long multiplications) {
    this.layer = layer;
    most =
        effort == Effort.THOROUGH
            ? effort.perCase()
            : (int) Math.max(2, Math.min(effort.perCase(), BUDGET / Math.max(1, multiplications)));
  }

  /**
   * Compares in float, with its kernel.
   *
   * @param fresh a new instance in training mode
   */
  void check(LayerInput trial, LayerWork fresh) {
    LayerWork work = fresh.forwardAndBackward();
    float[] dx = work.dx().clone();
    float[][] gradients =
        Arrays.stream(work.gradients()).map(float[]::clone).toArray(float[][]::new);
    Slopes slopes = new Slopes(layer, "for %s, ".formatted(trial));
    compare(slopes, work, "input", work.x(), dx);
    for (int k = 0; k < gradients.length; k++) {
      Tensor parameter = work.function().parameters().get(k);
      compare(
          slopes,
          work,
          parameter.name().substring(TrialSite.NAME.length()),
          parameter.values(),
          gradients[k]);
    }
    slopes.finish();
  }

  /** Changes some of the numbers of an array, one after the other. */
  private void compare(Slopes slopes, LayerWork work, String what, float[] moved, float[] stated) {
    if (stated.length == 0) {
      return;
    }
    for (int i : places(stated.length)) {
      int at = i;
      float here = moved[i];
      DoubleUnaryOperator f =
          by -> {
            moved[at] = (float) (here + by);
            return work.loss();
          };
      OptionalDouble measured = OptionalDouble.empty();
      for (int k = 0; k < FLOAT_STEPS.length && measured.isEmpty(); k++) {
        measured = slope(f, FLOAT_STEPS[k]);
      }
      moved[i] = here;
      if (measured.isEmpty()) {
        slopes.leaveOut();
      } else {
        String where = "at number %s of %s (%s)".formatted(i + 1, what, here);
        slopes.add(new Slope(where, here, stated[i], measured.getAsDouble(), FLOAT_TOLERANCE));
      }
    }
    slopes.endSeries("with respect to " + what, "its outputs have kinks");
  }

  /** The derivative at 0; empty if there is a kink within two steps. */
  private static OptionalDouble slope(DoubleUnaryOperator f, float step) {
    double middle = f.applyAsDouble(0);
    double above = f.applyAsDouble(step);
    double below = f.applyAsDouble(-step);
    double farAbove = f.applyAsDouble(2 * step);
    double farBelow = f.applyAsDouble(-2 * step);
    double near = (above - below) / (2 * step);
    double far = (farAbove - farBelow) / (4 * step);
    // The difference between the slopes on both sides: if smooth, it doubles with the step.
    double bend = (above + below - 2 * middle) / step;
    double farBend = (farAbove + farBelow - 2 * middle) / (2 * step);
    double limit = KINK * Math.max(1, Math.abs(near));
    return Math.abs(near - far) > limit || Math.abs(farBend - 2 * bend) > limit
        ? OptionalDouble.empty()
        : OptionalDouble.of(near + (near - far) / 3);
  }

  /** Some indices of an array; all if it is short. */
  private int[] places(int length) {
    return length <= most
        ? IntStream.range(0, length).toArray()
        : new SplittableRandom(Samples.SEED).ints(most, 0, length).toArray();
  }

  /** Compares in double, with its methods for one row. */
  void check(RowLayer rows, LayerInput trial) {
    Samples samples = new Samples();
    int inputs = trial.columns();
    int outputs = rows.output(trial.input()).columns();
    double[] x = samples.within(Interval.closed(-2, 2), inputs);
    double[][] p =
        rows.learned(inputs).stream()
            .map(each -> samples.within(Interval.closed(-1, 1), each.rows() * each.columns()))
            .toArray(double[][]::new);
    double[] dy = samples.within(Interval.closed(0.5, 2), outputs);
    double[] dx = new double[inputs];
    double[][] dp = Arrays.stream(p).map(each -> new double[each.length]).toArray(double[][]::new);
    double[] memory = new double[rows.memory(inputs)];
    rows.forward(x, p, new double[outputs], memory);
    rows.backward(x, p, memory, dy, dx, dp);
    Slopes slopes = new Slopes(layer, "for %s, ".formatted(trial));
    compare(slopes, rows, x, p, dy, "input", x, dx);
    for (int k = 0; k < p.length; k++) {
      compare(slopes, rows, x, p, dy, rows.learned(inputs).get(k).name(), p[k], dp[k]);
    }
    slopes.finish();
  }

  private void compare(
      Slopes slopes,
      RowLayer rows,
      double[] x,
      double[][] p,
      double[] dy,
      String what,
      double[] moved,
      double[] stated) {
    for (int i : places(stated.length)) {
      double here = moved[i];
      moved[i] = here + STEP;
      double above = weighted(rows, x, p, dy);
      moved[i] = here - STEP;
      double below = weighted(rows, x, p, dy);
      moved[i] = here;
      double middle = weighted(rows, x, p, dy);
      double measured = (above - below) / (2 * STEP);
      double bend = Math.abs(above + below - 2 * middle) / STEP;
      if (bend > KINK * Math.max(1, Math.abs(measured))) {
        slopes.leaveOut();
      } else {
        String where = "at number %s of %s (%s)".formatted(i + 1, what, here);
        slopes.add(new Slope(where, here, stated[i], measured, TOLERANCE));
      }
    }
    slopes.endSeries("with respect to " + what, "its outputs have kinks");
  }

  private static double weighted(RowLayer rows, double[] x, double[][] p, double[] dy) {
    double[] y = new double[dy.length];
    rows.forward(x, p, y, new double[rows.memory(x.length)]);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += dy[k] * y[k];
    }
    return sum;
  }
}
