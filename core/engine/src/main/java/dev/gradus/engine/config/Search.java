package dev.gradus.engine.config;

import java.util.List;

/** The search strategy. */
public sealed interface Search permits RandomSearch, SuccessiveHalving {

  /**
   * A round of the search.
   *
   * @param trials the number of trials, the best of the round before
   * @param epochs the number of epochs of each trial, from its beginning
   */
  record Round(int trials, int epochs) {}

  /**
   * The rounds in their order; in the last one, trials are trained for all epochs.
   *
   * @param trials the number of trials, at least 1
   * @param epochs the number of epochs in the configuration, at least 1
   */
  List<Round> rounds(int trials, int epochs);
}
