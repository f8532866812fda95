package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.LearnedActivation.Coefficient;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The claims about an {@link Activation}. */
final class ActivationClaims {

  /**
   * The tolerance for a derivative against central differences, relative above 1 and absolute
   * below.
   */
  /** Long enough for an activation that computes several elements together. */
  private static final int LONG_SLICE = 40;

  private static final double GRADIENT_TOLERANCE = 1e-6;

  /** The tolerance for float against double arithmetic. */
  private static final double FLOAT_TOLERANCE = 1e-6;

  /**
   * The same for derivatives by coefficients, which may be small differences of numbers up to 8.
   */
  private static final double DIFFERENCE_TOLERANCE = 1e-5;

  /** The same for slopes that are measured in float, by wider steps. */
  private static final double FLOAT_SLOPE_TOLERANCE = 2e-2;

  private static final double STEP = 1e-5;
  private static final float FLOAT_STEP = 1.0f / 128;

  /** A function whose slopes on both sides of a point differ by more has a kink there. */
  private static final double KINK = 1e-3;

  private static final double FLOAT_KINK = 5e-2;

  private static final Interval MODERATE = Interval.closed(-8, 8);
  private static final Interval COEFFICIENTS = Interval.closed(-2, 2);
  private static final int[] WIDTHS = {1, 2, 3, 5, 8};

  /** The number of elements around a slice, which must stay unchanged. */
  private static final int MARGIN = 2;

  private final Activation activation;
  private final Effort effort;

  private ActivationClaims(Activation activation, Effort effort) {
    this.activation = activation;
    this.effort = effort;
  }

  static void addTo(Claims claims, Activation activation) {
    new ActivationClaims(activation, claims.effort()).addTo(claims);
  }

  private void addTo(Claims claims) {
    claims
        .thatTrainingNeeds("a slice leaves the rest of the array alone", this::checkSlices)
        .thatTrainingNeeds("inputs are not modified", this::checkInputs)
        .thatTrainingNeeds("outputs lie in the range that it states", this::checkRange)
        .thatTrainingNeeds("NaN is passed on", this::checkNaN)
        .thatTrainingNeeds(
            "if it declares itself pointwise, each output depends only on its own input",
            this::checkApart)
        .thatTrainingNeeds(
            "if it declares its outputs a distribution, they add up to 1", this::checkDistribution)
        .that("extreme inputs do not give NaN", this::checkExtremes)
        .that(
            "the line of numpy that it states is its derivative",
            () -> new NumpyClaims(activation, effort).check(activation))
        .that("several threads get the same bits", this::checkThreads)
        .thatEveryOptionCounts(other -> behaviour((Activation) other));
    if (activation instanceof LearnedActivation learned) {
      claims.thatTrainingNeeds(
          "its derivatives by its coefficients are those of the output",
          () -> checkLearned(learned));
      claims.thatTrainingNeeds(
          "rows in float get the same numbers as single units", () -> checkRows(learned));
    }
    if (activation instanceof PointwiseActivation pointwise) {
      claims
          .thatTrainingNeeds("it declares that it is pointwise", this::checkIsPointwise)
          .thatTrainingNeeds(
              "the derivative is that of the value", () -> checkDerivative(pointwise))
          .thatTrainingNeeds("float arrays get the same numbers", () -> checkFloats(pointwise));
    } else if (activation instanceof RowActivation rows) {
      claims
          .thatTrainingNeeds("backward is the transposed Jacobian", () -> checkJacobian(rows))
          .thatTrainingNeeds("float arrays get the same numbers", () -> checkFloats(rows));
    } else {
      claims.thatTrainingNeeds("backward is the transposed Jacobian", this::checkFloatJacobian);
    }
  }

