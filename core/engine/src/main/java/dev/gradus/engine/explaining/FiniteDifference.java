package dev.gradus.engine.explaining;

import dev.gradus.engine.explain.Derivative;
import dev.gradus.spi.Interval;
import java.util.function.DoubleUnaryOperator;

/**
 * A derivative measured as a central difference: (f(x + h) - f(x - h))/2h.
 *
 * @param slope the quotient; NaN if there is no room for a step
 * @param doubt the approximate error that the rounding of f may cause
 */
record FiniteDifference(double slope, double doubt) {

  /**
   * h: the truncation error, proportional to its square, is as small as the rounding error of f
   * divided by h.
   */
  static final double STEP = 1e-5;

  /** The maximum step towards the end of a range, as a fraction of the distance. */
  private static final double NEAR_THE_END = 1e-4;

  /** The assumed number of roundings in a value of f. */
  private static final int ROUNDINGS = 16;

  /** At x, with {@link #STEP}. */
  static FiniteDifference of(DoubleUnaryOperator f, double x) {
    return of(f, x, STEP);
  }

  /** At x, with a shorter step near the ends of the range on which f is known. */
  static FiniteDifference of(DoubleUnaryOperator f, double x, Interval range) {
    double room = Math.min(x - range.low(), range.high() - x);
    return of(f, x, Math.min(STEP, NEAR_THE_END * room));
  }

  /** At x, with a step h. */
  static FiniteDifference of(DoubleUnaryOperator f, double x, double h) {
    double above = x + h;
    double below = x - h;
    // The actual distance after rounding, which is not exactly 2h.
    double width = above - below;
    if (!(width > 0)) {
      return new FiniteDifference(Double.NaN, 0);
    }
    double high = f.applyAsDouble(above);
    double low = f.applyAsDouble(below);
    double size = Math.max(Math.abs(high), Math.abs(low));
    return new FiniteDifference((high - low) / width, ROUNDINGS * Math.ulp(size) / width);
  }

  /** Pairs it with the same derivative by the chain rule. */
  Derivative comparedWith(String symbol, double byChainRule) {
    return new Derivative(symbol, byChainRule, slope, doubt);
  }
}
