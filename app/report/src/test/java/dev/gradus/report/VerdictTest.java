package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The headline says what the numbers say, and no more. */
class VerdictTest {

  /** Of a network that reports accuracy, trained with adam. */
  private static Study adam;

  /** The same with gradient descent. */
  private static Study descent;

  @BeforeAll
  static void train() {
    adam = Runs.blobs();
    descent = Runs.descent();
  }

  private static Variant variant(String name, double... accuracies) {
    List<Map<String, Double>> scores = new ArrayList<>();
    for (double accuracy : accuracies) {
      scores.add(Map.of("accuracy", accuracy));
    }
    return variant(name, name, adam, scores, List.of());
  }

  private static Variant variant(
      String name,
      String loss,
      Study study,
      List<Map<String, Double>> scores,
      List<LearningCurve> curves) {
    return new Variant(
        name,
        loss,
        List.of(),
        Optional.empty(),
        Optional.of(study),
        scores,
        List.of(),
        List.of(),
        curves);
  }

  /** One that was measured once by accuracy and two losses. */
  private static Variant measured(String loss, double accuracy, double squared, double entropy) {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("mean-squared-error", squared);
    scores.put("cross-entropy", entropy);
    scores.put("accuracy", accuracy);
    return variant(loss, loss, adam, List.of(scores), List.of());
  }

  private static Comparison comparison(InitialGradients start, Variant... variants) {
    return new Comparison(
        "loss",
        List.of(variants),
        start,
        "validation",
        LongStream.range(0, variants[0].scores().size()).boxed().toList(),
        Optional.empty(),
        false);
  }

  private static final InitialGradients NO_START =
      new InitialGradients(true, true, List.of(), Map.of(), Map.of(), List.of());

  /** Two gradients, of which the second is longer by a factor. */
  private static InitialGradients start(String a, String b, double factor, double cosine) {
    return new InitialGradients(
        true,
        true,
        List.of("1", "2"),
        Map.of(a, List.of(3.0, 4.0), b, List.of(3.0 * factor, 4.0 * factor)),
        Map.of(a, Map.of(a, 1.0, b, cosine), b, Map.of(a, cosine, b, 1.0)),
        List.of());
  }

  private static String headline(Variant... variants) {
    return Verdict.of(comparison(NO_START, variants)).sentence();
  }

  @Test
  void aDifferenceThatHoldsInEverySeedIsClear() {
    assertEquals(
        "`b` ends clearly ahead: accuracy 0.95 against 0.9 with `a`.",
        headline(variant("a", 0.90, 0.91, 0.89), variant("b", 0.95, 0.96, 0.94)));
  }

  @Test
  void aDifferenceThatChangesItsSignIsNotClear() {
    assertEquals(
        "No clear winner over 3 seeds: mean accuracy lies between 0.91 and 0.92.",
        headline(variant("a", 0.90, 0.94, 0.89), variant("b", 0.95, 0.86, 0.95)));
  }

  @Test
  void whatPairsShareCancels() {
    // The seeds differ by far more than the variants, but b is a little better in each.
    assertTrue(
        headline(variant("a", 0.50, 0.70, 0.90), variant("b", 0.511, 0.709, 0.910))
            .startsWith("`b` ends clearly ahead"));
  }

  @Test
  void oneSeedIsSaidToBeOne() {
    assertEquals(
        "With this one seed, `b` ends best: accuracy 0.95 against 0.9 with `a`.",
        headline(variant("a", 0.9), variant("b", 0.95)));
  }

  @Test
  void ofATieNoneWins() {
    assertEquals(
        "With this one seed, 4 of 5 variants tie at accuracy 0.9561; `e` ends at 0.9474."
            .replace("variants", "losses"),
        headline(
            variant("a", 109 / 114.0),
            variant("b", 109 / 114.0),
            variant("c", 109 / 114.0),
            variant("d", 109 / 114.0),
            variant("e", 108 / 114.0)));
    assertEquals(
        "With this one seed, `a` and `b` tie at accuracy 0.9; the next is `c` with 0.8.",
        headline(variant("a", 0.9), variant("b", 0.9), variant("c", 0.8), variant("d", 0.7)));
  }

  /** Their scores are not scores of the same thing. */
  @Test
  void otherRowsAreSaidToMakeScoresIncomparable() {
    Outcome rows = adam.outcome();
    List<Integer> others = rows.lines().stream().map(line -> line + 1).toList();
    Variant a = variant("a", 0.9);
    Variant b = variant("b", "b", scoredOn(others), List.of(Map.of("accuracy", 0.95)), List.of());
    assertEquals(
        "With this one seed, `b` ends best: accuracy 0.95 against 0.9 with `a`. But the variants were scored on different rows, so the scores alone do not show which is better.",
        headline(a, b));
    assertFalse(comparison(NO_START, a, b).hasSameRows());
    assertTrue(comparison(NO_START, a, a).hasSameRows());
  }