  /**
   * There is a kink where the slopes on both sides differ; its position depends on the
   * coefficients.
   */
  private static void compare(
      Slopes slopes, String where, double stated, double at, double h, DoubleUnaryOperator f) {
    double value = f.applyAsDouble(at);
    double up = at + h;
    double down = at - h;
    double above = f.applyAsDouble(up);
    double below = f.applyAsDouble(down);
    double measured = (above - below) / (up - down);
    double bend = Math.abs((above - value) / (up - at) - (value - below) / (at - down));
    if (bend > KINK * Math.max(1, Math.abs(measured))) {
      slopes.leaveOut();
    } else {
      slopes.add(new Slope(where, value, stated, measured, GRADIENT_TOLERANCE));
    }
  }

  private void checkLearned(LearnedActivation learned) {
    List<Coefficient> known = Claims.answer(learned, "coefficients", learned.coefficients());
    if (known.isEmpty()) {
      throw new BrokenClaim(learned, "it learns, but has no coefficients");
    }
    for (Coefficient coefficient : known) {
      if (!Double.isFinite(coefficient.initial())) {
        throw new BrokenClaim(learned, coefficient.name() + " begins at " + coefficient.initial());
      }
      if (!coefficient.range().contains(coefficient.initial())) {
        throw new BrokenClaim(
            learned,
            "%s begins at %s, but must be a number %s"
                .formatted(coefficient.name(), coefficient.initial(), coefficient.range()));
      }
    }
    Samples samples = new Samples();
    int count = known.size();
    double[] derivatives = new double[count];
    Slopes slopes = new Slopes(learned, "");
    for (int i = 0; i < effort.inAll(); i++) {
      double x = samples.within(MODERATE);
      double[] coefficients =
          known.stream().mapToDouble(each -> samples.within(tried(each))).toArray();
      double[] before = coefficients.clone();
      Arrays.fill(derivatives, Double.NaN);
      learned.coefficientDerivatives(x, coefficients, derivatives);
      double slope = learned.derivative(x, coefficients);
      if (!Arrays.equals(before, coefficients)) {
        throw new BrokenClaim(learned, "it modifies its coefficients");
      }
      String place = "for the input %s and the coefficients %s".formatted(x, show(coefficients));
      compare(slopes, place, slope, x, STEP, at -> learned.value(at, coefficients));
      for (int k = 0; k < count; k++) {
        int moved = k;
        compare(
            slopes,
            place + " with respect to " + known.get(k).name(),
            derivatives[k],
            coefficients[k],
            STEP,
            at -> {
              double[] there = coefficients.clone();
              there[moved] = at;
              return learned.value(x, there);
            });
      }
    }
    slopes.endSeries("for what it learns");
    slopes.finish();
  }

  /**
   * Compares the form for rows in float, if there is one, between rows that must stay unchanged.
   */
  private void checkRows(LearnedActivation learned) {
    Samples samples = new Samples();
    for (int width : WIDTHS) {
      float[][] coefficients =
          learned.coefficients().stream()
              .map(each -> samples.floats(tried(each), width))
              .toArray(float[][]::new);
      float[] x = samples.floats(MODERATE, 3 * width);
      float[] y = new float[x.length];
      if (!learned.forwardRow(x, y, width, coefficients)) {
        return;
      }
      float[] upstream = samples.floats(MODERATE, x.length);
      float[] gradient = upstream.clone();
      float[][] terms = new float[coefficients.length][x.length];
      if (!learned.backwardRow(x, gradient, width, coefficients, terms, new float[width])) {
        throw new BrokenClaim(
            learned, "it has forwardRow, but not backwardRow; it must override both, or neither");
      }
      double[] derivatives = new double[terms.length];
      for (int i = 0; i < x.length; i++) {
        boolean inside = i >= width && i < 2 * width;
        double[] own = of(coefficients, i % width);
        learned.coefficientDerivatives(x[i], own, derivatives);
        expect("output for " + x[i], y[i], inside ? learned.value(x[i], own) : 0);
        double slope = inside ? learned.derivative(x[i], own) : 1;
        expect("gradient for " + x[i], gradient[i], upstream[i] * slope);
        for (int k = 0; k < terms.length; k++) {
          double term = inside ? upstream[i] * derivatives[k] : 0;
          expect(
              "gradient of its coefficient for " + x[i], terms[k][i], term, DIFFERENCE_TOLERANCE);
        }
      }
    }
  }

