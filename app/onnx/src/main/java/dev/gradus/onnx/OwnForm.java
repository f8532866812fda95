package dev.gradus.onnx;

import dev.gradus.runtime.network.PluginName;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Tensor;
import java.util.Map;

/** Appends the operators that a plugin states, which may be wrong. */
final class OwnForm {

  private OwnForm() {}

  /**
   * Appends them.
   *
   * @throws GradusException naming the plugin, if it fails, or returns no result of the graph
   */
  static String append(OnnxForm form, OnnxGraph graph, String x, Map<String, Tensor> tensors) {
    String y;
    try {
      y = form.append(graph, x, tensors);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      throw new GradusException(Problem.of(sentence(form, "fails: " + e)), e);
    }
    if (!graph.has(y)) {
      throw Refusal.of(
          "%s", sentence(form, "returns '%s', which is not a result of the graph".formatted(y)));
    }
    return y;
  }

  private static String sentence(OnnxForm form, String fault) {
    return "the plugin '%s' (%s) states its ONNX operators wrongly: its method append %s; correct the method"
        .formatted(PluginName.of(form), form.getClass().getName(), fault);
  }
}
