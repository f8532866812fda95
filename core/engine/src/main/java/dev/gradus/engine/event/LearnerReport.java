package dev.gradus.engine.event;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * What a learner says of a table that it has gone through.
 *
 * @param examples how many rows it has learned from
 * @param steps the steps that the optimizer has made until now, those for earlier tables included
 * @param loss the mean over the examples, each before the weights moved because of it, without the
 *     penalty of the regularizers
 * @param penalty of the regularizers in the last step
 * @param learningRate of the last step
 * @param warnings what was done all the same, but must be known, such as categories that were not
 *     learned
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