  private static double[] of(float[][] coefficients, int unit) {
    double[] own = new double[coefficients.length];
    for (int k = 0; k < own.length; k++) {
      own[k] = coefficients[k][unit];
    }
    return own;
  }

  /** The values at which a coefficient is tried. */
  private static Interval tried(Coefficient coefficient) {
    return coefficient.range().equals(Interval.REAL) ? COEFFICIENTS : coefficient.range();
  }

  private static String show(double[] values) {
    return Arrays.toString(values);
  }

  private void checkIsPointwise() {
    if (!activation.isPointwise()) {
      throw new BrokenClaim(
          activation, "has a value for each number, but says it is not pointwise");
    }
  }

  private void checkDerivative(PointwiseActivation pointwise) {
    Samples samples = new Samples();
    Slopes slopes = new Slopes(pointwise, "");
    double[] kinks = Claims.answer(pointwise, "kinks", pointwise.kinks()).clone();
    Arrays.sort(kinks);
    for (int i = 0; i < effort.inAll(); i++) {
      double x = samples.within(MODERATE);
      double h = STEP * Math.max(1, Math.abs(x));
      if (isWithin(2 * h, x, kinks)) {
        slopes.leaveOut();
        continue;
      }
      double measured = (pointwise.value(x + h) - pointwise.value(x - h)) / ((x + h) - (x - h));
      slopes.add(
          new Slope(
              "for the input " + x,
              pointwise.value(x),
              pointwise.derivative(x),
              measured,
              GRADIENT_TOLERANCE));
    }
    slopes.endSeries("for inputs from -8 to 8");
    slopes.finish();
  }

  /** Whether one of the sorted numbers is at most so far from {@code x}. */
  private static boolean isWithin(double distance, double x, double[] sorted) {
    int found = Arrays.binarySearch(sorted, x - distance);
    int next = found < 0 ? -found - 1 : found;
    return next < sorted.length && sorted[next] <= x + distance;
  }

  private void checkFloats(PointwiseActivation pointwise) {
    Samples samples = new Samples();
    float[] x = samples.floats(MODERATE, effort.inAll());
    float[] upstream = samples.floats(MODERATE, x.length);
    float[] y = new float[x.length];
    float[] gradient = upstream.clone();
    pointwise.forward(x, y, 0, x.length);
    pointwise.backward(x, y, gradient, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      expect("output for " + x[i], y[i], pointwise.value(x[i]));
      expect("gradient for " + x[i], gradient[i], upstream[i] * pointwise.derivative(x[i]));
    }
  }

  private void expect(String what, double actual, double expected) {
    expect(what, actual, expected, FLOAT_TOLERANCE);
  }

  private void expect(String what, double actual, double expected, double tolerance) {
    if (!Claims.close(actual, expected, tolerance)) {
      throw new BrokenClaim(
          activation, "the " + what + " is " + actual + ", in double " + expected);
    }
  }

  private void checkJacobian(RowActivation rows) {
    Samples samples = new Samples();
    Slopes slopes = new Slopes(rows, "");
    for (int width : WIDTHS) {
      for (int i = 0; i < effort.perCase(); i++) {
        compare(slopes, rows, samples.within(MODERATE, width), samples.within(MODERATE, width));
      }
      slopes.endSeries("for %s units".formatted(width));
    }
    slopes.finish();
  }

  private static void compare(Slopes slopes, RowActivation rows, double[] x, double[] upstream) {
    double[] y = new double[x.length];
    double[] gradient = upstream.clone();
    rows.forward(x, y);
    rows.backward(x, y, gradient);
    boolean smooth = rows.isSmoothAround(x.clone(), 2 * STEP);
    for (int j = 0; j < x.length; j++) {
      double measured =
          (weighted(rows, x, j, STEP, upstream) - weighted(rows, x, j, -STEP, upstream))
              / (2 * STEP);
      String where =
          "for the inputs %s and dL/dy %s, unit %s,".formatted(show(x), show(upstream), j);
      if (smooth) {
        slopes.add(new Slope(where, y[j], gradient[j], measured, GRADIENT_TOLERANCE));
      } else {
        slopes.leaveOut();
      }
    }
  }

