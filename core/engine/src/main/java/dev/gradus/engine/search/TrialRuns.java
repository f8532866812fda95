package dev.gradus.engine.search;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Does the trials of a search: one after the other here, or elsewhere at the same time. */
public interface TrialRuns {

  /**
   * Does the trials of a round.
   *
   * @param numbers of the trials, ascending
   * @param round from 0
   * @param stop whether to stop
   * @param done receives each trial that is done, on this thread; fewer if it was stopped
   */
  void run(List<Integer> numbers, int round, BooleanSupplier stop, Consumer<ScoredTrial> done);
}
