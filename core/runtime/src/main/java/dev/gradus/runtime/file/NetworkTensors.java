package dev.gradus.runtime.file;

import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.spi.Tensor;
import java.util.List;

/** The tensors of a network in a file. */
public final class NetworkTensors {

  /** The prefix of the names of the linear baseline's tensors. */
  public static final String OF_LINEAR = "linear.";

  private NetworkTensors() {}

  /** The shape that a tensor has in a file. */
  public static List<Integer> shapeOf(Tensor tensor) {
    return tensor.role() == Tensor.Role.BIAS
        ? List.of(tensor.columns())
        : List.of(tensor.rows(), tensor.columns());
  }

  /**
   * Compares the tensors of a file with those of its network, which may have no values yet.
   *
   * @param more whether the file may hold further tensors
   * @throws ModelFileException if a tensor is missing or has another shape, or if there are further
   *     ones that are not allowed
   */
  public static void check(
      List<Tensor> network, SafetensorsContent content, boolean more, String where) {
    long held =
        content.tensors().stream().filter(tensor -> !tensor.name().startsWith(OF_LINEAR)).count();
    if (network.size() != held && !more) {
      throw ModelText.corrupt(
          where, "it contains %s tensors, but its network has %s".formatted(held, network.size()));
    }
    for (Tensor tensor : network) {
      find(content, tensor.name(), shapeOf(tensor), where);
    }
  }

  /** Copies the tensors of a file that has passed {@link #check} into a network. */
  public static void fill(List<Tensor> network, SafetensorsContent content, String where) {
    for (Tensor tensor : network) {
      copy(find(content, tensor.name(), shapeOf(tensor), where), tensor.values(), where);
    }
  }

  /** A tensor of weights with a given name and shape. */
  public static SafetensorsTensor find(
      SafetensorsContent content, String name, List<Integer> shape, String where) {
    return content
        .find(name)
        .filter(found -> found.type() == SafetensorsTensor.Type.F32)
        .filter(found -> found.shape().equals(shape))
        .orElseThrow(
            () ->
                ModelText.corrupt(
                    where, "it contains no tensor %s of shape %s".formatted(name, shape)));
  }

  /** Takes the values of a tensor, all of which must be finite. */
  public static void copy(SafetensorsTensor tensor, float[] into, String where) {
    int place = tensor.firstNotFinite();
    if (place >= 0) {
      throw ModelText.corrupt(where, "there is " + tensor.describe(place));
    }
    tensor.copyTo(into);
  }
}
