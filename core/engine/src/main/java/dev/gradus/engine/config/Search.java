package dev.gradus.engine.config;

import java.util.List;

/** The search strategy. */
public sealed interface Search permits RandomSearch, SuccessiveHalving {

  /**
   * A round of the search.
   *
   * @param trials how many are trained, the best of the round before
   * @param epochs how long each is trained, from its beginning
   */
  record Round(int trials, int epochs) {}

  /**
   * The rounds in their order; in the last one, trials are trained for all epochs.
   *
   * @param trials how many there are, at least 1
   * @param epochs for how many epochs the configuration trains, at least 1
   */
  List<Round> rounds(int trials, int epochs);
}
