package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.spi.DoubleMath;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Activations without reference values are compared with their formula in another form. */
class SecondFormTest {

  private static final double TOLERANCE = 1e-12;

  private final double[] points = new SplittableRandom(7).doubles(500, -20, 20).toArray();

  @Test
  void squareplusIsTheLargerRootOfAParabola() {
    for (double x : points) {
      double y = new Squareplus(3).value(x);
      // y (y - x) = b/4
      assertEquals(0.75, y * (y - x), 1e-10, "at " + x);
      assertEquals(true, y > 0);
    }
  }

  @Test
  void gaussianIsAPowerOfE() {
    for (double x : points) {
      assertEquals(
          Math.pow(Math.E, -Math.abs(x) * Math.abs(x)), new Gaussian().value(x), TOLERANCE);
    }
  }

  @Test
  void sineIsACosineAQuarterLater() {
    for (double x : points) {
      assertEquals(Math.cos(x - Math.PI / 2), new Sine().value(x), TOLERANCE);
      assertEquals(new Sine().value(x + Math.PI / 2), new Sine().derivative(x), TOLERANCE);
    }
  }

  /**
   * By the series erf(x) = 2/sqrt(pi) exp(-x²) sum 2^n x^(2n+1)/(2n+1)!!, whose terms have one
   * sign.
   */
  @Test
  void theErrorFunctionIsItsSeries() {
    for (double x : points) {
      double term = x;
      double sum = x;
      for (int n = 1; n < 2_000; n++) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
      }
      double erf =
          Math.abs(x) > 6 ? Math.signum(x) : 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
      assertEquals(1 - erf, DoubleMath.erfc(x), 1e-14, "at " + x);
    }
  }

  @Test
  void theTailOfTheErrorFunctionKeepsItsDigits() {
    // To 17 digits, by arithmetic with 50.
    assertEquals(2.088487583762545e-45, DoubleMath.erfc(10), 1e-58);
    assertEquals(5.395865611607901e-176, DoubleMath.erfc(20), 1e-188);
    assertEquals(0, DoubleMath.erfc(40));
    assertEquals(2, DoubleMath.erfc(-40));
  }

  @Test
  void sparsemaxIsTheNearestDistribution() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 200; i++) {
      double[] x = random.doubles(4, -2, 2).toArray();
      double[] y = new double[4];
      new Sparsemax().forward(x, y);
      assertEquals(1, Arrays.stream(y).sum(), TOLERANCE);
      for (int other = 0; other < 50; other++) {
        double[] distribution = random.doubles(4, 0, 1).toArray();
        double sum = Arrays.stream(distribution).sum();
        Arrays.setAll(distribution, k -> distribution[k] / sum);
        assertEquals(true, distance(x, y) <= distance(x, distribution) + TOLERANCE);
      }
    }
  }

  private static double distance(double[] a, double[] b) {
    double squares = 0;
    for (int k = 0; k < a.length; k++) {
      squares += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return squares;
  }

  @Test
  void softminIsSoftmaxOfTheNegated() {
    double[] x = {1, -2, 0.5};
    double[] y = new double[3];
    double[] expected = new double[3];
    new Softmin().forward(x, y);
    new Softmax().forward(Arrays.stream(x).map(a -> -a).toArray(), expected);
    assertArrayEquals(expected, y, TOLERANCE);
  }
}
