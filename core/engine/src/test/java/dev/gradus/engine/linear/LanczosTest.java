package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Eigenvalues of matrices of which only products are available. */
class LanczosTest {

  private static final int SIZE = 200;

  private static double[] start(int size) {
    return new Random(3).doubles(size, -1, 1).toArray();
  }

  /** A diagonal matrix with the eigenvalues 1, 2 … SIZE - 2, and two larger ones. */
  private static double[] product(double[] v) {
    double[] image = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      image[i] = v[i] * (i == 17 ? 1000 : i == 40 ? 600 : (i + 1) % SIZE);
    }
    return image;
  }

  @Test
  void theLargestEigenvaluesOfADiagonalMatrixAreItsLargestElements() {
    Lanczos lanczos = Lanczos.of(LanczosTest::product, start(SIZE), 3, 120, 1e-9);
    assertArrayEquals(new double[] {1000, 600, 199}, lanczos.values(), 1e-5);
    assertTrue(lanczos.products() < 120, lanczos.products() + " products");
  }

  @Test
  void theVectorOfTheFirstPointsAlongItsAxis() {
    double[] vector = Lanczos.of(LanczosTest::product, start(SIZE), 1, 60, 1e-9).vector();
    for (int i = 0; i < SIZE; i++) {
      assertEquals(i == 17 ? 1 : 0, Math.abs(vector[i]), 1e-5, "at " + i);
    }
  }

  @Test
  void residualsSayHowFarAValueIsOff() {
    Lanczos early = Lanczos.of(LanczosTest::product, start(SIZE), 3, 6, 0);
    double[] values = early.values();
    double[] residuals = early.residuals();
    double[] eigenvalues = product(filled(SIZE));
    for (int k = 0; k < values.length; k++) {
      double value = values[k];
      double nearest =
          Arrays.stream(eigenvalues).map(each -> Math.abs(each - value)).min().orElseThrow();
      assertTrue(nearest <= residuals[k] * (1 + 1e-6), nearest + " and " + residuals[k]);
    }
    assertEquals(6, early.products());
    assertTrue(residuals[2] > 1, "six products are too few");
  }

  private static double[] filled(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void aMatrixOfFewerRowsThanAreWantedGivesAllOfItsEigenvalues() {
    Lanczos lanczos =
        Lanczos.of(
            v -> new double[] {2 * v[0] + v[1], v[0] + 2 * v[1]}, new double[] {1, 0}, 5, 40, 0);
    assertArrayEquals(new double[] {3, 1}, lanczos.values(), 1e-9);
  }

  @Test
  void aMatrixOfRankOneEndsWhenNothingIsLeft() {
    // u uᵀ with u = (1, 2, 2): the eigenvalues are 9, 0 and 0.
    double[] u = {1, 2, 2};
    Lanczos lanczos =
        Lanczos.of(
            v -> {
              double product = v[0] * u[0] + v[1] * u[1] + v[2] * u[2];
              return new double[] {product * u[0], product * u[1], product * u[2]};
            },
            start(3),
            3,
            40,
            0);
    assertEquals(2, lanczos.products());
    assertArrayEquals(new double[] {9, 0}, lanczos.values(), 1e-9);
  }

  @Test
  void aMatrixOfZerosHasTheEigenvalueZero() {
    Lanczos lanczos = Lanczos.of(v -> new double[4], start(4), 2, 40, 1e-6);
    assertArrayEquals(new double[] {0}, lanczos.values());
  }

  @Test
  void anInterruptedThreadIsNotKeptWaiting() {
    AtomicInteger products = new AtomicInteger();
    try {
      assertThrows(
          CancelledException.class,
          () ->
              Lanczos.of(
                  v -> {
                    if (products.incrementAndGet() == 3) {
                      Thread.currentThread().interrupt();
                    }
                    return product(v);
                  },
                  start(SIZE),
                  3,
                  120,
                  1e-9));
    } finally {
      assertTrue(Thread.interrupted(), "it stays interrupted");
    }
    assertEquals(3, products.get());
  }

  /** 1 + 2 + 3 vectors, twice a product and a difference of five numbers with each. */
  @Test
  void theWorkIsThatOfMakingVectorsOrthogonal() {
    assertEquals(2 * 2 * 6 * 5, Lanczos.multiplications(5, 3));
  }

  @Test
  void negativeEigenvaluesAreSortedBelowPositiveOnes() {
    Lanczos lanczos =
        Lanczos.of(v -> new double[] {-8 * v[0], 3 * v[1], v[2]}, new double[] {1, 1, 1}, 3, 40, 0);
    assertArrayEquals(new double[] {3, 1, -8}, lanczos.values(), 1e-8);
  }
}
