package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** How much sooner the best variant reaches the score that the last one ends with. */
final class SpeedSentence {

  /** Below this ratio, two numbers of epochs are hardly different. */
  private static final double NOTABLE = 1.05;

  /** Below this relative difference, the end of a curve is the score of the finished network. */
  private static final double SAME = 1e-3;

  private final Comparison comparison;
  private final Standings standings;

  private SpeedSentence(Comparison comparison, Standings standings) {
    this.comparison = comparison;
    this.standings = standings;
  }

  /**
   * The sentence on runs of one seed.
   *
   * @param standings by the measure whose curves are compared
   * @return empty if all tie, the best is hardly faster, or there are no curves of the scores
   */
  static Optional<String> of(Comparison comparison, Standings standings) {
    return standings.isTie()
        ? Optional.empty()
        : new SpeedSentence(comparison, standings).sentence();
  }

  private Optional<String> sentence() {
    Variant best = standings.best().get(0);
    Variant last = standings.worst().get(0);
    NavigableMap<Integer, Double> fast = curve(best);
    NavigableMap<Integer, Double> slow = curve(last);
    if (fast.isEmpty() || slow.isEmpty()) {
      return Optional.empty();
    }
    Study study = last.study().orElseThrow();
    int end = KeptEpoch.isEarlier(study) ? study.training().epoch() : slow.lastKey();
    double level = slow.getOrDefault(end, Double.NaN);
    double score = standings.mean(last);
    // A curve of a sample of the examples that are scored may end at another number.
    if (!(Math.abs(level - score) <= SAME * Math.abs(score))) {
      return Optional.empty();
    }
    int needed = reached(slow, level).orElse(end);
    return reached(fast, level)
        .filter(epoch -> epoch > 0 && epoch * NOTABLE < needed)
        .map(
            epoch ->
                "%s reaches %s %s by epoch %s, %s only by epoch %s."
                    .formatted(
                        Prose.code(best.name()),
                        Prose.code(standings.measure()),
                        standings.value(last),
                        Prose.number((long) epoch),
                        Prose.code(last.name()),
                        Prose.number((long) needed)));
  }

  /** The measure of the first run of a variant, by epoch. */
  private NavigableMap<Integer, Double> curve(Variant variant) {
    LearningCurve first =
        variant.curves().isEmpty()
            ? new LearningCurve(List.of(), Map.of())
            : variant.curves().get(0);
    return new MeasureCurves(comparison).of(first, standings.measure());
  }

  /** The first epoch with a value that is at least as good. */
  private Optional<Integer> reached(NavigableMap<Integer, Double> curve, double level) {
    return curve.entrySet().stream()
        .filter(
            entry ->
                standings.higherIsBetter() ? entry.getValue() >= level : entry.getValue() <= level)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
