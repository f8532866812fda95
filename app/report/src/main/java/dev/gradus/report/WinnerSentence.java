package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import java.util.List;

/** Which variant ends best by one measure, and whether that may be chance. */
final class WinnerSentence {

  private final Comparison comparison;
  private final VariantNames names;
  private final Standings standings;

  /**
   * Ranks the variants.
   *
   * @param standings in which not all tie
   */
  WinnerSentence(Comparison comparison, VariantNames names, Standings standings) {
    this.comparison = comparison;
    this.names = names;
    this.standings = standings;
  }

  /** The sentence on variants that were each trained once, or alike with every seed. */
  String ofOneRun() {
    String seed = comparison.seedsAgree() ? "" : "With this one seed, ";
    List<Variant> best = standings.best();
    return seed + (best.size() > 1 ? tie(best) : winner(best.get(0)));
  }

  private String tie(List<Variant> best) {
    List<Variant> next = standings.groups().get(1);
    String value = standings.value(next.get(0));
    return "%s tie at %s %s; %s."
        .formatted(
            names.few(best),
            standings.measure(),
            standings.value(best.get(0)),
            standings.groups().size() == 2
                ? "%s %s at %s".formatted(names.few(next), next.size() == 1 ? "ends" : "end", value)
                : "the next is %s with %s".formatted(VariantNames.of(next.get(0)), value));
  }

  private String winner(Variant best) {
    List<Variant> worst = standings.worst();
    boolean isAlone = worst.size() == 1 && standings.size() > 2;
    return "%s ends best: %s %s against %s with %s."
        .formatted(
            VariantNames.of(best),
            standings.measure(),
            standings.value(best),
            standings.value(worst.get(0)),
            (isAlone ? "the last, " : "") + names.few(worst));
  }

  /** The sentence on variants that were trained with several seeds. */
  String overSeeds() {
    List<Variant> best = standings.best();
    List<Variant> beaten =
        standings.rest().stream()
            .filter(other -> best.stream().allMatch(ahead -> standings.isClear(ahead, other)))
            .toList();
    boolean beatsAll = beaten.size() == standings.rest().size();
    if (beaten.isEmpty() || (best.size() > 1 && !beatsAll)) {
      return "No clear winner over %s seeds: mean %s lies between %s and %s."
          .formatted(
              comparison.seeds().size(),
              standings.measure(),
              standings.value(standings.worst().get(0)),
              standings.value(best.get(0)));
    }
    return beatsAll ? aheadOfAll(best, beaten) : aheadOfSome(best.get(0), beaten);
  }

  private String aheadOfAll(List<Variant> best, List<Variant> beaten) {
    Variant next = beaten.get(0);
    return "%s %s clearly ahead: %s with %s."
        .formatted(
            names.few(best),
            best.size() == 1 ? "ends" : "tie,",
            numbers(best.get(0), next),
            (beaten.size() == 1 ? "" : "the next, ") + VariantNames.of(next));
  }

  private String aheadOfSome(Variant best, List<Variant> beaten) {
    Variant next = beaten.get(0);
    List<Variant> others =
        standings.rest().stream().filter(variant -> !beaten.contains(variant)).toList();
    return "%s ends clearly ahead of %s (%s), but not of %s."
        .formatted(
            VariantNames.of(best),
            VariantNames.others(beaten),
            numbers(best, next) + (beaten.size() == 1 ? "" : " with " + VariantNames.of(next)),
            VariantNames.others(others));
  }

  private String numbers(Variant best, Variant next) {
    return "%s %s against %s"
        .formatted(standings.measure(), standings.value(best), standings.value(next));
  }
}
