package dev.gradus.engine.model;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Optional;

/** The tensors of a model file, and the networks that they are of. */
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
    Matrix matrix = parameter.matrix();
    return parameter.role() == Tensor.Role.BIAS
        ? List.of(matrix.columns())
        : List.of(matrix.rows(), matrix.columns());
  }

  /** Takes the tensors of a network from a file. */
  static void fill(Network network, SafetensorsContent content, String where) {
    check(network, content, where);
    for (Parameter parameter : network.tensors()) {
      SafetensorsTensor tensor = find(content, parameter.name(), shapeOf(parameter), where);
      copy(tensor, parameter.matrix(), where);
    }
  }

  /** Takes the linear model from a file, if it holds one. */
  static Optional<LinearModel> linearIn(
      SafetensorsContent content, NetworkBuilder networks, Preparation preparation, String where) {
    long held = content.tensors().stream().filter(ModelTensors::isLinear).count();
    if (held == 0) {
      return Optional.empty();
    }
    int outputs = preparation.targets().width();
    int inputs = LinearModel.widthOf(preparation);
    SafetensorsTensor weights = find(content, LinearModel.WEIGHT, List.of(inputs, outputs), where);
    SafetensorsTensor biases = find(content, LinearModel.BIAS, List.of(outputs), where);
    if (held > 2) {
      throw ModelFiles.corrupt(
          where, "it holds %s tensors of its linear model, which has 2".formatted(held));
    }
    Matrix ofWeights = Matrix.zeros(inputs, outputs);
    Matrix ofBiases = Matrix.zeros(1, outputs);
    copy(weights, ofWeights, where);
    copy(biases, ofBiases, where);
    return Optional.of(new LinearModel(networks, preparation, ofWeights, ofBiases));
  }

  private static boolean isLinear(SafetensorsTensor tensor) {
    return tensor.name().startsWith(LinearModel.PREFIX);
  }

  /** Compares the tensors of a file with those of its network, which need not have numbers. */
  static void check(Network network, SafetensorsContent content, String where) {
    List<Parameter> parameters = network.tensors();
    long held = content.tensors().stream().filter(tensor -> !isLinear(tensor)).count();
    if (parameters.size() != held && !CheckpointFiles.isCheckpoint(content)) {
      throw ModelFiles.corrupt(
          where, "it holds %s tensors, its network has %s".formatted(held, parameters.size()));
    }
    for (Parameter parameter : parameters) {
      find(content, parameter.name(), shapeOf(parameter), where);
    }
  }

  /** Whether the tensors of a network, which need not have numbers, are in a file. */
  static boolean areThere(Network network, SafetensorsContent content) {
    return network.tensors().stream()
        .allMatch(
            parameter ->
                content
                    .find(parameter.name())
                    .filter(tensor -> tensor.shape().equals(shapeOf(parameter)))
                    .isPresent());
  }

  /** A tensor of weights, of a name and a shape. */
  static SafetensorsTensor find(
      SafetensorsContent content, String name, List<Integer> shape, String where) {
    return content
        .find(name)
        .filter(found -> found.type() == SafetensorsTensor.Type.F32)
        .filter(found -> found.shape().equals(shape))
        .orElseThrow(
            () ->
                ModelFiles.corrupt(
                    where, "it holds no tensor %s of shape %s".formatted(name, shape)));
  }

  /** Takes the values of a tensor, all of which must be finite. */
  static void copy(SafetensorsTensor tensor, Matrix into, String where) {
    int place = tensor.firstNotFinite();
    if (place >= 0) {
      throw ModelFiles.corrupt(where, "there is " + tensor.describe(place));
    }
    tensor.copyTo(into.values());
  }
}
