package dev.gradus.engine.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The size of a training example's gradient in a trained network.
 *
 * @param line of the file that it stands in, or its row if there is none, from 1
 * @param gradient the Euclidean length of its dL/dz at the last layer
 * @param share of the sum of those lengths over the training examples that were looked at, in [0,
 *     1]
 * @param inputs its columns as the data have them, as far as the preparation can tell
 * @param target what it should be, and {@code prediction}, what it is taken for: a class, or
 *     numbers
 */
public record ExampleGradient(
    int line,
    double gradient,
    double share,
    Map<String, String> inputs,
    String target,
    String prediction) {

  /**
   * The maximum number of training examples that are examined; of more, an evenly spaced sample.
   */
  public static final int SAMPLE = 2048;

  public ExampleGradient {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }
}
