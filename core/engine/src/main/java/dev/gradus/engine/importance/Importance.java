package dev.gradus.engine.importance;

import dev.gradus.engine.table.Table;
import java.util.Optional;

/**
 * Measures what a trained network uses.
 *
 * <pre>{@code
 * Importance importance = gradus.importance(model);
 * importance.permutation(table).columns().forEach(System.out::println);
 * }</pre>
 *
 * <p>It can be shared by threads.
 */
public interface Importance {

  /** The default number of permutations of each column. */
  int REPEATS = 5;

  /** The default number of points of a path between two rows. */
  int STEPS = 512;

  /**
   * The measure that {@link #permutation(Table)} uses: the first metric of the model, or {@code
   * loss} if it has none.
   */
  String metric();

  /**
   * The permutation importance of each column, by the {@link #metric}, with {@value #REPEATS}
   * permutations of each and the seed of the model.
   *
   * @throws dev.gradus.runtime.problem.GradusException as {@link #permutation(Table, String, int,
   *     long)}
   */
  PermutationImportance permutation(Table table);

  /**
   * The permutation importance of each column: how much worse a measure becomes if the cells of the
   * column are permuted among the rows, so that they say nothing about the target any more, while
   * all other columns stay.
   *
   * <p>Columns that say the same stand in for each other: if one is permuted, the network still has
   * the other, and both seem less important than they are together.
   *
   * <p>Rows without a target are excluded, as in {@link
   * dev.gradus.engine.model.Model#evaluation(Table)}.
   *
   * @param table rows with known targets; rows that the network was not trained on show what it
   *     uses to predict new rows. Not modified
   * @param metric {@code loss}, the name of a metric or of one of its values, such as {@code
   *     recall-by-class.setosa}, or a metric with options, such as <code>{top-k-accuracy: {k: 2}}
   *     </code> ; the model need not have been trained with it
   * @param repeats the number of permutations of each column, at least 1
   * @param seed of the permutations; the same seed gives the same result, with any number of
   *     threads
   * @throws dev.gradus.runtime.problem.GradusException if the metric does not exist, makes no sense
   *     for the target, or is NaN for these rows; or as {@link
   *     dev.gradus.engine.model.Model#evaluation(Table)}
   * @see <a href="https://doi.org/10.1023/A:1010933404324">L. Breiman, Random Forests, 2001,
   *     section 10</a>
   * @see <a href="https://www.jmlr.org/papers/v20/18-760.html">A. Fisher, C. Rudin, F. Dominici,
   *     All Models are Wrong, but Many are Useful, 2019</a>
   */
  PermutationImportance permutation(Table table, String metric, int repeats, long seed);

  /**
   * What each column contributes to the prediction of a row, for the predicted class, or the first
   * number of the target, with {@value #STEPS} steps.
   *
   * @throws dev.gradus.runtime.problem.GradusException as {@link #attribution(Table, int, Optional,
   *     int)}
   */
  Attribution attribution(Table table, int row);

  /**
   * What each column contributes to the prediction of a row, by integrated gradients: the gradient
   * of the prediction along the straight path from a baseline row to this one, multiplied by the
   * difference of the two,
   *
   * <pre>{@code
   * contribution = (x - x0) ∫ df/dx (x0 + t (x - x0)) dt, t from 0 to 1
   * }</pre>
   *
   * where x are the numbers that the network sees. The contributions of all columns add up to the
   * difference of the two predictions, up to the error of the integral: see {@link
   * Attribution#remainder}.
   *
   * <p>What is explained is the prediction itself, with probabilities that a temperature
   * calibrates. Only numbers that are limited to a range, and probabilities calibrated by isotonic
   * regression, are explained as they are before that, with a warning.
   *
   * <p>The baseline is a row made from the table: the mean of each column of numbers, the median of
   * dates, and the most frequent cell of each other column. So the table should be the training
   * data, or at least many rows like them.
   *
   * @param table at least two rows; the target may be missing. Not modified
   * @param row from 1
   * @param output the class, label or number whose prediction is explained, as the target names it;
   *     empty for the predicted class, the most probable label, or the first number
   * @param steps the number of points on the path, at least 1; rounded up to a multiple of 4
   * @throws dev.gradus.runtime.problem.GradusException if there is no such row or output, a layer
   *     has no gradient in prediction, or the table does not fit the model
   * @see <a href="https://arxiv.org/abs/1703.01365">M. Sundararajan, A. Taly, Q. Yan, Axiomatic
   *     Attribution for Deep Networks, 2017</a>
   */
  Attribution attribution(Table table, int row, Optional<String> output, int steps);

  /**
   * What the network uses, in short: the {@link #permutation(Table)} importance, and the {@link
   * #attribution(Table, int)} of at most three rows. These are the rows with the lowest, the median
   * and the highest predicted number; of classes and labels, those of whose prediction the network
   * is least sure, moderately sure and surest.
   *
   * <pre>{@code
   * ImportanceSummary summary = gradus.importance(model).summary(job.validationRows(model));
   * }</pre>
   *
   * @param table rows with known targets; of more than {@value ImportanceSummary#MOST_ROWS}, so
   *     many are taken at equal distances. Not modified
   * @return without rows, and with the reason, if predictions cannot be divided among the columns
   * @throws dev.gradus.runtime.problem.GradusException as {@link #permutation(Table, String, int,
   *     long)}
   */
  ImportanceSummary summary(Table table);

  /**
   * The partial dependence of the prediction on a column: the mean prediction over the rows if the
   * cell of this column has the same value in all of them.
   *
   * <p>It says what the network does, not what the world does: some of these rows may not exist,
   * such as a large flat with one room.
   *
   * @param table the target may be missing; of more than {@value PartialDependence#MOST_ROWS} rows,
   *     so many are drawn with the seed of the model. Not modified
   * @param column an input of the model
   * @throws dev.gradus.runtime.problem.GradusException if the column is not an input, has no cells,
   *     or the table does not fit the model
   * @see <a href="https://doi.org/10.1214/aos/1013203451">J. Friedman, Greedy Function
   *     Approximation: A Gradient Boosting Machine, 2001, section 8.2</a>
   */
  PartialDependence partial(Table table, String column);
}
