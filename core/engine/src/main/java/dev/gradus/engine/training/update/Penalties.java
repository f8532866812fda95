package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Parameter;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The penalties of the regularizers, each on the tensors that it acts on: weights, as a rule. */
public final class Penalties {

  private final List<Penalty> penalties = new ArrayList<>();

  /** The penalty of one regularizer on one tensor. */
  private record Penalty(Regularizer regularizer, Tensor tensor, Matrix gradient) {}

  /**
   * Prepares the penalties.
   *
   * @param gradients of the parameters, in their order, shared
   */
  public Penalties(
      List<Regularizer> regularizers, List<Parameter> parameters, List<Matrix> gradients) {
    for (Regularizer regularizer : regularizers) {
      for (int i = 0; i < parameters.size(); i++) {
        Tensor tensor = parameters.get(i).tensor();
        if (regularizer.actsOn(tensor)) {
          penalties.add(new Penalty(regularizer, tensor, gradients.get(i)));
        }
      }
    }
  }

  /** Adds their gradients to those of the loss, and returns their sum. */
  public double add() {
    double sum = 0;
    for (int k = 0; k < penalties.size(); k++) {
      Penalty each = penalties.get(k);
      sum += each.regularizer.penalize(each.tensor, each.gradient.values());
    }
    return sum;
  }
}
