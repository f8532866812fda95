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
 * Learns incrementally, from one table after the other, and returns a model at any time.
 *
 * <pre>{@code
 * Learner learner = gradus.job(configuration).from(model).learner();
 * learner.fit(yesterday);
 * learner.fit(today);
 * gradus.save(learner.model(), file);
 * }</pre>
 *
 * <p>Columns are prepared by the model that the learner starts from, or as fitted to a first table:
 * scales, categories and classes do not change from then on. An unknown category is treated as
 * unknown, with a warning; an unknown class is an error.
 *
 * <p>The optimizer keeps its state, the schedule counts steps over all tables, and the order of
 * rows within a table follows from the seed and the number of the table. So the same tables in the
 * same order give the same bits, with any number of threads.
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
   * Trains for one epoch on a table, in batches of {@code batch-size}; a smaller table is one step.
   * If it fails, the learner is unchanged.
   *
   * @param table with the columns of the model, including the target; not modified
   * @throws dev.gradus.runtime.problem.DataException if it lacks a column, or a cell is invalid for
   *     the model
   * @throws dev.gradus.engine.event.DivergedException if a number is no longer finite
   * @throws dev.gradus.runtime.problem.CancelledException if the thread is interrupted
   */
  public synchronized LearnerReport fit(Table table) {
    return learning.fit(requireNonNull(table, "table must not be null"));
  }

  /** The current model: a snapshot, which later training does not change. */
  public synchronized Model model() {
    return Models.of(learning.learned(), outlet, Optional.empty(), Map.of());
  }
}
