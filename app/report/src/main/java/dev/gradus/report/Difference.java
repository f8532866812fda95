package dev.gradus.report;

import dev.gradus.engine.study.Variant;
import java.util.List;
import java.util.Optional;

/**
 * What tells the variants apart where the measure that judges them does not.
 *
 * @param measure by which they differ
 * @param sentence which says so, and begins with a small letter or a name
 */
record Difference(String measure, String sentence) {

  /** Below this ratio, two numbers are hardly different. */
  private static final double NOTABLE = 1.05;

  /**
   * The difference that says most: by a measure that no variant was trained on; else a loss that
   * another one makes smaller than itself; else each at its own loss.
   *
   * @return empty if no measure differs by more than chance
   */
  static Optional<Difference> mostTelling(Scoreboard board, VariantNames names) {
    List<Standings> differing = board.differing();
    boolean ownLosses = board.lossesDiffer();
    return differing.stream()
        .filter(standings -> board.trainedOn(standings.measure()).isEmpty())
        .findFirst()
        .map(standings -> extremes(standings, names, ownLosses))
        .or(
            () ->
                differing.stream()
                    .flatMap(each -> atAnothersLoss(each, board).stream())
                    .findFirst())
        .or(() -> eachAtItsOwn(differing, board))
        .or(
            () ->
                differing.stream()
                    .findFirst()
                    .map(standings -> extremes(standings, names, ownLosses)));
  }

  /**
   * The best and the worst.
   *
   * @param ownLosses whether the variants were trained on different losses
   */
  private static Difference extremes(Standings standings, VariantNames names, boolean ownLosses) {
    boolean pair = standings.size() == 2;
    String most =
        standings.higherIsBetter() ? (pair ? "higher" : "highest") : pair ? "lower" : "lowest";
    List<Variant> best = standings.best();
    return new Difference(
        standings.measure(),
        "%s %s with the %s %s%s: %s against %s with %s."
            .formatted(
                names.few(best),
                best.size() == 1 ? "ends" : "end",
                most,
                Prose.code(standings.measure()),
                ownLosses && isOwnLoss(best, standings.measure()) ? ", its own loss" : "",
                standings.value(best.get(0)),
                standings.value(standings.worst().get(0)),
                names.few(standings.worst())));
  }

  private static boolean isOwnLoss(List<Variant> best, String measure) {
    return best.size() == 1 && best.get(0).loss().equals(measure);
  }

  /** A variant that ends with less of a loss than the variant that was trained on that loss. */
  private static Optional<Difference> atAnothersLoss(Standings standings, Scoreboard board) {
    Optional<Variant> owner = board.trainedOn(standings.measure());
    Variant best = standings.best().get(0);
    if (owner.isEmpty()
        || standings.best().size() > 1
        || !Double.isFinite(standings.mean(owner.get()))
        || best.loss().equals(standings.measure())
        || (board.hasSeveralRuns() && !standings.isClear(best, owner.get()))) {
      return Optional.empty();
    }
    double ratio = standings.mean(owner.get()) / standings.mean(best);
    String measure = Prose.code(standings.measure());
    boolean isRatio = standings.mean(best) > 0 && ratio >= NOTABLE;
    return Optional.of(
        new Difference(
            standings.measure(),
            "training with %s makes %s %slower than training with %s itself%s."
                .formatted(
                    VariantNames.of(best),
                    measure,
                    isRatio ? Prose.times(ratio) + " times " : "",
                    measure,
                    isRatio
                        ? ""
                        : ": %s against %s"
                            .formatted(standings.value(best), standings.value(owner.get())))));
  }

  private static Optional<Difference> eachAtItsOwn(List<Standings> differing, Scoreboard board) {
    boolean each =
        board.variants().stream()
            .allMatch(
                variant ->
                    differing.stream()
                        .anyMatch(
                            standings ->
                                standings.measure().equals(variant.loss())
                                    && standings.best().equals(List.of(variant))));
    return each
        ? Optional.of(
            new Difference(
                differing.get(0).measure(), "each ends best at the loss that it was trained on."))
        : Optional.empty();
  }
}