  /** The sum of the outputs, weighted by the upstream gradient, after one input was changed. */
  private static double weighted(
      RowActivation rows, double[] x, int moved, double by, double[] upstream) {
    double[] shifted = x.clone();
    shifted[moved] += by;
    double[] y = new double[x.length];
    rows.forward(shifted, y);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += upstream[k] * y[k];
    }
    return sum;
  }

  private void checkFloats(RowActivation rows) {
    Samples samples = new Samples();
    for (int width : WIDTHS) {
      float[] x = samples.floats(MODERATE, width);
      float[] upstream = samples.floats(MODERATE, width);
      float[] y = new float[width];
      float[] gradient = upstream.clone();
      rows.forward(x, y, 0, width);
      rows.backward(x, y, gradient, 0, width);
      double[] wideY = new double[width];
      double[] wideGradient = doubles(upstream);
      rows.forward(doubles(x), wideY);
      rows.backward(doubles(x), doubles(y), wideGradient);
      for (int k = 0; k < width; k++) {
        expect("output of unit " + k, y[k], wideY[k]);
        expect("gradient of unit " + k, gradient[k], wideGradient[k]);
      }
    }
  }

  /** For an activation that only works in float, and cannot declare its kinks. */
  private void checkFloatJacobian() {
    Samples samples = new Samples();
    Slopes slopes = new Slopes(activation, "");
    for (int width : WIDTHS) {
      for (int i = 0; i < effort.perCase(); i++) {
        float[] x = samples.floats(Interval.closed(-2, 2), width);
        float[] upstream = samples.floats(Interval.closed(-2, 2), width);
        compareFloats(slopes, x, upstream);
      }
      slopes.endSeries("for %s units".formatted(width));
    }
    slopes.finish();
  }

  private void compareFloats(Slopes slopes, float[] x, float[] upstream) {
    float[] y = new float[x.length];
    activation.forward(x, y, 0, x.length);
    float[] gradient = upstream.clone();
    activation.backward(x, y, gradient, 0, x.length);
    double here = weighted(x, 0, 0, upstream);
    for (int k = 0; k < x.length; k++) {
      double above = (weighted(x, k, FLOAT_STEP, upstream) - here) / FLOAT_STEP;
      double below = (here - weighted(x, k, -FLOAT_STEP, upstream)) / FLOAT_STEP;
      double measured = (above + below) / 2;
      if (Math.abs(above - below) > FLOAT_KINK * Math.max(1, Math.abs(measured))) {
        slopes.leaveOut();
      } else {
        String where =
            "for the inputs %s and dL/dy %s, unit %s,"
                .formatted(Arrays.toString(x), Arrays.toString(upstream), k);
        slopes.add(new Slope(where, y[k], gradient[k], measured, FLOAT_SLOPE_TOLERANCE));
      }
    }
  }

  private double weighted(float[] x, int moved, float by, float[] upstream) {
    float[] shifted = x.clone();
    shifted[moved] += by;
    float[] y = new float[x.length];
    activation.forward(shifted, y, 0, y.length);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += (double) upstream[k] * y[k];
    }
    return sum;
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
    float[] x = new Samples().floats(MODERATE, width + 2 * MARGIN);
    float[] y = new float[x.length];
    float[] gradient = new float[x.length];
    Arrays.fill(y, 7);
    Arrays.fill(gradient, 7);
    activation.forward(x, y, MARGIN, MARGIN + width);
    activation.backward(x, y, gradient, MARGIN, MARGIN + width);
    for (int i = 0; i < x.length; i++) {
      boolean outside = i < MARGIN || i >= MARGIN + width;
      if (outside && (y[i] != 7 || gradient[i] != 7)) {
        throw new BrokenClaim(activation, "writes at index " + i + ", outside of its slice");
      }
    }
  }

  private void checkInputs() {
    float[] x = new Samples().floats(MODERATE, 5);
    float[] before = x.clone();
    float[] y = new float[5];
    activation.forward(x, y, 0, 5);
    float[] outputs = y.clone();
    activation.backward(x, y, new float[5], 0, 5);
    if (!Arrays.equals(before, x) || !Arrays.equals(outputs, y)) {
      throw new BrokenClaim(activation, "it modifies its inputs");
    }
  }

  /** Outputs are floats: a limit that is not a float may be exceeded by rounding. */
  private void checkRange() {
    Interval range = Claims.answer(activation, "outputs", activation.outputs());
    Claims.answer(activation, "initializer", activation.initializer());
    Samples samples = new Samples();
    for (int i = 0; i < effort.inAll() / 5; i++) {
      float[] x = samples.floats(MODERATE, 5);
      float[] y = new float[5];
      activation.forward(x, y, 0, 5);
      for (float output : y) {
        boolean atEnd =
            (range.lowIncluded() && output == (float) range.low())
                || (range.highIncluded() && output == (float) range.high());
        if (!atEnd && !range.contains((double) output)) {
          throw new BrokenClaim(activation, "gives " + output + ", but states outputs " + range);
        }
      }
    }
  }

  /** Networks pass slices of any length to a pointwise activation. */
  private void checkApart() {
    if (!activation.isPointwise()) {
      return;
    }
    Samples samples = new Samples();
    float[] x = samples.floats(MODERATE, LONG_SLICE);
    float[] upstream = samples.floats(MODERATE, x.length);
    float[] together = new float[x.length];
    float[] gradient = upstream.clone();
    activation.forward(x, together, 0, x.length);
    activation.backward(x, together, gradient, 0, x.length);
    float[] apart = new float[x.length];
    float[] gradientApart = upstream.clone();
    for (int i = 0; i < x.length; i++) {
      activation.forward(x, apart, i, i + 1);
      activation.backward(x, apart, gradientApart, i, i + 1);
      if (!Claims.close(together[i], apart[i], FLOAT_TOLERANCE)
          || !Claims.close(gradient[i], gradientApart[i], FLOAT_TOLERANCE)) {
        throw new BrokenClaim(
            activation,
            "it declares itself pointwise, but turns %s alone into %s (gradient %s), and into %s (gradient %s) together with others; isPointwise must return false"
                .formatted(x[i], apart[i], gradientApart[i], together[i], gradient[i]));
      }
    }
  }

  private void checkDistribution() {
    if (!activation.givesDistribution()) {
      return;
    }
    Samples samples = new Samples();
    for (int width : WIDTHS) {
      float[] y = new float[width];
      activation.forward(samples.floats(MODERATE, width), y, 0, width);
      double sum = 0;
      for (float output : y) {
        sum += output;
      }
      if (!Claims.close(sum, 1, FLOAT_TOLERANCE * width)) {
        throw new BrokenClaim(
            activation,
            "it declares its outputs a distribution, but %s add up to %s; givesDistribution must return false"
                .formatted(Arrays.toString(y), sum));
      }
    }
  }

  private void checkNaN() {
    float[] x = {Float.NaN, Float.NaN};
    float[] y = new float[2];
    activation.forward(x, y, 0, 2);
    if (!Float.isNaN(y[0])) {
      throw new BrokenClaim(activation, "turns NaN into " + y[0]);
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
        throw new BrokenClaim(
            activation, "for " + extreme + " gives " + y[0] + ", gradient " + gradient[0]);
      }
    }
  }

  /** The outputs and gradients for some inputs. */
  private static double[] behaviour(Activation activation) {
    float[] x = new Samples().floats(MODERATE, Effort.THOROUGH.perCase());
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
