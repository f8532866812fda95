package dev.gradus.engine.event;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The report of an epoch.
 *
 * <p>Both losses are the training objective, in the same unit, with the weights of examples and
 * classes: for a scaled numeric target, in the unit of the scaled target, so that a squared error
 * is in squared standard deviations; a loss on the original values, such as a percentage, is in
 * their unit. The difference: the training loss is taken during the epoch, while the weights
 * change, and the validation loss after it.
 *
 * @param epoch its number, from 1
 * @param epochs the total number of epochs
 * @param loss the mean loss of its batches, each computed before the weights were updated; without
 *     the penalty
 * @param penalty the penalty of the regularizers in its last step; 0 without regularizers
 * @param learningRate the learning rate of its last step
 * @param validation the validation loss and metrics after the epoch, by name, metrics in the unit
 *     of the data; empty if there is no validation, NaN if a metric fails or the thread was
 *     interrupted before its evaluation
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

  /** The name of the loss among the metrics. */
  public static final String LOSS = "loss";

  /** Copies the map, in its order. */
  public EpochReport {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
