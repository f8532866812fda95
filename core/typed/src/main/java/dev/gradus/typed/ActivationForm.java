package dev.gradus.typed;

import dev.gradus.formula.typed.Derivative;
import dev.gradus.formula.typed.Kinks;
import dev.gradus.formula.typed.Range;
import dev.gradus.formula.typed.Ranges;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled formula of an activation. */
final class ActivationForm {

  private static final String X = "x";
  private static final List<String> INPUTS = List.of(X);

  /** The numbers at which both precisions are compared: up to here, in these steps. */
  private static final float NEAR = 40;

  private static final float STEP = 1f / 32;

  /** Further numbers, each larger by a factor, where exp of a float overflows before a double. */
  private static final float FIRST_FAR = 41.3f;

  private static final float FACTOR = 1.1f;
  private static final float FURTHEST = 1e4f;

  /** Some roundings of a float, of the value or of a number of size 1. */
  private static final double ROUNDING = 5e-7;

  private final TypedText text;
  private final Term known;
  private final Switches switches;
  final boolean isInFloat;

  /** Value and derivative. */
  private final ThreadLocal<Columns> both;

  private final ThreadLocal<Columns> value;
  private final ThreadLocal<Columns> derivative;
  private final ThreadLocal<FloatColumns> floatValue;
  private final ThreadLocal<FloatColumns> floatDerivative;
  final LateLoop<LateLoop.OfActivation> forward;
  final LateLoop<LateLoop.OfActivation> backward;

  private ActivationForm(TypedText text) {
    this.text = text;
    this.known = text.known();
    Term slope = Derivative.of(known, X);
    both = in(Program.of(INPUTS, List.of(known, slope)));
    Program ofValue = Program.of(INPUTS, List.of(known));
    Program ofSlope = Program.of(INPUTS, List.of(slope));
    value = in(ofValue);
    derivative = in(ofSlope);
    // The values of exp(u) are a factor of its derivative, those of max(u, 0) say where u > 0.
    // Those of a sigmoid near 1 have lost the digits of its derivative.
    Optional<Term> values =
        Optional.of(known)
            .filter(term -> term instanceof Term.Product || term instanceof Term.Call)
            .filter(
                term ->
                    !(term instanceof Term.Call call && call.function() == TermFunction.SIGMOID));
    Program fastValue = Program.inFloat(X, known, Optional.empty(), true);
    floatValue = inFloat(fastValue);
    Program fast = Program.inFloat(X, slope, values, false);
    Program fastSlope =
        isExactInFloat(derivative, inFloat(fast)) ? fast : Program.inFloat(X, slope, values, true);
    floatDerivative = inFloat(fastSlope);
    switches = Switches.of(Kinks.of(known, X), INPUTS);
    isInFloat = isExactInFloat(value, floatValue) && isExactInFloat(derivative, floatDerivative);
    forward = LateLoop.ofActivation(isInFloat ? fastValue : ofValue, isInFloat, false);
    backward = LateLoop.ofActivation(isInFloat ? fastSlope : ofSlope, isInFloat, true);
  }

  private static ThreadLocal<Columns> in(Program program) {
    return ThreadLocal.withInitial(() -> new Columns(program));
  }

  private static ThreadLocal<FloatColumns> inFloat(Program program) {
    return ThreadLocal.withInitial(() -> new FloatColumns(program));
  }

  /**
   * Compiles a formula.
   *
   * @throws IllegalArgumentException with a sentence, if it cannot be read, or is not defined for
   *     every number
   */
  static ActivationForm of(String formula, Map<String, Double> numbers) {
    TypedText text = TypedText.of(formula, numbers, INPUTS);
    if (!text.known().has(X)) {
      throw new IllegalArgumentException(
          "formula does not depend on the pre-activation x, so the layers before would learn nothing");
    }
    Range defined = Ranges.of(List.of(text.known())).getOrDefault(X, Range.ALL);
    if (!defined.equals(Range.ALL)) {
      throw new IllegalArgumentException(
          "formula is only defined for x %s, but a pre-activation may be any number; write it so that it is, as log(1 + abs(x)) instead of log(1 + x)"
              .formatted(phrase(defined)));
    }
    return new ActivationForm(text);
  }

  private static String phrase(Range range) {
    return new Interval(range.low(), range.lowIncluded(), range.high(), range.highIncluded())
        .toString();
  }

