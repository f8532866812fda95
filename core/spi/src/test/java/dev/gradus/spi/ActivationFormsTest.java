package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What an activation gets for free from the interface it implements. */
class ActivationFormsTest {

  private static final class Square implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x * x;
    }

    @Override
    public double derivative(double x) {
      return 2 * x;
    }
  }

  /** Each unit less the first one of its row. */
  private static final class LessTheFirst implements RowActivation {
    @Override
    public void forward(double[] x, double[] y) {
      for (int k = 0; k < x.length; k++) {
        y[k] = x[k] - x[0];
      }
    }

    @Override
    public void backward(double[] x, double[] y, double[] gradient) {
      gradient[0] = 0;
      for (int k = 1; k < x.length; k++) {
        gradient[0] -= gradient[k];
      }
    }
  }

  private static final float[] X = {1, 2, 3, 5};

  @Test
  void onlyTheSliceIsWritten() {
    float[] y = {9, 9, 9, 9};
    new Square().forward(X, y, 1, 3);
    assertArrayEquals(new float[] {9, 4, 9, 9}, y);
    float[] gradient = {10, 10, 10, 10};
    new Square().backward(X, y, gradient, 1, 3);
    assertArrayEquals(new float[] {10, 40, 60, 10}, gradient);
  }

  @Test
  void aRowIsSeenAsAWhole() {
    float[] y = {9, 9, 9, 9};
    new LessTheFirst().forward(X, y, 2, 4);
    assertArrayEquals(new float[] {9, 9, 0, 2}, y);
    float[] gradient = {10, 10, 10, 10};
    new LessTheFirst().backward(X, y, gradient, 2, 4);
    assertArrayEquals(new float[] {10, 10, -10, 10}, gradient);
    assertArrayEquals(new float[] {1, 2, 3, 5}, X);
  }

  @Test
  void theEngineIsToldWhichOfTheTwoItIs() {
    assertTrue(new Square().isPointwise());
    assertFalse(new LessTheFirst().isPointwise());
  }

  @Test
  void unlessItSaysOtherwiseAnActivationIsSmoothAndGivesAnyNumber() {
    assertEquals(0, new Square().kinks().length);
    assertTrue(new LessTheFirst().isSmoothAround(new double[] {0, 0}, 1));
    assertEquals(Interval.REAL, new Square().outputs());
    assertEquals("glorot-uniform", new Square().initializer());
  }
}
