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
  private final boolean isInFloat;

  /** Whether it is max(x, 0), for which a column would be a detour. */
  private final boolean isRelu;

  /** Value and derivative. */
  private final ThreadLocal<Columns> both;

  private final ThreadLocal<Columns> value;
  private final ThreadLocal<Columns> derivative;
  private final ThreadLocal<FloatColumns> floatValue;
  private final ThreadLocal<FloatColumns> floatDerivative;

  private ActivationForm(TypedText text) {
    this.text = text;
    this.known = text.known();
    Term slope = Derivative.of(known, X);
    both = in(List.of(known, slope));
    this.value = in(List.of(known));
    derivative = in(List.of(slope));
    // The values of max(u, 0) say already where u > 0.
    Optional<Term> value = Optional.of(known).filter(ActivationForm::isPositivePart);
    isRelu = value.isPresent() && ((Term.Call) known).arguments().contains(Term.name(X));
    floatValue = inFloat(known, Optional.empty(), true);
    ThreadLocal<FloatColumns> fast = inFloat(slope, value, false);
    floatDerivative = isExactInFloat(derivative, fast) ? fast : inFloat(slope, value, true);
    switches = Switches.of(Kinks.of(known, X), INPUTS);
    isInFloat =
        isExactInFloat(this.value, floatValue) && isExactInFloat(derivative, floatDerivative);
  }

  private static ThreadLocal<Columns> in(List<Term> terms) {
    Program program = Program.of(INPUTS, terms);
    return ThreadLocal.withInitial(() -> new Columns(program));
  }

  private static boolean isPositivePart(Term term) {
    return term instanceof Term.Call call
        && call.function() == TermFunction.MAX
        && call.arguments().stream().anyMatch(each -> each.is(0));
  }

  private static ThreadLocal<FloatColumns> inFloat(
      Term term, Optional<Term> known, boolean isExact) {
    Program program = Program.inFloat(X, term, known, isExact);
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
    if (isRelu) {
      FloatLoops.positivePart(x, y, from, to);
      return;
    }
    if (isInFloat) {
      FloatColumns own = floatValue.get();
      if (own.computeSingle(x, y, from, to)) {
        return;
      }
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
    if (isRelu) {
      FloatLoops.timesStepOfPositive(gradient, y, from, to);
      return;
    }
    if (isInFloat) {
      FloatColumns own = floatDerivative.get();
      if (own.multiplyBySingle(x, gradient, from, to)) {
        return;
      }
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
