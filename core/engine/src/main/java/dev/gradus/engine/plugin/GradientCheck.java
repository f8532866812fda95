package dev.gradus.engine.plugin;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.RowActivation;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Compares the gradients that a plugin states with how its values change, at points that are always
 * the same.
 */
final class GradientCheck {

  /** How far both may be apart, relative above 1 and absolute below. */
  private static final double TOLERANCE = 1e-6;

  /** The same for what is computed in float, by wider steps. */
  private static final double FLOAT_TOLERANCE = 2e-2;

  private static final double STEP = 1e-5;
  private static final float FLOAT_STEP = 1.0f / 128;
  private static final int POINTS = 40;
  private static final int[] WIDTHS = {1, 3};

  /** The share of a bounded range that is kept away from its ends. */
  private static final double MARGIN = 1e-3;

  private final RandomGenerator random = new SplittableRandom(20_260_101);
  private final List<Slope> slopes = new ArrayList<>();

  /**
   * A place where a gradient was compared.
   *
   * @param where in words
   * @param value at that place
   * @param prediction for a loss, else empty
   * @param target for a loss, else empty
   * @param output which number was moved
   * @param stated what the plugin states
   * @param measured how much the value changes per unit
   * @param tolerance how far they may be apart
   */
  @SuppressWarnings("ArrayRecordComponent") // slopes are never compared
  record Slope(
      String where,
      double value,
      double[] prediction,
      double[] target,
      int output,
      double stated,
      double measured,
      double tolerance) {

    boolean agrees() {
      return Math.abs(stated - measured) <= tolerance * Math.max(1, Math.abs(measured));
    }
  }

  /** All places, for a plugin of any kind; none for one that has no gradient. */
  static List<Slope> of(Object plugin) {
    GradientCheck check = new GradientCheck();
    if (plugin instanceof Loss loss) {
      check.loss(loss);
    }
    if (plugin instanceof PointwiseActivation pointwise) {
      check.pointwise(pointwise);
    } else if (plugin instanceof RowActivation rows) {
      check.rows(rows);
    } else if (plugin instanceof Activation activation) {
      check.floats(activation);
    }
    if (plugin instanceof Regularizer regularizer) {
      check.regularizer(regularizer);
    }
    return check.slopes;
  }

  private void loss(Loss loss) {
    for (int width : WIDTHS) {
      if (width > 1 || accepts(loss)) {
        for (int i = 0; i < POINTS; i++) {
          point(
              loss,
              within(loss.predictions(), width * loss.outputsPerTarget()),
              within(loss.targets(), width));
        }
      }
    }
  }

