package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The headline says what the numbers say, and no more. */
class VerdictTest {

  /** Of a network that reports accuracy, of which more is better. */
  private static Study study;

  @BeforeAll
  static void train() {
    study = Runs.blobs();
  }

  private static Variant variant(String name, double... accuracies) {
    List<Map<String, Double>> scores = new ArrayList<>();
    for (double accuracy : accuracies) {
      scores.add(Map.of("accuracy", accuracy));
    }
    return new Variant(
        name, name, List.of(), Optional.empty(), Optional.of(study), scores, List.of());
  }

  private static String headline(boolean sameWeights, double pull, Variant... variants) {
    InitialGradients start =
        new InitialGradients(
            sameWeights,
            List.of("1", "2"),
            Map.of("a", List.of(3.0, 4.0), "b", List.of(0.6 * pull, 0.8 * pull)),
            Map.of(),
            List.of());
    int seeds = variants[0].scores().size();
    return Verdict.of(
            new Comparison(
                "loss",
                List.of(variants),
                start,
                "validation",
                java.util.stream.LongStream.range(0, seeds).boxed().toList(),
                Optional.empty()))
        .sentence();
  }

  @Test
  void aDifferenceThatHoldsInEverySeedIsClear() {
    assertEquals(
        "From the same weights, `a` pulls 2.5 times as hard as `b`, and `b` ends clearly ahead: accuracy 0.95 against 0.9 with `a`.",
        headline(true, 2, variant("a", 0.90, 0.91, 0.89), variant("b", 0.95, 0.96, 0.94)));
  }

  @Test
  void aDifferenceThatChangesItsSignIsNotClear() {
    assertEquals(
        "From the same weights, `a` pulls 2.5 times as hard as `b`, yet none ends clearly ahead: over 3 seeds, accuracy lies between 0.91 and 0.92.",
        headline(true, 2, variant("a", 0.90, 0.94, 0.89), variant("b", 0.95, 0.86, 0.95)));
  }

  @Test
  void whatPairsShareCancels() {
    // The seeds differ by far more than the variants, but b is a little better in each.
    assertTrue(
        headline(true, 5, variant("a", 0.50, 0.70, 0.90), variant("b", 0.511, 0.709, 0.910))
            .startsWith("From the same weights, `b` ends clearly ahead"));
  }

  @Test
  void oneSeedSaysNothingOfOthers() {
    assertEquals(
        "With this one seed `b` ends best, accuracy 0.95 against 0.9 with `a`; one run says nothing of others.",
        headline(false, 5, variant("a", 0.9), variant("b", 0.95)));
  }

  @Test
  void equallyLongGradientsAreNotWorthAWord() {
    assertTrue(
        headline(true, 5, variant("a", 0.9, 0.8), variant("b", 0.8, 0.91))
            .startsWith("From the same weights, none ends clearly ahead"));
  }

  @Test
  void whereAllEndAlikeNoneIsBest() {
    assertEquals(
        "From the same weights, all end alike, with accuracy 0.9.",
        headline(true, 5, variant("a", 0.9), variant("b", 0.9)));
    assertEquals(
        "From the same weights, `a` pulls 2.5 times as hard as `b`, yet all end alike, with accuracy 1.",
        headline(true, 2, variant("a", 1, 1), variant("b", 1, 1)));
  }

  @Test
  void whoeverIsAloneIsNotCompared() {
    assertEquals(
        "Only `a` was trained: there is nothing to compare it with.",
        headline(true, 5, variant("a", 0.9)));
  }

  @Test
  void manyNamesAreCounted() {
    assertEquals(
        "From the same weights, `a` ends clearly ahead of `f`, accuracy 0.9 against 0.6, but not of 4 others.",
        headline(
            true,
            5,
            variant("a", 0.90, 0.91, 0.89),
            variant("b", 0.95, 0.83, 0.90),
            variant("c", 0.95, 0.82, 0.90),
            variant("d", 0.95, 0.81, 0.90),
            variant("e", 0.95, 0.80, 0.90),
            variant("f", 0.60, 0.61, 0.59)));
  }

  @Test
  void whoIsAheadOfSomeIsNotAheadOfAll() {
    assertEquals(
        "From the same weights, `a` ends clearly ahead of `c`, accuracy 0.9 against 0.6, but not of `b`.",
        headline(
            true,
            5,
            variant("a", 0.90, 0.91, 0.89),
            variant("b", 0.95, 0.83, 0.90),
            variant("c", 0.60, 0.61, 0.59)));
  }
}
