package dev.gradus.engine.training;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import java.util.List;
import java.util.Optional;

/**
 * A run that has produced weights.
 *
 * @param history the report of each epoch
 * @param epoch the epoch whose weights are in the network: the best one if its weights are kept,
 *     else the last; 0 if there was none
 * @param failure why the run failed, if it ended early with the weights of its best epoch; empty
 *     otherwise
 */
public record Trained(List<EpochReport> history, int epoch, Optional<DivergedException> failure) {

  public Trained {
    history = List.copyOf(history);
  }
}
