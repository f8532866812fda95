package dev.gradus.engine.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The size of a training example's gradient in a trained network.
 *
 * @param line its line in the file, or its row if there is no file, from 1
 * @param gradient the Euclidean norm of its dL/dz at the last layer
 * @param share of the sum of these norms over the examined training examples, in [0, 1]
 * @param inputs its cells, as far as the preparation can restore them
 * @param target the true class or numbers; {@code prediction} the predicted ones
 */
public record ExampleGradient(
    int line,
    double gradient,
    double share,
    Map<String, String> inputs,
    String target,
    String prediction) {

  /**
   * The maximum number of training examples that are examined; if there are more, an evenly spaced
   * sample.
   */
  public static final int SAMPLE = 2048;

  public ExampleGradient {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }
}
