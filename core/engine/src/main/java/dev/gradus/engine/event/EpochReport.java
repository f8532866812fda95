package dev.gradus.engine.event;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an epoch has brought.
 *
 * <p>Both losses are what training makes small, in the same unit, with the weights of examples and
 * classes: of a numeric target that is scaled, in the unit that the network sees, so that a squared
 * error is one of squared standard deviations; a loss that speaks of the numbers of the data, such
 * as a percentage, is in their unit. They differ in this: that of training is taken while the
 * weights move, that of validation after the epoch.
 *
 * @param epoch its number, from 1
 * @param epochs how many there are to be
 * @param loss the mean loss of its batches, each taken before the weights moved; without the
 *     penalty
 * @param penalty the penalty of the regularizers in its last step; 0 without regularizers
 * @param learningRate the learning rate of its last step
 * @param validation the loss and the metrics of the validation part after the epoch, by name, a
 *     metric in the unit of the data; empty if there is none, NaN if a metric fails or the thread
 *     was interrupted before it was measured
 */
public record EpochReport(
    int epoch,
    int epochs,
    double loss,
    double penalty,
    double learningRate,
    Map<String, Double> validation)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The name of the loss among what is measured. */
  public static final String LOSS = "loss";

  /** Keeps a copy of the map, in its order. */
  public EpochReport {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
