package dev.gradus.engine;

import java.util.Map;

/**
 * How far a run has come.
 *
 * @param epoch how many epochs are done, those of a resumed run included
 * @param epochs how many there are to be; 0 while the data are still read and prepared
 * @param step the last step of the optimizer that was made, or that some of its batches have begun
 * @param steps how many there are to be; 0 likewise
 * @param loss the mean loss of the last epoch, see {@link
 *     dev.gradus.engine.event.EpochReport#loss}; before the end of the first the loss of the last
 *     batch, and NaN before there was one
 * @param validation the loss and the metrics of the validation part after the last epoch, by name;
 *     empty if there is none
 */
public record RunProgress(
    int epoch, int epochs, long step, long steps, double loss, Map<String, Double> validation) {

  /** Nothing is done. */
  static final RunProgress NOTHING = new RunProgress(0, 0, 0, 0, Double.NaN, Map.of());

  /** The share of the steps that is done, from 0 to 1. */
  public double share() {
    return steps == 0 ? 0 : (double) step / steps;
  }
}
