package dev.gradus.cli.text;

import dev.gradus.engine.explain.Derivative;
import dev.gradus.engine.explain.Derivatives;
import dev.gradus.engine.explain.ExplainedLayer;
import dev.gradus.engine.explain.ExplainedLoss;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.explain.LayerGradients;
import dev.gradus.engine.numpy.NumpyGradient;
import java.util.LinkedHashMap;
import java.util.Map;

/** An explanation as JSON. */
public final class ExplanationJson {

  private ExplanationJson() {}

  public static Map<String, Object> of(Explanation explanation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("row", explanation.row());
    object.put("target", explanation.target());
    object.put("target-names", explanation.targetNames());
    object.put("layers", explanation.layers().stream().map(ExplanationJson::layer).toList());
    object.put("losses", explanation.losses().stream().map(ExplanationJson::loss).toList());
    object.put("step", explanation.step());
    object.put("agrees", explanation.agrees());
    object.put("pointing", explanation.pointing());
    object.put("numpy", explanation.numpy());
    object.put("notes", explanation.notes());
    return object;
  }

  private static Map<String, Object> layer(ExplainedLayer layer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("place", layer.place());
    object.put("activation", layer.activation());
    object.put("x", layer.inputs());
    object.put("W", layer.weights());
    object.put("b", layer.biases());
    object.put("z", layer.preActivations());
    object.put("a", layer.outputs());
    object.put("da/dz", slopes(layer.slopes()));
    return object;
  }

  private static Map<String, Object> loss(ExplainedLoss loss) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("loss", loss.name());
    object.put("L", loss.value());
    object.put("layers", loss.layers().stream().map(ExplanationJson::gradients).toList());
    object.put("numpy", numpy(loss.numpy()));
    return object;
  }

  private static Map<String, Object> numpy(NumpyGradient numpy) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("options", numpy.options());
    object.put("lines", numpy.lines());
    object.put("remark", numpy.remark());
    object.put("reason", numpy.reason());
    return object;
  }

  private static Map<String, Object> gradients(LayerGradients layer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dL/da", slopes(layer.outputs()));
    object.put("dL/dz", slopes(layer.preActivations()));
    object.put("dL/dW", slopes(layer.weights()));
    object.put("dL/db", slopes(layer.biases()));
    return object;
  }

  private static Map<String, Object> slopes(Derivatives slopes) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("count", slopes.count());
    object.put("listed", slopes.listed().stream().map(ExplanationJson::slope).toList());
    return object;
  }

  /** A derivative; {@code finite-difference} is {@code null} if it cannot be computed. */
  static Map<String, Object> slope(Derivative slope) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("symbol", slope.symbol());
    object.put("chain-rule", slope.byChainRule());
    object.put("finite-difference", slope.measured());
    object.put("agrees", slope.agrees());
    return object;
  }
}
