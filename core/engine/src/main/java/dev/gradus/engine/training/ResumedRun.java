package dev.gradus.engine.training;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.EpochReport;
import java.util.List;

/**
 * The state of a run that is resumed; its tensors have been restored already.
 *
 * @param origin the file that it was read from, with notes, to complete "resumes after epoch …,
 *     from"
 * @param training its configured length
 * @param reports the report of every epoch, at least one
 * @param steps the number of steps that the optimizer had made
 * @param batches the number of batches that were processed
 */
public record ResumedRun(
    String origin, TrainingSpec training, List<EpochReport> reports, long steps, long batches) {

  public ResumedRun {
    reports = List.copyOf(reports);
  }
}
