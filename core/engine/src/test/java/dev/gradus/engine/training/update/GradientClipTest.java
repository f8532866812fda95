package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.gradus.engine.linear.Matrix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each number is cut first, then each tensor is shortened, then all together. */
class GradientClipTest {

  private static final float TOLERANCE = 1e-6f;
  private static final Optional<Double> NONE = Optional.empty();

  private static Matrix row(double... numbers) {
    Matrix matrix = Matrix.zeros(1, numbers.length);
    for (int k = 0; k < numbers.length; k++) {
      matrix.values()[k] = (float) numbers[k];
    }
    return matrix;
  }

  private static void assertClipped(UpdateOptions rules, double[] first, double[] second) {
    Matrix one = row(6, 8);
    Matrix two = row(0.3, -0.4);
    new GradientClip(rules, List.of(one, two)).apply();
    assertArrayEquals(row(first).values(), one.values(), TOLERANCE);
    assertArrayEquals(row(second).values(), two.values(), TOLERANCE);
  }

  private static UpdateOptions rules(
      Optional<Double> value, Optional<Double> norm, Optional<Double> globalNorm) {
    return new UpdateOptions(
        1, value, norm, globalNorm, NONE, NONE, true, Optional.empty(), List.of());
  }

  @Test
  void eachNumberIsCut() {
    assertClipped(
        rules(Optional.of(0.35), NONE, NONE), new double[] {0.35, 0.35}, new double[] {0.3, -0.35});
  }

  @Test
  void onlyTensorsThatAreTooLongAreShortened() {
    assertClipped(
        rules(NONE, Optional.of(5.0), NONE), new double[] {3, 4}, new double[] {0.3, -0.4});
  }

  /** By value first: (6, 8) becomes (3, 3), and only then gets the norm sqrt(2). */
  @Test
  void numbersAreCutBeforeTensors() {
    assertClipped(
        rules(Optional.of(3.0), Optional.of(Math.sqrt(2)), NONE),
        new double[] {1, 1},
        new double[] {0.3, -0.4});
  }

  /** By tensor first: (6, 8) becomes (0.6, 0.8), so the global norm is sqrt(1.25). */
  @Test
  void tensorsAreShortenedBeforeAllTogether() {
    double half = 0.5 / Math.sqrt(1.25);
    assertClipped(
        rules(NONE, Optional.of(1.0), Optional.of(0.5)),
        new double[] {0.6 * half, 0.8 * half},
        new double[] {0.3 * half, -0.4 * half});
  }

  /** By value first: (3, 3) and (0.3, -0.4) have the global norm sqrt(18.25). */
  @Test
  void numbersAreCutBeforeAllTogether() {
    double factor = 1 / Math.sqrt(18.25);
    assertClipped(
        rules(Optional.of(3.0), NONE, Optional.of(1.0)),
        new double[] {3 * factor, 3 * factor},
        new double[] {0.3 * factor, -0.4 * factor});
  }
}