  private static boolean accepts(Loss loss) {
    try {
      loss.forTarget(new Target(Target.Kind.BINARY, List.of("yes")));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void point(Loss loss, double[] prediction, double[] target) {
    int width = prediction.length;
    String where =
        "for the prediction %s and the target %s"
            .formatted(Arrays.toString(prediction), Arrays.toString(target));
    double[] gradient = new double[width];
    double[] predictionBefore = prediction.clone();
    double[] targetBefore = target.clone();
    double value = loss.evaluate(prediction, target, gradient);
    if (!Arrays.equals(predictionBefore, prediction) || !Arrays.equals(targetBefore, target)) {
      throw new PluginException(where + " it modifies its inputs; write nothing but the gradient");
    }
    double[] unused = new double[width];
    for (int k = 0; k < width; k++) {
      double h = stepAt(loss.predictions(), prediction[k]);
      if (!loss.isSmoothAround(prediction, target, 2 * h)) {
        return;
      }
      double[] moved = prediction.clone();
      moved[k] = prediction[k] + h;
      double up = moved[k];
      double above = loss.evaluate(moved, target, unused);
      moved[k] = prediction[k] - h;
      double below = loss.evaluate(moved, target, unused);
      double measured = (above - below) / (up - moved[k]);
      slopes.add(new Slope(where, value, prediction, target, k, gradient[k], measured, TOLERANCE));
    }
  }

  private double[] within(Interval range, int count) {
    double[] row = new double[count];
    for (int k = 0; k < count; k++) {
      row[k] = within(range);
    }
    return row;
  }

  private double within(Interval range) {
    boolean low = Double.isFinite(range.low());
    boolean high = Double.isFinite(range.high());
    if (low && high) {
      double width = range.high() - range.low();
      return range.low() + width * (MARGIN + (1 - 2 * MARGIN) * random.nextDouble());
    }
    if (low) {
      return range.low() + Math.exp(random.nextGaussian());
    }
    return high ? range.high() - Math.exp(random.nextGaussian()) : 3 * random.nextGaussian();
  }

  private static double stepAt(Interval range, double x) {
    double room = Math.min(x - range.low(), range.high() - x);
    return STEP * Math.min(Math.max(1, Math.abs(x)), room);
  }

  private void pointwise(PointwiseActivation f) {
    for (int i = 0; i < POINTS; i++) {
      double x = 3 * random.nextGaussian();
      if (Arrays.stream(f.kinks()).noneMatch(kink -> Math.abs(x - kink) <= 2 * STEP)) {
        double measured = (f.value(x + STEP) - f.value(x - STEP)) / (2 * STEP);
        add("for the input " + x, f.value(x), f.derivative(x), measured, TOLERANCE);
      }
    }
  }

  private void add(String where, double value, double stated, double measured, double tolerance) {
    double[] none = {};
    slopes.add(new Slope(where, value, none, none, 0, stated, measured, tolerance));
  }

  /** The slope of sum of c_k y_k, whose gradient dL/dy are the c. */
  private void rows(RowActivation f) {
    int width = 3;
    for (int i = 0; i < POINTS; i++) {
      double[] z = within(Interval.REAL, width);
      double[] c = within(Interval.REAL, width);
      double[] y = new double[width];
      f.forward(z, y);
      double[] gradient = c.clone();
      f.backward(z, y, gradient);
      for (int k = 0; k < width; k++) {
        double[] moved = z.clone();
        moved[k] += STEP;
        double above = dot(f, moved, c);
        moved[k] -= 2 * STEP;
        double below = dot(f, moved, c);
        String where =
            "for the inputs %s and dL/dy %s".formatted(Arrays.toString(z), Arrays.toString(c));
        double measured = (above - below) / (2 * STEP);
        if (f.isSmoothAround(z, 2 * STEP)) {
          add(where, y[k], gradient[k], measured, TOLERANCE);
        }
      }
    }
  }

  private static double dot(RowActivation f, double[] z, double[] c) {
    double[] y = new double[z.length];
    f.forward(z, y);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += c[k] * y[k];
    }
    return sum;
  }

  private void floats(Activation f) {
    int width = 3;
    for (int i = 0; i < POINTS; i++) {
      float[] z = floats(width);
      float[] c = floats(width);
      float[] y = new float[width];
      f.forward(z, y, 0, width);
      float[] gradient = c.clone();
      f.backward(z, y, gradient, 0, width);
      for (int k = 0; k < width; k++) {
        double measured =
            (dot(f, z, c, k, FLOAT_STEP) - dot(f, z, c, k, -FLOAT_STEP)) / (2 * FLOAT_STEP);
        add(
            "for the inputs %s and dL/dy %s".formatted(Arrays.toString(z), Arrays.toString(c)),
            y[k],
            gradient[k],
            measured,
            FLOAT_TOLERANCE);
      }
    }
  }

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double dot(Activation f, float[] z, float[] c, int moved, float by) {
    float[] there = z.clone();
    there[moved] += by;
    float[] y = new float[z.length];
    f.forward(there, y, 0, y.length);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += (double) c[k] * y[k];
    }
    return sum;
  }

  private void regularizer(Regularizer regularizer) {
    for (int i = 0; i < POINTS; i++) {
      float[] weights = floats(2);
      float[] gradient = new float[2];
      double value = regularizer.penalize(weights, gradient);
      for (int k = 0; k < 2; k++) {
        float[] moved = weights.clone();
        moved[k] += FLOAT_STEP;
        double above = regularizer.penalize(moved, new float[2]);
        moved[k] = weights[k] - FLOAT_STEP;
        double below = regularizer.penalize(moved, new float[2]);
        if (Math.abs(weights[k]) > 2 * FLOAT_STEP) {
          add(
              "for the weights " + Arrays.toString(weights),
              value,
              gradient[k],
              (above - below) / (2 * FLOAT_STEP),
              FLOAT_TOLERANCE);
        }
      }
    }
  }
}
