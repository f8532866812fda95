package dev.gradus.engine.importance;

import java.util.Map;
import java.util.Optional;

/**
 * What each column contributes to the predictions of single rows, which need no table.
 *
 * <pre>{@code
 * Attributions attributions = Gradus.attributions(model);
 * attributions.of(Map.of("sepal_length", 5.1, …)).columns().forEach(System.out::println);
 * }</pre>
 *
 * <p>The contributions are those of {@link Importance#attribution(dev.gradus.engine.table.Table,
 * int, Optional, int)}, with another baseline: the middle of the training data, as far as the model
 * knows it. That is the centre by which each column of numbers is scaled, or if it is not scaled by
 * a centre, the middle of its range; the mean date, without a place in the cycles of year, week and
 * day; and the mean of all categories, and of yes and no, which no row has.
 *
 * <p>It can be shared by threads.
 */
public interface Attributions {

  /** The default number of points of a path between two rows. */
  int STEPS = 128;

  /**
   * What each column contributes to the prediction of a row, for the predicted class, or the first
   * number of the target, with {@value #STEPS} steps.
   *
   * @throws dev.gradus.runtime.problem.GradusException as {@link #of(Map, Optional, int)}
   */
  Attribution of(Map<String, ?> row);

  /**
   * What each column contributes to the prediction of a row.
   *
   * @param row values by the names of their columns, as a predictor takes them; not modified
   * @param output the class, label or number whose prediction is explained, as the target names it;
   *     empty for the predicted class, the most probable label, or the first number
   * @param steps the number of points on the path, at least 1; rounded up to a multiple of 4
   * @return with {@code any} as the cell of the baseline, where it stands for all categories
   * @throws dev.gradus.runtime.problem.DataException if a cell is missing or wrong
   * @throws dev.gradus.runtime.problem.GradusException if there is no such output
   */
  Attribution of(Map<String, ?> row, Optional<String> output, int steps);
}
