package dev.gradus.engine.training;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Parameter;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Tensor;
import java.util.List;

/** The penalties of the regularizers on all weights; biases and scales are left alone. */
final class Penalties {

  private final List<Regularizer> regularizers;
  private final List<Parameter> parameters;
  private final List<Matrix> gradients;

  /**
   * Prepares.
   *
   * @param gradients those of the parameters, in their order, shared
   */
  Penalties(List<Regularizer> regularizers, List<Parameter> parameters, List<Matrix> gradients) {
    this.regularizers = regularizers;
    this.parameters = parameters;
    this.gradients = gradients;
  }

  /** Adds their gradients to those of the loss, and returns their sum. */
  double add() {
    double sum = 0;
    for (int k = 0; k < regularizers.size(); k++) {
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        if (parameter.role() == Tensor.Role.WEIGHT) {
          float[] weights = parameter.matrix().values();
          sum += regularizers.get(k).penalize(weights, gradients.get(i).values());
        }
      }
    }
    return sum;
  }
}
