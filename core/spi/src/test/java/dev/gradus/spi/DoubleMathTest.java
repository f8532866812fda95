package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * {@link DoubleMath} against {@link StrictMath}, which is within 1 unit in the last place itself.
 */
class DoubleMathTest {

  private static final int MANY = 2_000_000;
  private static final long SEED = 20260101;

  private static final double[] RARE = {
    Double.NaN,
    Double.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL / 4,
    0.0,
    -0.0,
    -1,
    708,
    -708,
    709.7,
    709.8,
    -740,
    -746
  };

  private static void compare(String name, double x, DoubleUnaryOperator f, DoubleUnaryOperator g) {
    double expected = g.applyAsDouble(x);
    double actual = f.applyAsDouble(x);
    assertTrue(
        Math.abs(actual - expected) <= Math.ulp(expected),
        () -> "%s(%s) is %s, not %s".formatted(name, x, actual, expected));
  }

  @Test
  void bothAreNeighboursOfWhatStrictMathGives() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < MANY; i++) {
      double x = (2 * random.nextDouble() - 1) * (i % 2 == 0 ? 3 : 708);
      compare("exp", x, DoubleMath::exp, StrictMath::exp);
      double positive = i % 2 == 0 ? 2 * random.nextDouble() : StrictMath.exp(x);
      compare("log", positive, DoubleMath::log, StrictMath::log);
    }
  }

  @Test
  void rareArgumentsGiveTheSame() {
    for (double x : RARE) {
      assertEquals(StrictMath.exp(x), DoubleMath.exp(x), "exp " + x);
      assertEquals(StrictMath.log(x), DoubleMath.log(x), "log " + x);
    }
  }

  @Test
  void simpleArgumentsGiveSimpleResults() {
    assertEquals(1, DoubleMath.exp(0.0));
    assertEquals(Math.E, DoubleMath.exp(1));
    assertEquals(0.0, DoubleMath.log(1));
    assertEquals(-0.6931471805599453, DoubleMath.log(0.5));
    // The neighbours of 1, whose logarithms are all but the distance
    double above = Math.nextUp(1.0);
    assertEquals(above - 1, DoubleMath.log(above), 1e-31);
    double below = Math.nextDown(1.0);
    assertEquals(below - 1, DoubleMath.log(below), 1e-31);
  }

  @Test
  void aWholePowerIsThatOfStrictMathButForItsRounding() {
    for (double base : new double[] {0.9, 0.999, 0.5, 1, -0.5, 2}) {
      for (long exponent : new long[] {0, 1, 2, 3, 10, 1000, 12_345}) {
        double expected = StrictMath.pow(base, (double) exponent);
        double error = Math.abs(DoubleMath.power(base, exponent) - expected);
        assertTrue(
            DoubleMath.power(base, exponent) == expected || error <= exponent * Math.ulp(expected),
            base + " to the " + exponent);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> DoubleMath.power(2, -1));
  }
}