  private static Study scoredOn(List<Integer> lines) {
    Outcome rows = adam.outcome();
    return new Study(
        adam.training(),
        adam.plan(),
        adam.snapshots(),
        adam.curve(),
        new Outcome(
            rows.part(), rows.examples(), lines, rows.predictions(), rows.targets(), rows.inputs()),
        adam.contributions(),
        adam.landscape(),
        adam.sharpness(),
        adam.images(),
        adam.regression(),
        adam.startingWeights(),
        adam.finalWeights());
  }

  /** Then no variant is trained on the loss of another one. */
  @Test
  void whereAllHaveOneLossItIsNobodysOwn() {
    assertEquals(
        "`many` ends with the lower `cross-entropy`: 0.8173 against 0.856 with `one`.",
        headline(
            variant(
                "one", "cross-entropy", adam, List.of(Map.of("cross-entropy", 0.856)), List.of()),
            variant(
                "many",
                "cross-entropy",
                adam,
                List.of(Map.of("cross-entropy", 0.8173)),
                List.of())));
  }

  @Test
  void whereTheJudgeIsSaturatedTheLossesAreLookedAt() {
    assertEquals(
        "Both end with accuracy 1, but training with `cross-entropy` makes `mean-squared-error` 100 times lower than training with `mean-squared-error` itself.",
        headline(
            measured("mean-squared-error", 1, 0.001, 0.04),
            measured("cross-entropy", 1, 0.00001, 0.003)));
    assertEquals(
        "Both end with accuracy 1, but each ends best at the loss that it was trained on.",
        headline(
            measured("mean-squared-error", 1, 0.001, 0.04),
            measured("cross-entropy", 1, 0.002, 0.003)));
    assertEquals(
        "Both end with accuracy 1, but `huber` ends with the lower `mean-squared-error`: 0.001 against 0.002 with `hinge`.",
        headline(measured("huber", 1, 0.001, 0.04), measured("hinge", 1, 0.002, 0.04)));
    assertEquals(
        "Both end with accuracy 1, and all other measures agree.",
        headline(measured("huber", 1, 0.001, 0.04), measured("hinge", 1, 0.001, 0.04)));
    assertEquals(
        "All 3 end with accuracy 0.9, and all other measures agree.",
        headline(variant("a", 0.9), variant("b", 0.9), variant("c", 0.9)));
  }

  @Test
  void oneThatIsAloneIsNotCompared() {
    assertEquals(
        "Only `a` was trained: there is nothing to compare it with.", headline(variant("a", 0.9)));
  }

  @Test
  void manyNamesAreCounted() {
    assertEquals(
        "`a` ends clearly ahead of `f` (accuracy 0.9 against 0.6), but not of 4 others.",
        headline(
            variant("a", 0.90, 0.91, 0.89),
            variant("b", 0.95, 0.83, 0.90),
            variant("c", 0.95, 0.82, 0.90),
            variant("d", 0.95, 0.81, 0.90),
            variant("e", 0.95, 0.80, 0.90),
            variant("f", 0.60, 0.61, 0.59)));
  }

  @Test
  void oneThatIsAheadOfSomeIsNotAheadOfAll() {
    assertEquals(
        "`a` ends clearly ahead of `c` (accuracy 0.9 against 0.6), but not of `b`.",
        headline(
            variant("a", 0.90, 0.91, 0.89),
            variant("b", 0.95, 0.83, 0.90),
            variant("c", 0.60, 0.61, 0.59)));
  }

  private static Comparison pair(Study study, double factor, double cosine, double second) {
    Variant a = variant("a", "a", study, List.of(Map.of("accuracy", 0.9)), List.of());
    Variant b = variant("b", "b", study, List.of(Map.of("accuracy", second)), List.of());
    return comparison(start("a", "b", factor, cosine), a, b);
  }

  @Test
  void lossesThatDifferByAFactorLearnTheSameWhereItIsDividedOut() {
    assertEquals(
        "`a` and `b` learn the same here: their gradients differ by a factor, which `adam` divides out.",
        Verdict.of(pair(adam, 2, 1, 0.9)).sentence());
    assertEquals(
        "Both end with accuracy 0.9, and all other measures agree.",
        Verdict.of(pair(descent, 2, 1, 0.9)).sentence(),
        "the step of gradient descent is twice as long");
    assertEquals(
        "`a` and `b` learn the same here: their gradients are equal.",
        Verdict.of(pair(descent, 1, 1, 0.9)).sentence());
    assertTrue(
        Verdict.of(pair(adam, 2, 1, 0.8)).sentence().contains("ends best"),
        "what started alike has parted");
  }

  @Test
  void theLengthOfAGradientIsOnlySpokenOfWhereItMatters() {
    assertEquals(
        List.of(
            "Before the first step, the gradient of `b` is 5.0 times as long as that of `a` and points 60° away from it.",
            "Each variant was trained with one seed; several seeds would show which differences are chance."),
        Verdict.of(pair(descent, 5, 0.5, 0.8)).evidenceSentences());
    assertEquals(
        List.of(
            "Before the first step, the gradients of `a` and `b` are 60° apart. Their lengths do not matter: `adam` divides them out.",
            "Each variant was trained with one seed; several seeds would show which differences are chance."),
        Verdict.of(pair(adam, 5, 0.5, 0.8)).evidenceSentences());
  }

