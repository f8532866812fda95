package dev.gradus.engine.event;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * The report of a learner on a table.
 *
 * @param examples the number of rows of the table
 * @param steps the number of optimizer steps so far, including those for earlier tables
 * @param loss the mean over the examples, each before its update, without the penalty of the
 *     regularizers
 * @param penalty of the regularizers in the last step
 * @param learningRate of the last step
 * @param warnings what the user should know, such as unknown categories
 */
public record LearnerReport(
    int examples,
    long steps,
    double loss,
    double penalty,
    double learningRate,
    List<Warning> warnings) {

  public LearnerReport {
    warnings = List.copyOf(warnings);
  }
}
