package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.activations.Prelu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.runtime.network.ActivationFunction;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reported slopes of activations agree with their derivatives. */
class ActivationSlopesTest {

  private static Matrix slopes(Activation f, Matrix z) {
    ActivationFunction activating = ActivationFunction.by(f, z.columns(), List.of(), List.of());
    Matrix y = Matrix.zeros(z.rows(), z.columns());
    activating.forward(z.values(), y.values(), 0, z.rows());
    return ActivationSlopes.of(f.isPointwise(), activating, z, y);
  }

  @Test
  void aPointwiseActivationIsAsSteepAsItsDerivative() {
    Matrix z = new Matrix(2, 3, new float[] {-2, -0.5f, 0, 0.25f, 1, 4});
    Matrix slopes = slopes(new Tanh(), z);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(new Tanh().derivative(z.get(i, j)), slopes.get(i, j), 1e-6);
      }
    }
  }

  @Test
  void aUnitThatIsRelatedToOthersIsAsSteepAsByItsOwnInput() {
    Matrix z = new Matrix(2, 3, new float[] {0, 1, -1, 2, 2, 0.5f});
    Matrix slopes = slopes(new Softmax(), z);
    assertEquals(3, slopes.columns());
    for (int i = 0; i < 2; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += StrictMath.exp(z.get(i, j));
      }
      for (int j = 0; j < 3; j++) {
        double p = StrictMath.exp(z.get(i, j)) / sum;
        assertEquals(p * (1 - p), slopes.get(i, j), 1e-6);
      }
    }
  }

  @Test
  void ofManyRelatedUnitsTheFirstAreLookedAt() {
    Matrix slopes = slopes(new Softmax(), Matrix.zeros(2, 100));
    assertEquals(64, slopes.columns());
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 64; j++) {
        assertEquals(0.01 * 0.99, slopes.get(i, j), 1e-7);
      }
    }
  }

  @Test
  void theSteepestSlopeIsThatOfTheMiddle() {
    assertEquals(1, ActivationSlopes.steepest(new Tanh(), List.of()), 1e-6);
    assertEquals(0.25, ActivationSlopes.steepest(new Sigmoid(), List.of()), 1e-6);
    // of two units, one of which stays at 0, the other is a sigmoid
    assertEquals(0.25, ActivationSlopes.steepest(new Softmax(), List.of()), 1e-6);
  }

  @Test
  void ofAnActivationThatLearnsTheSteepestUnitCounts() {
    Tensor learned = tensor(0.1f, -3, 0.5f);
    assertEquals(3, ActivationSlopes.steepest(new Prelu(), List.of(learned)), 1e-6);
    assertEquals(1, ActivationSlopes.steepest(new Prelu(), List.of(tensor(0.1f, 0.2f))), 1e-6);
  }

  private static Tensor tensor(float... values) {
    return new Tensor("coefficient", Tensor.Role.SCALE, 1, values.length, values);
  }
}
