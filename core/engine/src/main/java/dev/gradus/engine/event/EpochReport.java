package dev.gradus.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an epoch has brought.
 *
 * @param epoch its number, from 1
 * @param epochs how many there are to be
 * @param loss the mean loss of its batches, each taken before the weights moved; without the
 *     penalty
 * @param penalty the penalty of the regularizers in its last step; 0 without regularizers
 * @param learningRate the learning rate of its last step
 * @param validation the loss and the metrics of the validation part after the epoch, by name; empty
 *     if there is none
 */
public record EpochReport(
    int epoch,
    int epochs,
    double loss,
    double penalty,
    double learningRate,
    Map<String, Double> validation) {

  /** The name of the loss among what is measured. */
  public static final String LOSS = "loss";

  /** Keeps a copy of the map, in its order. */
  public EpochReport {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
