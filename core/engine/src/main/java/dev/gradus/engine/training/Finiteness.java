package dev.gradus.engine.training;

import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import java.util.List;

/** Stops training when a number has become infinite, or none. */
final class Finiteness {

  private final Network network;
  private final List<Matrix> gradients;

  /**
   * Watches.
   *
   * @param gradients those of the parameters of the network, in their order, shared
   */
  Finiteness(Network network, List<Matrix> gradients) {
    this.network = network;
    this.gradients = gradients;
  }

  /**
   * Looks at a step.
   *
   * @param loss of the batch
   * @param penalty of the regularizers
   * @throws TrainingException if one of them is not finite, with what caused it
   */
  void checkStep(double loss, double penalty, int epoch, int batch) {
    if (Double.isFinite(loss + penalty)) {
      return;
    }
    String where = "in epoch %s, batch %s".formatted(epoch, batch);
    List<Parameter> parameters = network.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (!allFinite(gradients.get(i))) {
        throw new TrainingException(
            "training stopped %s: the loss is %s and the gradient of %s is not finite; a smaller learning rate usually helps, and inputs that are standardised"
                .formatted(where, loss, parameters.get(i).name()));
      }
    }
    throw new TrainingException(
        "training stopped %s: the loss is %s, the penalty of the regularizers %s; a smaller learning rate usually helps"
            .formatted(where, loss, penalty));
  }

  /** Looks at the weights: the last step of an epoch has no next one that would notice. */
  void checkWeights(int epoch, int batch) {
    for (Parameter parameter : network.parameters()) {
      if (!allFinite(parameter.matrix())) {
        throw new TrainingException(
            "training stopped in epoch %s, batch %s: %s is not finite any more; a smaller learning rate usually helps, and inputs that are standardised"
                .formatted(epoch, batch, parameter.name()));
      }
    }
  }

  private static boolean allFinite(Matrix matrix) {
    for (int i = 0; i < matrix.size(); i++) {
      if (!Float.isFinite(matrix.values()[i])) {
        return false;
      }
    }
    return true;
  }
}
