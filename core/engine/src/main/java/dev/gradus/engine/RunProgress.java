package dev.gradus.engine;

import java.util.Map;

/**
 * The progress of a run.
 *
 * @param epoch the number of completed epochs, including those of a resumed run
 * @param epochs the total number of epochs; 0 while the data are still read and prepared
 * @param step the last optimizer step that was started
 * @param steps the total number of steps; 0 while the data are still read and prepared
 * @param loss the mean loss of the last epoch, see {@link
 *     dev.gradus.engine.event.EpochReport#loss}; before the end of the first epoch the loss of the
 *     last batch, and NaN before that
 * @param validation the validation loss and metrics after the last epoch, by name; empty if there
 *     are none
 */
public record RunProgress(
    int epoch, int epochs, long step, long steps, double loss, Map<String, Double> validation) {

  /** The progress of a run that has not started. */
  static final RunProgress NOTHING = new RunProgress(0, 0, 0, 0, Double.NaN, Map.of());

  /** The completed share of the steps, from 0 to 1. */
  public double share() {
    return steps == 0 ? 0 : (double) step / steps;
  }
}
