package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a comparison shows, in sentences: one for the headline, and a few that support it. Each
 * follows from numbers that are on the page.
 */
public final class Verdict {

  private final Comparison comparison;
  private final List<Variant> trained;
  private final VariantNames names;
  private final Scoreboard board;
  private final SameLearning same;

  private Verdict(Comparison comparison) {
    this.comparison = comparison;
    this.trained = comparison.trained();
    this.names = new VariantNames(comparison);
    this.board = new Scoreboard(comparison);
    this.same = new SameLearning(comparison);
  }

  /** The verdict on a comparison of which at least one variant was trained. */
  public static Verdict of(Comparison comparison) {
    return new Verdict(comparison);
  }

  /** The answer, as plain text. */
  public String headline() {
    return sentence().replace("`", "");
  }

  /** Whether the runs of a variant differ, so that effects can be distinguished from chance. */
  public boolean hasSeveralRuns() {
    return board.hasSeveralRuns();
  }

  /** The answer, with names between backquotes; a second sentence if it does not hold as such. */
  String sentence() {
    return ranking() + caveat();
  }

  private String ranking() {
    if (trained.size() < 2) {
      return "Only %s was trained: there is nothing to compare it with."
          .formatted(VariantNames.of(trained));
    }
    Optional<List<Variant>> alike = allAlike();
    if (alike.isPresent()) {
      return "%s learn the same here: %s.".formatted(names.few(alike.get()), same.why(alike.get()));
    }
    Optional<Difference> difference = difference();
    if (board.judge().isEmpty()) {
      return difference
          .map(Difference::sentence)
          .map(Verdict::capitalized)
          .orElse("No measure tells these %s apart.".formatted(names.noun()));
    }
    Standings judge = board.judge().get();
    if (judge.isTie()) {
      return "%s end with %s %s, %s"
          .formatted(
              names.allOf(judge.size()),
              judge.measure(),
              judge.value(judge.best().get(0)),
              difference
                  .map(found -> "but " + found.sentence())
                  .orElse(
                      hasSeveralRuns()
                          ? "and no other measure differs clearly."
                          : "and all other measures agree."));
    }
    WinnerSentence winner = new WinnerSentence(comparison, names, judge);
    return hasSeveralRuns() ? winner.overSeeds() : winner.ofOneRun();
  }

  /** What keeps scores from being compared; empty if they can be. */
  private String caveat() {
    return comparison.hasSameRows()
        ? ""
        : " But the variants were scored on different rows, so the scores alone do not show which is better.";
  }

  /** All variants, if they learn the same; then no measure judges them. */
  private Optional<List<Variant>> allAlike() {
    return same.groups().stream().filter(group -> group.size() == trained.size()).findFirst();
  }

  /** What differs although nothing judges the variants, or they tie. */
  private Optional<Difference> difference() {
    return board.judge().isEmpty() || board.judge().get().isTie()
        ? Difference.mostTelling(board, names)
        : Optional.empty();
  }

  private static String capitalized(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /** The measure that the variants are judged by; empty if each is the loss of some variant. */
  Optional<String> judge() {
    return board.judge().map(Standings::measure);
  }

  /** The measures that the headline and the sentences below it are about, most telling first. */
  List<String> shown() {
    List<String> shown = new ArrayList<>();
    difference().map(Difference::measure).ifPresent(shown::add);
    judge().filter(name -> !shown.contains(name)).ifPresent(shown::add);
    return shown;
  }

  /** The sentences that support the headline. */
  List<String> evidenceSentences() {
    List<String> sentences = new ArrayList<>();
    comparison.controlRun().map(this::printing).ifPresent(sentences::add);
    if (trained.size() > 1) {
      GradientSentence.of(comparison, same).ifPresent(sentences::add);
      same.groups().stream()
          .filter(group -> group.size() < trained.size())
          .map(
              group ->
                  "%s learn the same here: %s."
                      .formatted(VariantNames.inFull(group), same.why(group)))
          .forEach(sentences::add);
      if (comparison.hasSameRows()) {
        speed().ifPresent(sentences::add);
      }
      ChanceSentence.of(board).ifPresent(sentences::add);
    }
    participation(sentences);
    return sentences;
  }

  private String printing(ControlRun controlRun) {
    List<String> printed = controlRun.printed();
    return controlRun.holds()
        ? "Printing %s changes nothing: with %s printed in every epoch, %s learns the same weights, bit for bit."
            .formatted(
                comparison.path().startsWith("loss") ? "another loss" : "a metric",
                printed.size() > VariantNames.MOST_NAMES
                    ? printed.size() + " other losses and metrics"
                    : Prose.list(printed.stream().map(Prose::code).toList()),
                Prose.code(controlRun.variant()))
        : "Printing other losses and metrics changed the weights, which must not happen; see the checksums.";
  }

  private Optional<String> speed() {
    // With several seeds, the speed of one run would say little.
    return hasSeveralRuns()
        ? Optional.empty()
        : shown().stream()
            .findFirst()
            .flatMap(measure -> SpeedSentence.of(comparison, board.by(measure)));
  }

  private void participation(List<String> sentences) {
    List<Variant> adapted = trained.stream().filter(variant -> !variant.notes().isEmpty()).toList();
    if (!adapted.isEmpty()) {
      sentences.add(
          "The network was adapted for %s, so the %s is not all that differs."
              .formatted(VariantNames.inFull(adapted), comparison.path()));
    }
    List<Variant> refused =
        comparison.variants().stream().filter(variant -> !variant.tookPart()).toList();
    if (!refused.isEmpty()) {
      sentences.add(
          "%s could not be trained; the reason is below.".formatted(VariantNames.inFull(refused)));
    }
  }

  /** How the comparison was judged. */
  List<String> method() {
    List<String> sentences = new ArrayList<>();
    board
        .judge()
        .filter(standings -> allAlike().isEmpty())
        .ifPresent(
            standings ->
                sentences.add(
                    "The headline compares %s, which no variant was trained on; %s is better."
                        .formatted(
                            Prose.code(standings.measure()),
                            standings.higherIsBetter() ? "higher" : "lower")));
    if (hasSeveralRuns()) {
      sentences.add(
          "Differences are computed seed by seed, and called clear if their 95 % confidence interval excludes 0.");
    }
    if (comparison.part().equals("training")) {
      sentences.add(
          "No examples were held out: all scores are on the training examples, and do not show how the networks do on new ones.");
    }
    return sentences;
  }
}
