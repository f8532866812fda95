package dev.gradus.losses.regularizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.MatrixRegularizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Tensor;
import org.junit.jupiter.api.Test;

/** Penalties of matrices, and gradients that automatic differentiation gives (PyTorch 1.13). */
class ReferenceRegularizersTest {

  private static final double TOLERANCE = 1e-6f;

  private static final float[] WIDE = {0.5f, -0.25f, 1, -2, 0.125f, 0.75f};
  private static final float[] TALL = {0.5f, -2, -0.25f, 0.125f, 1, 0.75f};

  private static void expect(
      Regularizer regularizer, int rows, int columns, float[] w, double penalty, double... slopes) {
    Tensor weights = new Tensor("layers.0.weight", Tensor.Role.WEIGHT, rows, columns, w.clone());
    float[] gradient = new float[w.length];
    assertEquals(penalty, regularizer.penalize(weights, gradient), 1e-12 * penalty);
    for (int i = 0; i < slopes.length; i++) {
      assertEquals(slopes[i], gradient[i], TOLERANCE, "gradient " + i);
    }
  }

  @Test
  void groupLassoOfInputsIsOnRows() {
    expect(
        new GroupLasso(0.3, GroupLasso.Group.INPUTS),
        2,
        3,
        WIDE,
        1.7070915760175522,
        0.2267786838055363,
        -0.11338934190276816,
        0.4535573676110726,
        -0.48569994529551697,
        0.03035624658096981,
        0.18213747948581888);
  }

  @Test
  void groupLassoOfUnitsIsOnColumns() {
    expect(
        new GroupLasso(0.3, GroupLasso.Group.UNITS),
        2,
        3,
        WIDE,
        1.5235582823730198,
        0.1028991510855053,
        -0.3794733192202055,
        0.33941125496954283,
        -0.4115966043420212,
        0.18973665961010275,
        0.2545584412271571);
  }

  /** Where a group has vanished there is no slope, and it stays. */
  @Test
  void aGroupOfZerosHasNoSlope() {
    expect(new GroupLasso(1, GroupLasso.Group.INPUTS), 2, 1, new float[] {0, 3}, 3, 0, 1);
  }

  @Test
  void orthogonalIsOnTheSmallerGramMatrix() {
    expect(
        new Orthogonal(0.3),
        2,
        3,
        WIDE,
        3.9176513671874997,
        0.8625,
        -0.1359375,
        0.121875,
        -8.75625,
        0.62109375,
        2.8828125);
    expect(
        new Orthogonal(0.3),
        3,
        2,
        TALL,
        3.9176513671874997,
        0.8625,
        -8.75625,
        -0.1359375,
        0.62109375,
        0.121875,
        2.8828125);
  }

  @Test
  void aRotationIsFree() {
    expect(new Orthogonal(1), 2, 2, new float[] {0, -1, 1, 0}, 0, 0, 0, 0, 0);
  }

  @Test
  void withoutAShapeThereIsOneRow() {
    MatrixRegularizer lasso = new GroupLasso(1, GroupLasso.Group.INPUTS);
    assertEquals(Math.sqrt(2) * 5, lasso.penalize(new float[] {3, 4}, new float[2]), 1e-12);
  }

  /** A row of G after the other: of 500 columns, all of it would be 2 MB in every step. */
  @Test
  void orthogonalNeedsNoRoomForAllProductsOfColumns() throws ReflectiveOperationException {
    int columns = 2000;
    float[] w = new float[2 * columns];
    w[0] = 1;
    Tensor weights = new Tensor("layers.0.weight", Tensor.Role.WEIGHT, columns, 2, w);
    Tensor wide = new Tensor("layers.0.weight", Tensor.Role.WEIGHT, 2, columns, w);
    Tensor square = new Tensor("layers.0.weight", Tensor.Role.WEIGHT, 500, 500, new float[250_000]);
    for (Tensor each : new Tensor[] {weights, wide, square}) {
      float[] gradient = new float[each.values().length];
      new Orthogonal().penalize(each, gradient);
      long before = allocated();
      new Orthogonal().penalize(each, gradient);
      long bytes = allocated() - before;
      assertTrue(bytes < 100_000, bytes + " bytes");
    }
  }

  private static long allocated() throws ReflectiveOperationException {
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return (long)
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes")
            .invoke(bean);
  }
}
