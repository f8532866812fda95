package dev.gradus.engine.event;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * The plan of a training run.
 *
 * @param trainingRows the number of training examples
 * @param validationRows the number of validation examples; 0 if there are none
 * @param testRows the number of test examples; 0 if there are none
 * @param calibrationRows the number of examples for calibration alone; 0 if there are none
 * @param inputs the number of inputs of the network
 * @param outputs the number of outputs of the network
 * @param members the number of members of the ensemble that the network is; 1 if it is none
 * @param parameters the number of parameters of the network
 * @param frozen how many of them are frozen
 * @param epochs the number of epochs; the last one may be incomplete
 * @param stepsPerEpoch the number of optimizer steps in an epoch
 * @param steps the number of optimizer steps in the whole run
 * @param batchesPerStep the number of batches in a step
 * @param bytes the approximate heap memory of training, including its examples
 * @param warnings what the user should know before training
 */
public record TrainingPlan(
    int trainingRows,
    int validationRows,
    int testRows,
    int calibrationRows,
    int inputs,
    int outputs,
    int members,
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

  /** A plan without examples for calibration alone, for a network that is not an ensemble. */
  public TrainingPlan(
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
    this(
        trainingRows,
        validationRows,
        testRows,
        0,
        inputs,
        outputs,
        1,
        parameters,
        frozen,
        epochs,
        stepsPerEpoch,
        steps,
        batchesPerStep,
        bytes,
        warnings);
  }

  /** The same with additional memory for an observer. */
  public TrainingPlan holding(long more) {
    return new TrainingPlan(
        trainingRows,
        validationRows,
        testRows,
        calibrationRows,
        inputs,
        outputs,
        members,
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
