package dev.gradus.engine.training;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import java.util.List;
import java.util.Optional;

/**
 * A run that has produced weights.
 *
 * @param history the report of each epoch
 * @param epoch the epoch after which the network had the weights that it has now: the best one if
 *     its weights are kept, else the last; 0 if there was none
 * @param failure why it ended before its time, with the weights of its best epoch; empty if it did
 *     not, or was stopped
 */
public record Trained(List<EpochReport> history, int epoch, Optional<DivergedException> failure) {

  public Trained {
    history = List.copyOf(history);
  }
}
