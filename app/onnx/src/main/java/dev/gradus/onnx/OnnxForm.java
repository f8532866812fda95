package dev.gradus.onnx;

import dev.gradus.spi.Tensor;
import java.util.Map;

/**
 * A layer or an activation that is not built in, and knows its ONNX operators. A plugin implements
 * this interface in addition to {@link dev.gradus.spi.Layer} or {@link dev.gradus.spi.Activation}:
 *
 * <pre>{@code
 * record Cube() implements PointwiseActivation, OnnxForm {
 *   public String append(OnnxGraph graph, String x, Map<String, Tensor> tensors) {
 *     return graph.node("Mul", x, graph.node("Mul", x, x));
 *   }
 *   …
 * }
 * }</pre>
 */
@FunctionalInterface
public interface OnnxForm {

  /**
   * Appends the operators that compute y = f(x) in prediction.
   *
   * @param x floats, [rows, inputs] of a layer, [rows, units] of an activation, where a row is a
   *     pixel if it sees images
   * @param tensors the trained tensors of the layer, or the coefficients of the activation, by
   *     their own names, such as {@code weight}; not modified
   * @return the name of y, floats, [rows, outputs]
   */
  String append(OnnxGraph graph, String x, Map<String, Tensor> tensors);
}
