package dev.gradus.onnx;

import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The tensors of a layer, by their own names. */
record Tensors(Map<String, Tensor> byName) {

  /**
   * Those of a layer.
   *
   * @param site what their full names begin with
   */
  static Tensors of(LayerFunction function, String site) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    Stream.concat(function.parameters().stream(), function.statistics().stream())
        .forEach(tensor -> byName.put(tensor.name().substring(site.length()), tensor));
    return new Tensors(byName);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** A tensor that the layer has. */
  Tensor get(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  /** The values of a tensor that the layer has; shared. */
  float[] values(String name) {
    return get(name).values();
  }
}
