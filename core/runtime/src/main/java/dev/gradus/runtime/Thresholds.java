package dev.gradus.runtime;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The minimum probability at which a label, or one of two classes, is predicted; ½ by default.
 *
 * <pre>{@code
 * Thresholds.of(0.3)                                       // the second of two classes, or every label
 * Thresholds.NONE.with("malignant", 0.3)                   // this one of two classes
 * Thresholds.NONE.with("spam", 0.9).with("urgent", 0.2)    // these labels, ½ for the others
 * }</pre>
 *
 * <p>A lower threshold finds more of the rare cases, at the price of more false alarms.
 *
 * @param all for the second of two classes, or for every label without a threshold of its own
 * @param byName for classes or labels by their names
 */
public record Thresholds(OptionalDouble all, Map<String, Double> byName) {

  /** No threshold is set: ½ for everything. */
  public static final Thresholds NONE = new Thresholds(OptionalDouble.empty(), Map.of());

  /**
   * Checks the thresholds and copies the map.
   *
   * @throws GradusException if one is not between 0 and 1
   */
  public Thresholds {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    all.ifPresent(Thresholds::check);
    byName.values().forEach(Thresholds::check);
  }

  private static void check(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new GradusException(
          Problem.of(
              "the threshold is %s, but it is a probability; give a number from 0 to 1, such as 0.3"
                  .formatted(threshold)));
    }
  }

  /**
   * A threshold for the second of two classes, or for every label.
   *
   * @throws GradusException if it is not between 0 and 1
   */
  public static Thresholds of(double threshold) {
    return new Thresholds(OptionalDouble.of(threshold), Map.of());
  }

  /**
   * The same with an additional threshold for a class or a label.
   *
   * @throws GradusException if it is not between 0 and 1
   */
  public Thresholds with(String name, double threshold) {
    Map<String, Double> more = new LinkedHashMap<>(byName);
    more.put(requireNonNull(name, "name must not be null"), threshold);
    return new Thresholds(all, more);
  }

  /** Whether no threshold is set. */
  public boolean isNone() {
    return all.isEmpty() && byName.isEmpty();
  }
}
