package dev.gradus.testkit;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What an {@link Activation} has to pass. */
public final class ActivationConformance {

  /** How far a derivative may be from central differences, relative above 1 and absolute below. */
  static final double GRADIENT_TOLERANCE = 1e-6;

  /** How far float arithmetic may be from double. */
  static final double FLOAT_TOLERANCE = 1e-6;

  private static final Interval MODERATE = Interval.closed(-8, 8);
  private static final int[] WIDTHS = {1, 2, 3, 5, 8};
  private static final double STEP = 1e-5;

  /** Elements around a slice, which must stay as they are. */
  private static final int MARGIN = 2;

  private final Activation activation;

  private ActivationConformance(Activation activation) {
    this.activation = activation;
  }

  /** The tests of some activations: a container each. */
  public static Stream<DynamicNode> of(Activation... activations) {
    return of(Arrays.stream(activations));
  }

  /** The tests of some activations: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Activation> activations) {
    return activations.map(activation -> Nodes.of(claims(activation)));
  }

  static Claims claims(Activation activation) {
    return new ActivationConformance(activation).claims();
  }

  private Claims claims() {
    Claims claims =
        new Claims(activation)
            .that("a slice leaves the rest of the array alone", this::checkSlices)
            .that("inputs are not modified", this::checkInputs)
            .that("outputs lie in the range that it states", this::checkRange)
            .that("NaN is passed on", this::checkNaN)
            .that("extreme inputs do not give NaN", this::checkExtremes)
            .that("several threads get the same bits", this::checkThreads)
            .thatEveryOptionCounts(other -> behaviour((Activation) other));
    if (activation instanceof LearnedActivation learned) {
      claims.that(
          "what it learns moves the output as its derivatives say", () -> checkLearned(learned));
    }
    if (activation instanceof PointwiseActivation pointwise) {
      claims
          .that("it says that it is pointwise", this::checkIsPointwise)
          .that("the derivative is that of the value", () -> checkDerivative(pointwise))
          .that("float arrays get the same numbers", () -> checkFloats(pointwise));
    } else if (activation instanceof RowActivation rows) {
      claims
          .that("backward is the transposed Jacobian", () -> checkJacobian(rows))
          .that("float arrays get the same numbers", () -> checkFloats(rows));
    }
    return claims;
  }

  private static void checkLearned(LearnedActivation activation) {
    Samples samples = new Samples();
    int count = activation.coefficients().size();
    double[] derivatives = new double[count];
    for (int i = 0; i < Samples.POINTS; i++) {
      double x = samples.within(MODERATE);
      double[] coefficients = samples.within(Interval.closed(-2, 2), count);
      activation.coefficientDerivatives(x, coefficients, derivatives);
      for (int k = 0; k < count; k++) {
        double[] up = coefficients.clone();
        double[] down = coefficients.clone();
        up[k] += STEP;
        down[k] -= STEP;
        double numeric = (activation.value(x, up) - activation.value(x, down)) / (up[k] - down[k]);
        if (!Claims.close(derivatives[k], numeric, GRADIENT_TOLERANCE)) {
          throw Claims.failure(
              activation,
              "at %s the derivative with respect to %s is %s, but the value changes by %s per unit"
                  .formatted(x, activation.coefficients().get(k).name(), derivatives[k], numeric));
        }
      }
    }
  }

  private void checkIsPointwise() {
    if (!activation.isPointwise()) {
      throw Claims.failure(activation, "has a value for each number, but says it is not pointwise");
    }
  }

  private static void checkDerivative(PointwiseActivation activation) {
    Samples samples = new Samples();
    for (int i = 0; i < Samples.POINTS * WIDTHS.length; i++) {
      double x = samples.within(MODERATE);
      double h = STEP * Math.max(1, Math.abs(x));
      if (Arrays.stream(activation.kinks()).noneMatch(kink -> Math.abs(x - kink) <= 2 * h)) {
        double numeric = (activation.value(x + h) - activation.value(x - h)) / ((x + h) - (x - h));
        if (!Claims.close(activation.derivative(x), numeric, GRADIENT_TOLERANCE)) {
          throw Claims.failure(
              activation,
              "at %s the derivative is %s, but the value changes by %s per unit"
                  .formatted(x, activation.derivative(x), numeric));
        }
      }
    }
  }

  private static void checkFloats(PointwiseActivation activation) {
    Samples samples = new Samples();
    float[] x = floats(samples, Samples.POINTS);
    float[] upstream = floats(samples, Samples.POINTS);
    float[] y = new float[x.length];
    float[] gradient = upstream.clone();
    activation.forward(x, y, 0, x.length);
    activation.backward(x, y, gradient, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      expect(activation, "output for " + x[i], y[i], activation.value(x[i]));
      double expected = upstream[i] * activation.derivative(x[i]);
      expect(activation, "gradient for " + x[i], gradient[i], expected);
    }
  }

  private static void expect(Activation activation, String what, double actual, double expected) {
    if (!Claims.close(actual, expected, FLOAT_TOLERANCE)) {
      throw Claims.failure(activation, "the " + what + " is " + actual + ", in double " + expected);
    }
  }

  private static void checkJacobian(RowActivation activation) {
    Samples samples = new Samples();
    for (int width : WIDTHS) {
      for (int i = 0; i < Samples.POINTS; i++) {
        checkJacobian(activation, samples.within(MODERATE, width), samples.within(MODERATE, width));
      }
    }
  }

  private static void checkJacobian(RowActivation activation, double[] x, double[] upstream) {
    if (!activation.isSmoothAround(x, 2 * STEP)) {
      return;
    }
    double[] y = new double[x.length];
    double[] gradient = upstream.clone();
    activation.forward(x, y);
    activation.backward(x, y, gradient);
    for (int j = 0; j < x.length; j++) {
      double numeric =
          (weighted(activation, x, j, STEP, upstream) - weighted(activation, x, j, -STEP, upstream))
              / (2 * STEP);
      if (!Claims.close(gradient[j], numeric, GRADIENT_TOLERANCE)) {
        throw Claims.failure(
            activation,
            "at %s backward gives %s for unit %s, but differences %s"
                .formatted(Arrays.toString(x), gradient[j], j, numeric));
      }
    }
  }

  /** The outputs, weighted by the upstream gradient and added up, after one input was moved. */
  private static double weighted(
      RowActivation activation, double[] x, int moved, double by, double[] upstream) {
    double[] shifted = x.clone();
    shifted[moved] += by;
    double[] y = new double[x.length];
    activation.forward(shifted, y);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += upstream[k] * y[k];
    }
    return sum;
  }

  private static void checkFloats(RowActivation activation) {
    Samples samples = new Samples();
    for (int width : WIDTHS) {
      float[] x = floats(samples, width);
      float[] upstream = floats(samples, width);
      float[] y = new float[width];
      float[] gradient = upstream.clone();
      activation.forward(x, y, 0, width);
      activation.backward(x, y, gradient, 0, width);
      double[] wideY = new double[width];
      double[] wideGradient = doubles(upstream);
      activation.forward(doubles(x), wideY);
      activation.backward(doubles(x), doubles(y), wideGradient);
      for (int k = 0; k < width; k++) {
        expect(activation, "output of unit " + k, y[k], wideY[k]);
        expect(activation, "gradient of unit " + k, gradient[k], wideGradient[k]);
      }
    }
  }

  private static float[] floats(Samples samples, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) samples.within(MODERATE);
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private void checkSlices() {
    int width = 3;
    float[] x = floats(new Samples(), width + 2 * MARGIN);
    float[] y = new float[x.length];
    float[] gradient = new float[x.length];
    Arrays.fill(y, 7);
    Arrays.fill(gradient, 7);
    activation.forward(x, y, MARGIN, MARGIN + width);
    activation.backward(x, y, gradient, MARGIN, MARGIN + width);
    for (int i = 0; i < x.length; i++) {
      boolean outside = i < MARGIN || i >= MARGIN + width;
      if (outside && (y[i] != 7 || gradient[i] != 7)) {
        throw Claims.failure(activation, "writes at index " + i + ", outside of its slice");
      }
    }
  }

  private void checkInputs() {
    float[] x = floats(new Samples(), 5);
    float[] before = x.clone();
    float[] y = new float[5];
    activation.forward(x, y, 0, 5);
    float[] outputs = y.clone();
    activation.backward(x, y, new float[5], 0, 5);
    if (!Arrays.equals(before, x) || !Arrays.equals(outputs, y)) {
      throw Claims.failure(activation, "modifies its inputs");
    }
  }

  private void checkRange() {
    Samples samples = new Samples();
    for (int i = 0; i < Samples.POINTS; i++) {
      float[] x = floats(samples, 5);
      float[] y = new float[5];
      activation.forward(x, y, 0, 5);
      for (float output : y) {
        if (!activation.outputs().contains((double) output)) {
          throw Claims.failure(
              activation, "gives " + output + ", but states outputs " + activation.outputs());
        }
      }
    }
  }

  private void checkNaN() {
    float[] x = {Float.NaN, Float.NaN};
    float[] y = new float[2];
    activation.forward(x, y, 0, 2);
    if (!Float.isNaN(y[0])) {
      throw Claims.failure(activation, "turns NaN into " + y[0]);
    }
  }

  private void checkExtremes() {
    for (double extreme : Samples.extremesWithin(Interval.REAL)) {
      float[] x = {(float) extreme, 0};
      float[] y = new float[2];
      float[] gradient = {1, 0};
      activation.forward(x, y, 0, 2);
      activation.backward(x, y, gradient, 0, 2);
      if (Float.isNaN(y[0]) || Float.isNaN(gradient[0])) {
        throw Claims.failure(
            activation, "for " + extreme + " gives " + y[0] + ", gradient " + gradient[0]);
      }
    }
  }

  /** Outputs for some inputs, and gradients. */
  private static double[] behaviour(Activation activation) {
    float[] x = floats(new Samples(), Samples.POINTS);
    float[] y = new float[x.length];
    float[] gradient = new float[x.length];
    Arrays.fill(gradient, 1);
    activation.forward(x, y, 0, x.length);
    activation.backward(x, y, gradient, 0, x.length);
    double[] results = Arrays.copyOf(doubles(y), 2 * x.length);
    System.arraycopy(doubles(gradient), 0, results, x.length, x.length);
    return results;
  }

  private void checkThreads() throws Exception {
    Claims.sameFromAllThreads(activation, () -> behaviour(activation));
  }
}
