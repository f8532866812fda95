package dev.gradus.engine.training;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stops training when a number has become infinite or NaN. */
final class DivergenceCheck {

  private final Network network;
  private final List<Matrix> gradients;

  /**
   * Creates a check.
   *
   * @param gradients of the network's parameters, in their order, shared
   */
  DivergenceCheck(Network network, List<Matrix> gradients) {
    this.network = network;
    this.gradients = gradients;
  }

  /**
   * Checks a step.
   *
   * @param loss of the batch
   * @param penalty of the regularizers
   * @throws DivergedException if one of them is not finite, with the cause
   */
  void checkStep(double loss, double penalty, int epoch, int batch) {
    if (Double.isFinite(loss + penalty)) {
      return;
    }
    String where = "in epoch %s, batch %s".formatted(epoch, batch);
    List<Parameter> parameters = network.learned();
    for (int i = 0; i < parameters.size(); i++) {
      if (!allFinite(gradients.get(i))) {
        throw new DivergedException(
            "training stopped %s: the loss is %s and the gradient of %s is not finite; a smaller learning rate or standardised inputs usually help"
                .formatted(where, loss, parameters.get(i).name()));
      }
    }
    throw new DivergedException(
        "training stopped %s: the loss is %s, the penalty of the regularizers %s; a smaller learning rate usually helps"
            .formatted(where, loss, penalty));
  }

  /** Checks the weights, because no further step of the epoch would notice. */
  void checkWeights(int epoch, int batch) {
    for (Parameter parameter : network.learned()) {
      if (!allFinite(parameter.matrix())) {
        throw new DivergedException(
            "training stopped in epoch %s, batch %s: %s is not finite any more; a smaller learning rate or standardised inputs usually help"
                .formatted(epoch, batch, parameter.name()));
      }
    }
  }

  /**
   * Checks the whole state of a run after an epoch: the statistics of layers, and the state of the
   * optimizer.
   *
   * @param memory by name, as in {@link TrainingState}
   * @throws DivergedException naming what is not finite
   */
  static void checkEpoch(Network network, Map<String, Matrix> memory, int epoch) {
    Optional<String> bad = notFinite(network, memory);
    if (bad.isPresent()) {
      throw new DivergedException(
          "training stopped after epoch %s: %s is not finite any more; a smaller learning rate or standardised inputs usually help"
              .formatted(epoch, bad.get()));
    }
  }

  /**
   * Checks a run before it is resumed.
   *
   * @param origin the file that it was saved in
   * @throws TrainingException naming what is not finite
   */
  static void checkRestored(Network network, Map<String, Matrix> memory, String origin) {
    Optional<String> bad = notFinite(network, memory);
    if (bad.isPresent()) {
      throw new TrainingException(
          "training cannot resume from %s: %s contains a number that is not finite; resume from an older checkpoint, or start a new run"
              .formatted(origin, bad.get()));
    }
  }

  /**
   * The name of the first tensor of a network or entry of a memory that is not finite, if there is
   * one.
   */
  static Optional<String> notFinite(Network network, Map<String, Matrix> memory) {
    for (Parameter tensor : network.tensors()) {
      if (!allFinite(tensor.matrix())) {
        return Optional.of(tensor.name());
      }
    }
    return memory.entrySet().stream()
        .filter(entry -> !allFinite(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
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
