package dev.gradus.cli.text;

import dev.gradus.engine.study.Sharpness;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sharpness of a loss as JSON. */
public final class SharpnessMap {

  private SharpnessMap() {}

  /** The eigenvalues and what follows from them, or the reason why there are none. */
  public static Map<String, Object> of(Sharpness sharpness) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (sharpness.eigenvalues().isEmpty()) {
      object.put("reason", sharpness.reason());
      return object;
    }
    object.put("eigenvalues", sharpness.eigenvalues());
    object.put("error", sharpness.error());
    object.put("examples", sharpness.examples());
    sharpness.largestRate().ifPresent(rate -> object.put("largest-rate", rate));
    return object;
  }
}
