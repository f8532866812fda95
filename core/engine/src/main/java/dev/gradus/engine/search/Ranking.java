package dev.gradus.engine.search;

import dev.gradus.engine.tuning.Trial;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ranks trials, each by the last round that it reached. */
final class Ranking {

  private final Map<Integer, Place> places = new LinkedHashMap<>();
  private final Comparator<Place> order;

  private record Place(int round, Trial trial) {

    boolean isRefused() {
      return trial.refusal().isPresent();
    }
  }

  /**
   * Starts without trials.
   *
   * @param higherIsBetter whether the trial with the higher score is the better one
   */
  Ranking(boolean higherIsBetter) {
    Comparator<Place> byScore = Comparator.comparingDouble(place -> place.trial().mean());
    order =
        Comparator.comparing(Place::isRefused)
            .thenComparing(Comparator.comparingInt(Place::round).reversed())
            .thenComparing(higherIsBetter ? byScore.reversed() : byScore)
            .thenComparingInt(place -> place.trial().number());
  }

  /** Adds a trial, or replaces its result of an earlier round. */
  void add(int round, Trial trial) {
    places.put(trial.number(), new Place(round, trial));
  }

  /** All trials, the best first. */
  List<Trial> all() {
    return places.values().stream().sorted(order).map(Place::trial).toList();
  }

  /** The best trials that have a score in a round. */
  List<Trial> best(int round, int most) {
    return places.values().stream()
        .filter(place -> place.round() == round && !place.isRefused())
        .sorted(order)
        .limit(most)
        .map(Place::trial)
        .toList();
  }
}
