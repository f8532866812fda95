package dev.gradus.engine.tuning;

import dev.gradus.engine.config.Search;
import java.util.List;

/** Watches a search, on the thread that trains. */
public interface TuningListener {

  /** A listener that ignores everything. */
  TuningListener NONE = new TuningListener() {};

  /**
   * Called when the data are read and the trials are drawn, before the search starts.
   *
   * @param rounds the planned rounds, if no trial is refused
   */
  default void started(List<Search.Round> rounds) {}

  /**
   * Called after each trial.
   *
   * @param round the round, from 1
   * @param done the number of completed trials of the round, including this one
   */
  default void trialDone(int round, int done, Trial trial) {}

  /**
   * Whether the search should stop; called after every step. The current trial is then discarded,
   * and the results so far are kept.
   */
  default boolean wantsToStop() {
    return false;
  }
}
