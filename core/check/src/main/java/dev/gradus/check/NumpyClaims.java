package dev.gradus.check;

import dev.gradus.formula.Expression;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the line of numpy that a loss or an activation states with its derivative. */
final class NumpyClaims {

  /** The tolerance for a line, relative above 1 and absolute below. */
  private static final double TOLERANCE = 1e-9;

  /** The same for an activation that only computes in float. */
  private static final double FLOAT_TOLERANCE = 1e-5;

  private static final double RADIUS = 1e-9;
  private static final Interval MODERATE = Interval.closed(-4, 4);
  private static final List<Integer> WIDTHS = List.of(1, 2, 3, 5);

  private final Object plugin;
  private final Effort effort;
  private int compared;

  NumpyClaims(Object plugin, Effort effort) {
    this.plugin = plugin;
    this.effort = effort;
  }

  /** Every form that states a line, for every target that it takes. */
  void check(LossCases cases) {
    for (LossCase each : cases.all()) {
      NumpyExpression stated = stated(each.form().gradientInNumpy(), "gradientInNumpy");
      if (each.weighted() || !stated.isPresent()) {
        continue;
      }
      Expression line = parsed(stated);
      compared = 0;
      Samples samples = new Samples();
      for (int i = 0; i < effort.perCase(); i++) {
        TrialBatch batch = each.batch(samples, i);
        double[] a = batch.predictions()[0];
        double[] y = batch.targets()[0];
        if (each.form().isSmoothAround(a.clone(), y.clone(), RADIUS)) {
          double[][] gradient = batch.emptyGradient();
          each.evaluate(each.form(), batch, gradient);
          // Auxiliary columns have no name in a line.
          Map<String, double[]> values =
              Map.of("a", a, "y", Arrays.copyOf(y, each.target().width()));
          compare(batch.words(0), stated, line, values, gradient[0], TOLERANCE);
        }
      }
      requireCompared(each.words());
    }
  }

  /** The backward pass, at moderate pre-activations. */
  void check(Activation activation) {
    NumpyExpression stated = stated(activation.derivativeInNumpy(), "derivativeInNumpy");
    if (!stated.isPresent()) {
      return;
    }
    Expression line = parsed(stated);
    Samples samples = new Samples();
    for (int i = 0; i < effort.inAll(); i++) {
      int width = WIDTHS.get(i % WIDTHS.size());
      double[] z = samples.within(MODERATE, width);
      double[] upstream = samples.within(MODERATE, width);
      compare(activation, stated, line, z, upstream);
    }
    requireCompared("for inputs from -4 to 4");
  }

  private void compare(
      Activation activation,
      NumpyExpression stated,
      Expression line,
      double[] z,
      double[] upstream) {
    double[] a = new double[z.length];
    double[] back = upstream.clone();
    String where = "for the input " + Arrays.toString(z);
    if (activation instanceof PointwiseActivation pointwise) {
      Arrays.setAll(a, k -> pointwise.value(z[k]));
      Arrays.setAll(back, k -> pointwise.derivative(z[k]));
      compare(where, stated, line, Map.of("z", z, "a", a), back, TOLERANCE);
    } else if (activation instanceof RowActivation rows) {
      rows.forward(z, a);
      rows.backward(z, a, back);
      String both = where + " and dL/da " + Arrays.toString(upstream);
      Map<String, double[]> values = Map.of("z", z, "a", a, "d_A", upstream);
      compare(both, stated, line, values, back, TOLERANCE);
    } else {
      compareFloats(activation, where, stated, line, z, upstream);
    }
  }

  private void compareFloats(
      Activation activation,
      String where,
      NumpyExpression stated,
      Expression line,
      double[] z,
      double[] upstream) {
    int width = z.length;
    float[] x = floats(z);
    float[] y = new float[width];
    float[] gradient = floats(upstream);
    if (activation.isPointwise()) {
      Arrays.fill(upstream, 1);
      Arrays.fill(gradient, 1);
    }
    activation.forward(x, y, 0, width);
    activation.backward(x, y, gradient, 0, width);
    Map<String, double[]> values =
        Map.of("z", doubles(x), "a", doubles(y), "d_A", doubles(floats(upstream)));
    compare(where, stated, line, values, doubles(gradient), FLOAT_TOLERANCE);
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      narrow[k] = (float) values[k];
    }
    return narrow;
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      wide[k] = values[k];
    }
    return wide;
  }

  private NumpyExpression stated(NumpyExpression returned, String method) {
    NumpyExpression stated = Claims.answer(plugin, method, returned);
    if (!stated.isPresent() && stated.reason().length() < 10) {
      throw new BrokenClaim(
          plugin,
          "its method %s states no line and no reason; return NumpyExpression.none with a sentence"
              .formatted(method));
    }
    return stated;
  }

  private Expression parsed(NumpyExpression stated) {
    try {
      return Expression.parse(stated.text());
    } catch (IllegalArgumentException e) {
      throw new BrokenClaim(plugin, String.valueOf(e.getMessage()), e);
    }
  }

  /** Points where numpy itself gives no number, such as 0/0, are left out. */
  private void compare(
      String where,
      NumpyExpression stated,
      Expression line,
      Map<String, double[]> arrays,
      double[] expected,
      double tolerance) {
    Map<String, double[]> values = new HashMap<>(arrays);
    values.put(Expression.OUTPUTS, new double[] {expected.length});
    stated.options().forEach((name, value) -> values.put(name, new double[] {value}));
    double[] written;
    try {
      written = line.evaluate(values);
    } catch (IllegalArgumentException e) {
      throw new BrokenClaim(
          plugin,
          "its line of numpy, %s, cannot be computed: %s".formatted(stated.text(), e.getMessage()),
          e);
    }
    if (!Arrays.stream(written).allMatch(Double::isFinite)) {
      return;
    }
    compared++;
    double size = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int k = 0; k < expected.length; k++) {
      double value = written[written.length == 1 ? 0 : k];
      if (Math.abs(value - expected[k]) > tolerance * Math.max(1, size)) {
        throw new BrokenClaim(
            plugin,
            "%s its line of numpy, %s, gives %s for output %s, but its derivative is %s"
                .formatted(where, stated.text(), value, k + 1, expected[k]));
      }
    }
  }

  private void requireCompared(String where) {
    if (compared == 0) {
      throw new BrokenClaim(plugin, where + " its line of numpy never gives a finite number");
    }
  }
}
