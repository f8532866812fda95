package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;

/**
 * The complementary error function, to some units in the last place.
 *
 * <p>For z of at least 0, erfc(z) exp(z^2) (1 + 2z) is smooth in u = (z - K)/(z + K), which ranges
 * from -1 to 1, so its Chebyshev series converges fast (J. L. Schonfelder, Chebyshev Expansions for
 * the Error and Related Functions, Mathematics of Computation 32, 1978). Its coefficients were
 * computed with 50 digits.
 */
final class Erf {

  private static final double K = 3.75;

  private static final double[] SERIES = {
    2.3551578691348034,
    -0.004590054580646478,
    -0.08424913336651792,
    0.05920993999819189,
    -0.026658668435305753,
    0.009074997670705265,
    -0.002413163540417608,
    0.0004907758365258086,
    -6.916973302501207e-05,
    4.13902798607301e-06,
    7.74038306619849e-07,
    -2.1886401049234397e-07,
    1.076499946567091e-08,
    4.521959811218287e-09,
    -7.754400208831351e-10,
    -6.318088340886684e-11,
    2.8687950109306712e-11,
    1.945586854577911e-13,
    -9.654696748433217e-13,
    3.252548148151399e-14,
    3.347811948289862e-14,
    -1.8645628803851885e-15,
    -1.2507950530316477e-15,
    7.41823526060431e-17,
    5.068148908980826e-17,
    -2.237056616112762e-18,
    -2.1873429000915426e-18
  };

  /** From here on erfc is 0 in double. */
  private static final double END = 28;

  private Erf() {}

  /** 2/sqrt(pi) times the integral of exp(-s^2) from x to infinity: from 2 down to 0. */
  static double erfc(double x) {
    return x < 0 ? 2 - ofPositive(-x) : ofPositive(x);
  }

  private static double ofPositive(double z) {
    if (z > END) {
      return 0;
    }
    // Clenshaw's sum
    double u = 2 * (z - K) / (z + K);
    double next = 0;
    double afterNext = 0;
    for (int k = SERIES.length - 1; k > 0; k--) {
      double now = SERIES[k] + u * next - afterNext;
      afterNext = next;
      next = now;
    }
    double sum = SERIES[0] / 2 + u / 2 * next - afterNext;
    return sum / (1 + 2 * z) * DoubleMath.exp(-z * z);
  }
}