  /** Whether the result in float differs from that in double by rounding alone. */
  private boolean isExactInFloat(ThreadLocal<Columns> exact, ThreadLocal<FloatColumns> rounded) {
    for (float x = -NEAR; x <= NEAR; x += STEP) {
      // No number that is exact in few digits, and none that lies on a kink
      if (!isExactInFloat(x + 0.007f, exact.get(), rounded.get())) {
        return false;
      }
    }
    for (float x = FIRST_FAR; x <= FURTHEST; x *= FACTOR) {
      if (!isExactInFloat(x, exact.get(), rounded.get())
          || !isExactInFloat(-x, exact.get(), rounded.get())) {
        return false;
      }
    }
    return true;
  }

  private boolean isExactInFloat(float x, Columns exact, FloatColumns rounded) {
    FloatColumns values = floatValue.get();
    exact.input(0)[0] = x;
    values.input()[0] = x;
    values.run(1);
    rounded.input()[0] = x;
    rounded.read(1, values.output(0), 0, 1);
    exact.run(1);
    rounded.run(1);
    double expected = exact.output(0)[0];
    float found = rounded.output(0)[0];
    // Where the result in double is no number either, or none that a float holds, nothing is lost.
    return Double.isNaN(expected)
        || found == (float) expected
        || Math.abs(found - expected) <= ROUNDING * Math.max(1, Math.abs(expected));
  }

  double value(double x) {
    return evaluated(x).output(0)[0];
  }

  double derivative(double x) {
    return evaluated(x).output(1)[0];
  }

  private Columns evaluated(double x) {
    Columns own = both.get();
    own.input(0)[0] = x;
    own.run(1);
    return own;
  }

  void forward(float[] x, float[] y, int from, int to) {
    Optional<LateLoop.OfActivation> loop = forward.forNext(to - from);
    if (loop.isPresent()) {
      loop.get().run(x, x, y, from, to);
      return;
    }
    if (isInFloat) {
      FloatColumns own = floatValue.get();
      for (int start = from; start < to; start += FloatColumns.LENGTH) {
        int n = Math.min(FloatColumns.LENGTH, to - start);
        own.read(0, x, start, n);
        own.run(n);
        System.arraycopy(own.output(0), 0, y, start, n);
      }
      return;
    }
    Columns own = value.get();
    for (int start = from; start < to; start += Columns.LENGTH) {
      int n = Math.min(Columns.LENGTH, to - start);
      run(own, x, start, n);
      double[] values = own.output(0);
      for (int i = 0; i < n; i++) {
        y[start + i] = (float) values[i];
      }
    }
  }

  private static void run(Columns columns, float[] x, int start, int n) {
    double[] input = columns.input(0);
    for (int i = 0; i < n; i++) {
      input[i] = x[start + i];
    }
    columns.run(n);
  }

  void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    Optional<LateLoop.OfActivation> loop = backward.forNext(to - from);
    if (loop.isPresent()) {
      loop.get().run(x, y, gradient, from, to);
      return;
    }
    if (isInFloat) {
      FloatColumns own = floatDerivative.get();
      for (int start = from; start < to; start += FloatColumns.LENGTH) {
        int n = Math.min(FloatColumns.LENGTH, to - start);
        own.read(0, x, start, n);
        own.read(1, y, start, n);
        own.run(n);
        float[] slopes = own.output(0);
        for (int i = 0; i < n; i++) {
          gradient[start + i] *= slopes[i];
        }
      }
      return;
    }
    Columns own = derivative.get();
    for (int start = from; start < to; start += Columns.LENGTH) {
      int n = Math.min(Columns.LENGTH, to - start);
      run(own, x, start, n);
      double[] slopes = own.output(0);
      for (int i = 0; i < n; i++) {
        gradient[start + i] = (float) (gradient[start + i] * slopes[i]);
      }
    }
  }

  double[] kinks() {
    return switches.zeros(0);
  }

  NumpyExpression derivativeInNumpy() {
    return text.inNumpy(Derivative.of(text.named(), X), Map.of(X, "z"));
  }

  Interval outputs() {
    Range range = Ranges.values(known, Map.of());
    // A float may be rounded to the end.
    return new Interval(
        range.low(), Double.isFinite(range.low()), range.high(), Double.isFinite(range.high()));
  }

  String initializer() {
    return outputs().high() == Double.POSITIVE_INFINITY
            && derivative(30) > 0.5
            && derivative(-30) < 0.5
        ? "he-uniform"
        : "glorot-uniform";
  }
}
