package dev.gradus.engine.model;

import dev.gradus.engine.config.ConformalSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many of the evaluated rows have their true value in the set of classes, or in the interval of
 * numbers, that a model with {@code training.conformal} predicts.
 *
 * @param target the column
 * @param wanted the share that the model was trained for
 * @param rows the number of evaluated rows, at least 1
 * @param covered the number of those whose true value is in their set or interval
 * @param size the mean number of classes of a set, or the mean width of an interval, in the unit of
 *     the data
 */
public record Coverage(String target, double wanted, int rows, int covered, double size) {

  /** The share of rows whose true value is in their set or interval. */
  public double share() {
    return (double) covered / rows;
  }

  /**
   * The same as scores, so that they can be compared over folds, seeds and variants.
   *
   * @param size its name: {@link ConformalSpec#SIZE} or {@link ConformalSpec#WIDTH}
   * @return by name; with several numbers in the target, their names follow after a dot
   */
  static Map<String, Double> scores(List<Coverage> all, String size) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Coverage each : all) {
      String of = all.size() == 1 ? "" : "." + each.target();
      scores.put(ConformalSpec.SHARE + of, each.share());
      scores.put(size + of, each.size());
    }
    return scores;
  }
}
