package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The standings of a comparison by each of its measures, and the measure that judges it. */
final class Scoreboard {

  private final Comparison comparison;
  private final MetricDirections metrics;
  private final Optional<Standings> judge;

  Scoreboard(Comparison comparison) {
    this.comparison = comparison;
    this.metrics = MetricDirections.of(comparison);
    this.judge =
        Stream.concat(
                comparison.measures().stream().filter(this::isPlain),
                comparison.measures().stream()
                    .filter(measure -> !isPlain(measure) && trainedOn(measure).isEmpty()))
            .map(this::by)
            .filter(standings -> standings.size() > 1)
            .findFirst();
  }

  /**
   * The standings by the measure that judges the variants, on which none of them was trained: a
   * metric that is not a loss if there is one, else a loss.
   *
   * @return empty if every measure is the loss of some variant
   */
  Optional<Standings> judge() {
    return judge;
  }

  /** The standings by a measure. */
  Standings by(String measure) {
    return Standings.of(comparison, measure, metrics.higherIsBetter(measure));
  }

  /** The standings by every measure in which the first and the last differ by more than chance. */
  List<Standings> differing() {
    return comparison.measures().stream()
        .map(this::by)
        .filter(standings -> standings.size() > 1 && !standings.isTie() && isDecided(standings))
        .toList();
  }

  private boolean isDecided(Standings standings) {
    return !hasSeveralRuns()
        || standings.isClear(standings.best().get(0), standings.worst().get(0));
  }

  /** Whether a measure is a metric that no network can be trained on. */
  boolean isPlain(String measure) {
    return metrics.isPlain(measure);
  }

  /** The variant that was trained on a measure. */
  Optional<Variant> trainedOn(String measure) {
    return variants().stream().filter(variant -> variant.loss().equals(measure)).findFirst();
  }

  /** Whether all variants were scored on the same rows. */
  boolean hasSameRows() {
    return comparison.hasSameRows();
  }

  /** Whether the loss is what differs. */
  boolean lossesDiffer() {
    return comparison.lossesDiffer();
  }

  /** The variants that were trained. */
  List<Variant> variants() {
    return comparison.trained();
  }

  /** Whether the runs of a variant differ, so that effects can be distinguished from chance. */
  boolean hasSeveralRuns() {
    return comparison.seeds().size() > 1 && !comparison.seedsAgree();
  }

  /** Whether every seed gives the same run. */
  boolean seedsAgree() {
    return comparison.seedsAgree();
  }
}
