package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.event.LearnerReport;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.OnlineLearner;
import dev.gradus.runtime.problem.Warning;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Learns from examples as they come, one table after the other, and gives a model at any time.
 *
 * <pre>{@code
 * Learner learner = gradus.job(configuration).from(model).learner();
 * learner.fit(yesterday);
 * learner.fit(today);
 * gradus.save(learner.model(), file);
 * }</pre>
 *
 * <p>Columns are prepared as the model does it that the learner begins with, or else as it was
 * learned from a first table: scales, categories and classes stay as they are from then on. A
 * category that is not known is treated as unknown, with a warning; a class that is not known is an
 * error.
 *
 * <p>The optimizer remembers what came before, the schedule counts steps over all tables, and the
 * order of rows within a table follows from the seed and the number of the table. So the same
 * tables in the same order give the same bits, with any number of threads.
 *
 * <p>Several threads may use it; one waits for the other. No thread is left when a method returns.
 */
public final class Learner {

  private final OnlineLearner learning;
  private final Consumer<Warning> outlet;

  Learner(OnlineLearner learning, Consumer<Warning> outlet) {
    this.learning = learning;
    this.outlet = outlet;
  }

  /**
   * Goes once through the rows of a table, in batches of {@code batch-size}; a smaller table is one
   * step. If it fails, the learner stays where it was before this table.
   *
   * @param table has the columns of the model, the target included; not modified
   * @throws dev.gradus.runtime.problem.DataException if it lacks a column, or a cell means nothing
   *     to the model
   * @throws dev.gradus.engine.event.DivergedException if a number is not finite any more
   * @throws dev.gradus.runtime.problem.CancelledException if the thread is interrupted
   */
  public synchronized LearnerReport fit(Table table) {
    return learning.fit(requireNonNull(table, "table must not be null"));
  }

  /**
   * What was learned until now: a model that does not change any more, whatever the learner learns
   * later.
   */
  public synchronized Model model() {
    return Models.of(learning.learned(), outlet, Optional.empty(), Map.of());
  }
}