  @Test
  void whereAPenaltyOrAClipHasItsSayNothingIsSaidOfLengths() {
    String sgd = "optimizer: {sgd: {learning-rate: 0.1}}\nmetrics: [accuracy]\n";
    String step = "optimizer: {adam: {learning-rate: 0.01}}\nmetrics: [accuracy]\n";
    Study penalized = Runs.twoEpochs(step + "regularizers: [l2]\n", "");
    assertTrue(
        Verdict.of(pair(penalized, 2, 1, 0.9)).sentence().startsWith("Both end with accuracy 0.9"),
        "a loss twice as large leaves less of the penalty");
    for (Study study :
        List.of(
            penalized,
            Runs.twoEpochs(sgd, ", clip-norm: 1"),
            Runs.twoEpochs(sgd, ", clip-global-norm: 1"),
            Runs.twoEpochs(sgd, ", clip-value: 1"))) {
      Comparison comparison = pair(study, 5, 0.5, 0.8);
      assertEquals(
          List.of(
              "Each variant was trained with one seed; several seeds would show which differences are chance."),
          Verdict.of(comparison).evidenceSentences());
      PageBuilder page = new PageBuilder();
      StartSection.add(page, comparison, ReportContext.of(study.model()));
      String text = page.body().toString();
      assertTrue(text.contains("The length of the gradient of all parameters of a layer"), text);
      assertFalse(text.contains("larger step"), text);
      assertFalse(text.contains("does not grow"), text);
    }
  }

  @Test
  void aHeadlineThatNoMeasureJudgedIsNotSaidToBeJudged() {
    assertEquals(List.of(), Verdict.of(pair(adam, 2, 1, 0.9)).method());
    assertEquals(
        List.of(
            "The headline compares `accuracy`, which no variant was trained on; higher is better."),
        Verdict.of(pair(adam, 2, 1, 0.8)).method());
  }

  @Test
  void whereEverySeedIsTheSameRunNoneAreAskedFor() {
    Comparison plain = pair(descent, 5, 0.5, 0.8);
    Comparison given =
        new Comparison(
            plain.path(),
            plain.variants(),
            plain.start(),
            plain.part(),
            plain.seeds(),
            plain.controlRun(),
            true);
    assertEquals("`a` ends best: accuracy 0.9 against 0.8 with `b`.", Verdict.of(given).sentence());
    assertEquals(
        "Nothing is drawn at random here, so every seed gives the same run; more seeds would show nothing new.",
        Verdict.of(given).evidenceSentences().get(1));
  }

  @Test
  void theStepsToGetThereAreCounted() {
    TreeMap<Integer, Map<String, Double>> fast = new TreeMap<>();
    TreeMap<Integer, Map<String, Double>> slow = new TreeMap<>();
    for (int epoch = 0; epoch <= 10; epoch++) {
      fast.put(epoch, Map.of("accuracy", Math.min(0.9, 0.3 * epoch)));
      slow.put(epoch, Map.of("accuracy", 0.08 * epoch));
    }
    Variant a =
        variant(
            "a",
            "a",
            descent,
            List.of(Map.of("accuracy", 0.9)),
            List.of(new LearningCurve(List.of(), fast)));
    Variant b =
        variant(
            "b",
            "b",
            descent,
            List.of(Map.of("accuracy", 0.8)),
            List.of(new LearningCurve(List.of(), slow)));
    assertEquals(
        "`a` reaches `accuracy` 0.8 by epoch 3, `b` only by epoch 10.",
        Verdict.of(comparison(NO_START, a, b)).evidenceSentences().get(0));
  }

  @Test
  void whatIsToBeReachedIsTheScoreOfTheWeightsThatWereKept() {
    TreeMap<Integer, Map<String, Double>> fast = new TreeMap<>();
    TreeMap<Integer, Map<String, Double>> slow = new TreeMap<>();
    for (int epoch = 0; epoch <= 10; epoch++) {
      fast.put(epoch, Map.of("accuracy", Math.min(0.9, 0.3 * epoch)));
      slow.put(epoch, Map.of("accuracy", epoch <= 6 ? 0.09 * epoch : 0.2));
    }
    Variant a =
        variant(
            "a",
            "a",
            adam,
            List.of(Map.of("accuracy", 0.9)),
            List.of(new LearningCurve(List.of(), fast)));
    Variant b =
        variant(
            "b",
            "b",
            Runs.keeping(adam, 6),
            List.of(Map.of("accuracy", 0.54)),
            List.of(new LearningCurve(List.of(), slow)));
    assertEquals(
        "`a` reaches `accuracy` 0.54 by epoch 2, `b` only by epoch 6.",
        Verdict.of(comparison(NO_START, a, b)).evidenceSentences().get(0));
    Variant other =
        variant("b", "b", Runs.keeping(adam, 6), List.of(Map.of("accuracy", 0.6)), b.curves());
    assertEquals(
        List.of(
            "Each variant was trained with one seed; several seeds would show which differences are chance."),
        Verdict.of(comparison(NO_START, a, other)).evidenceSentences(),
        "a curve of other examples than the score says nothing of it");
  }
}
