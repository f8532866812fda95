package dev.gradus.report;

import java.util.Optional;

/** Whether the differences between runs of one seed may be chance. */
final class ChanceSentence {

  /** A difference of this many examples or fewer is worth being counted. */
  private static final int FEW_EXAMPLES = 3;

  private ChanceSentence() {}

  /** The sentence; empty if there are several seeds, whose intervals say it. */
  static Optional<String> of(Scoreboard board) {
    if (board.seedsAgree()) {
      return Optional.of(
          "Nothing is drawn at random here, so every seed gives the same run; more seeds would show nothing new.");
    }
    return board.hasSeveralRuns()
        ? Optional.empty()
        : Optional.of(
            board
                    .judge()
                    .filter(judge -> board.hasSameRows())
                    .flatMap(judge -> counted(judge, board))
                    .orElse("")
                + "Each variant was trained with one seed; several seeds would show which differences are chance.");
  }

  /** The difference as a number of examples, where the measure is a share of them. */
  private static Optional<String> counted(Standings standings, Scoreboard board) {
    if (standings.isTie()) {
      return Optional.empty();
    }
    int examples = board.variants().get(0).study().orElseThrow().outcome().examples();
    boolean counts =
        board.isPlain(standings.measure())
            && standings.groups().stream()
                .map(group -> standings.mean(group.get(0)) * examples)
                .allMatch(count -> Math.abs(count - Math.rint(count)) < 1e-6);
    long difference =
        Math.round(
            Math.abs(
                    standings.mean(standings.best().get(0))
                        - standings.mean(standings.worst().get(0)))
                * examples);
    return counts && difference > 0 && difference <= FEW_EXAMPLES
        ? Optional.of(
            "The difference is %s of %s examples. "
                .formatted(difference, Prose.number((long) examples)))
        : Optional.empty();
  }
}
