package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The equations are solved as exactly as doubles allow, although they are decomposed in floats. */
class NormalEquationsTest {

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Matrix random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  /** (XᵀSX/s + r I) w, added up in the plainest way. */
  private static double[] image(Matrix x, double[] weights, double ridge, double[] w) {
    double sum = Arrays.stream(weights).sum();
    double[] image = new double[w.length];
    for (int i = 0; i < x.rows(); i++) {
      double value = 0;
      for (int j = 0; j < w.length; j++) {
        value += (double) x.get(i, j) * w[j];
      }
      for (int j = 0; j < w.length; j++) {
        image[j] += weights[i] * value * x.get(i, j) / sum;
      }
    }
    for (int j = 0; j < w.length; j++) {
      image[j] += ridge * w[j];
    }
    return image;
  }

  @Test
  void aKnownAnswerIsFoundToTwelveDigits() {
    Matrix x = random(203, 30, 1);
    double[] weights = new Random(2).doubles(203, 0.5, 2).toArray();
    double[] known = new Random(3).doubles(30, -1, 1).toArray();
    NormalEquations equations =
        new NormalEquations(
            List.of(x.copyOfRows(0, 100), x.copyOfRows(100, 101), x.copyOfRows(101, 203)),
            weights,
            0.01);
    double[] b = image(x, weights, 0.01, known);
    assertArrayEquals(known, equations.solve(b, 300), 1e-12);
    // That is what floats alone give.
    assertArrayEquals(known, equations.approximately(b), 1e-4);
  }

  /** The matrix 1/(i + j + 1), whose squared condition number is beyond any float: 2e10. */
  @Test
  void inputsThatSayNearlyTheSameCostNoDigitsOfWhatIsPredicted() {
    Matrix x = Matrix.zeros(40, 4);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < 4; j++) {
        x.set(i, j, 1f / (i + j + 1));
      }
    }
    double[] known = {1, -2, 3, -4};
    double[] b = image(x, ones(40), 0, known);
    double[] found = new NormalEquations(List.of(x), ones(40), 0).solve(b, 300);
    assertArrayEquals(b, image(x, ones(40), 0, found), 1e-13);
    assertArrayEquals(known, found, 1e-3);
  }

  @Test
  void inputsThatSayTheSameShareTheirWeightAndOnesThatSayNothingHaveNone() {
    Matrix x = Matrix.zeros(50, 4);
    for (int i = 0; i < x.rows(); i++) {
      float value = (float) Math.sin(i);
      x.set(i, 0, value);
      x.set(i, 1, value);
      x.set(i, 2, (float) Math.cos(3 * i));
    }
    double[] b = image(x, ones(50), 0, new double[] {5, 1, 2, 0});
    double[] found = new NormalEquations(List.of(x), ones(50), 1e-8).solve(b, 300);
    assertArrayEquals(new double[] {3, 3, 2, 0}, found, 1e-6);
  }

  @Test
  void moreInputsThanExamplesHaveTheShortestAnswer() {
    Matrix x = random(5, 20, 4);
    double[] b = image(x, ones(5), 0, new Random(5).doubles(20, -1, 1).toArray());
    double[] found = new NormalEquations(List.of(x), ones(5), 1e-9).solve(b, 300);
    assertArrayEquals(b, image(x, ones(5), 1e-9, found), 1e-12);
    assertTrue(Arrays.stream(found).map(w -> w * w).sum() < 20);
  }

  @Test
  void nothingWantedIsNothingAnswered() {
    NormalEquations equations = new NormalEquations(List.of(random(9, 3, 6)), ones(9), 0.1);
    assertArrayEquals(new double[3], equations.solve(new double[3], 300));
  }

  @Test
  void aRightSideOfAnySizeIsAnswered() {
    NormalEquations equations = new NormalEquations(List.of(random(9, 3, 6)), ones(9), 0.1);
    double[] plain = equations.solve(new double[] {1, 2, 3}, 300);
    for (double size : new double[] {1e-60, 1e60}) {
      double[] found = equations.solve(new double[] {size, 2 * size, 3 * size}, 300);
      for (int j = 0; j < 3; j++) {
        assertEquals(plain[j], found[j] / size, 1e-11);
      }
    }
  }

  @Test
  void noNumbersAreRefusedAndNoRiddle() {
    Matrix x = random(4, 2, 7);
    x.set(2, 1, Float.NaN);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new NormalEquations(List.of(x), ones(4), 1e-8));
    assertTrue(String.valueOf(e.getMessage()).contains("not finite"), e::getMessage);
  }

  @Test
  void whoIsInterruptedWaitsForNothing() {
    Matrix x = random(40, 3, 5);
    NormalEquations equations = new NormalEquations(List.of(x), ones(40), 0);
    Thread.currentThread().interrupt();
    try {
      assertThrows(CancelledException.class, () -> new NormalEquations(List.of(x), ones(40), 0));
      assertThrows(CancelledException.class, () -> equations.solve(new double[] {1, 2, 3}, 300));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
