package dev.gradus.engine.tuning;

import dev.gradus.engine.config.Search;
import java.util.List;

/** Watches a search, on the thread that trains. */
public interface TuningListener {

  /** A listener that ignores everything. */
  TuningListener NONE = new TuningListener() {};

  /**
   * The data are read and the trials are drawn; the search begins.
   *
   * @param rounds what is about to happen, if no trial is refused
   */
  default void started(List<Search.Round> rounds) {}

  /**
   * A trial is done.
   *
   * @param round the round, from 1
   * @param done how many trials of the round are done, this one included
   */
  default void trialDone(int round, int done, Trial trial) {}

  /**
   * Whether the search should stop; called after every step. The trial at hand is then forgotten,
   * and what was found until then is kept.
   */
  default boolean wantsToStop() {
    return false;
  }
}
