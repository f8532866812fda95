package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weight of each class in the loss: {@code class-weights} in {@code training}.
 *
 * <p>In YAML it is the word {@code balanced}, or a mapping of class names to weights.
 *
 * @param isBalanced whether the weights follow from the training rows: the number of rows divided
 *     by (the number of classes times the rows of the class), so that all classes count the same
 * @param byName the weight of each class that is named, above 0; all others have weight 1
 */
public record ClassWeights(boolean isBalanced, Map<String, Double> byName) {

  /** The word in YAML for weights that follow from the training rows. */
  public static final String BALANCED = "balanced";

  /**
   * Checks the weights.
   *
   * @throws IllegalArgumentException with a sentence, if a weight is not above 0, or if there are
   *     weights although they are balanced
   */
  public ClassWeights {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    byName.forEach(
        (name, weight) -> {
          if (!(weight > 0)) {
            throw new IllegalArgumentException(
                "a class weight must be above 0, but that of '%s' is %s".formatted(name, weight));
          }
        });
    if (isBalanced && !byName.isEmpty()) {
      throw new IllegalArgumentException(
          "class-weights are either balanced or given by name, not both");
    }
  }

  /** Every class has weight 1. */
  public static ClassWeights none() {
    return new ClassWeights(false, Map.of());
  }

  /** All classes have the same total weight, however many rows they have. */
  public static ClassWeights balanced() {
    return new ClassWeights(true, Map.of());
  }

  /**
   * Weights by the name of the class.
   *
   * @param byName each above 0; classes that are not named have weight 1
   */
  public static ClassWeights of(Map<String, Double> byName) {
    return new ClassWeights(false, requireNonNull(byName, "byName must not be null"));
  }

  /** Whether every class has weight 1. */
  public boolean isNone() {
    return !isBalanced && byName.isEmpty();
  }
}
