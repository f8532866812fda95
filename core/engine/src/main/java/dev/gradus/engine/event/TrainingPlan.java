package dev.gradus.engine.event;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * What is about to be trained.
 *
 * @param trainingRows the number of examples that are learned from
 * @param validationRows the number of examples that are held out to watch training; 0 if none
 * @param testRows the number of examples that are held out until training is over; 0 if none
 * @param inputs the number of columns of the network's input
 * @param outputs the number of columns of its output
 * @param parameters the number of numbers that the network has learned in the end
 * @param frozen how many of them stay as they begin
 * @param epochs the number of times that the training examples are gone through, the last time
 *     perhaps not to the end
 * @param stepsPerEpoch the number of steps of the optimizer in an epoch
 * @param steps the number of them in the whole run, of which the last epoch may be a part
 * @param batchesPerStep the number of batches that make a step
 * @param bytes about how much of the heap training holds, its examples included
 * @param warnings what speaks against it, but does not stop it
 */
public record TrainingPlan(
    int trainingRows,
    int validationRows,
    int testRows,
    int inputs,
    int outputs,
    long parameters,
    long frozen,
    int epochs,
    int stepsPerEpoch,
    long steps,
    int batchesPerStep,
    long bytes,
    List<Warning> warnings) {

  public TrainingPlan {
    warnings = List.copyOf(warnings);
  }

  /** The same with so many bytes more, which somebody holds who watches it. */
  public TrainingPlan holding(long more) {
    return new TrainingPlan(
        trainingRows,
        validationRows,
        testRows,
        inputs,
        outputs,
        parameters,
        frozen,
        epochs,
        stepsPerEpoch,
        steps,
        batchesPerStep,
        bytes + more,
        warnings);
  }

  /**
   * The step of the run that a batch belongs to, from 1.
   *
   * @param epoch its epoch, from 1
   * @param batch its number within the epoch, from 1
   */
  public long stepOf(int epoch, int batch) {
    return (long) (epoch - 1) * stepsPerEpoch + (batch - 1) / batchesPerStep + 1;
  }
}
