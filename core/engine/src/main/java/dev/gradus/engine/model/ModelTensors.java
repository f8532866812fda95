package dev.gradus.engine.model;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.file.NetworkTensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of a model file, and the networks that they belong to. */
final class ModelTensors {

  private ModelTensors() {}

  /** The parameters as tensors that share their arrays. */
  static List<SafetensorsTensor> of(List<Parameter> parameters) {
    return parameters.stream()
        .map(
            parameter ->
                SafetensorsTensor.ofOwn(
                    parameter.name(), shapeOf(parameter), parameter.matrix().values()))
        .toList();
  }

  private static List<Integer> shapeOf(Parameter parameter) {
    return NetworkTensors.shapeOf(parameter.tensor());
  }

  /** Copies the tensors of a network from a file. */
  static void fill(Network network, SafetensorsContent content, String where) {
    check(network, content, where);
    NetworkTensors.fill(tensors(network), content, where);
  }

  /**
   * Copies weights that were trained elsewhere.
   *
   * @param weights by the names of the tensors
   * @throws ModelFileException if one is missing, superfluous, of another size or not finite
   */
  static void fill(Network network, Map<String, float[]> weights) {
    for (Tensor tensor : tensors(network)) {
      float[] given = weights.get(tensor.name());
      if (given == null || given.length != tensor.size()) {
        throw misfit(
            "its tensor %s has the shape %s, and %s"
                .formatted(
                    tensor.name(),
                    NetworkTensors.shapeOf(tensor),
                    given == null
                        ? "there are no weights for it"
                        : "there are %s weights for it".formatted(given.length)));
      }
      SafetensorsTensor values =
          SafetensorsTensor.ofOwn(tensor.name(), NetworkTensors.shapeOf(tensor), given);
      if (values.firstNotFinite() >= 0) {
        throw misfit("there is " + values.describe(values.firstNotFinite()));
      }
      values.copyTo(tensor.values());
    }
    Set<String> strange = new TreeSet<>(weights.keySet());
    tensors(network).forEach(tensor -> strange.remove(tensor.name()));
    if (!strange.isEmpty()) {
      throw misfit("it has no tensors " + String.join(", ", strange));
    }
  }

  private static ModelFileException misfit(String why) {
    return new ModelFileException(
        ModelFileException.Reason.CORRUPT,
        Problem.of("the weights do not fit the network: " + why));
  }

  private static List<Tensor> tensors(Network network) {
    return network.tensors().stream().map(Parameter::tensor).toList();
  }

  /** Reads the linear baseline from a file, if there is one. */
  static Optional<LinearModel> linearIn(
      SafetensorsContent content, NetworkBuilder networks, Preparation preparation, String where) {
    long held = content.tensors().stream().filter(ModelTensors::isLinear).count();
    if (held == 0) {
      return Optional.empty();
    }
    int outputs = preparation.targets().width();
    int inputs = LinearModel.widthOf(preparation);
    SafetensorsTensor weights =
        NetworkTensors.find(content, LinearModel.WEIGHT, List.of(inputs, outputs), where);
    SafetensorsTensor biases =
        NetworkTensors.find(content, LinearModel.BIAS, List.of(outputs), where);
    if (held > 2) {
      throw ModelText.corrupt(
          where, "it contains %s tensors of its linear baseline, which has 2".formatted(held));
    }
    Matrix ofWeights = Matrix.zeros(inputs, outputs);
    Matrix ofBiases = Matrix.zeros(1, outputs);
    NetworkTensors.copy(weights, ofWeights.values(), where);
    NetworkTensors.copy(biases, ofBiases.values(), where);
    return Optional.of(new LinearModel(networks, preparation, ofWeights, ofBiases));
  }

  private static boolean isLinear(SafetensorsTensor tensor) {
    return tensor.name().startsWith(LinearModel.PREFIX);
  }

  /** Compares the tensors of a file with those of its network, which may have no values yet. */
  static void check(Network network, SafetensorsContent content, String where) {
    NetworkTensors.check(tensors(network), content, CheckpointFiles.isCheckpoint(content), where);
  }

  /** Whether a file contains all tensors of a network, which may have no values yet. */
  static boolean areThere(Network network, SafetensorsContent content) {
    return network.tensors().stream()
        .allMatch(
            parameter ->
                content
                    .find(parameter.name())
                    .filter(tensor -> tensor.shape().equals(shapeOf(parameter)))
                    .isPresent());
  }
}
