package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.study.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the page computes from the records of a study, against small cases by hand. */
class DerivedNumbersTest {

  private static Outcome outcome(List<List<Double>> predictions, List<List<Double>> targets) {
    return new Outcome(
        "validation",
        predictions.size(),
        IntStream.range(0, predictions.size()).boxed().toList(),
        predictions,
        targets,
        List.of());
  }

  @Test
  void theLossBetweenMeasuredPointsIsTheirMeanByDistance() {
    LossLandscape landscape =
        new LossLandscape(
            List.of(-1.0, 0.0, 1.0),
            List.of(0.0, 4.0),
            List.of(List.of(1.0, 2.0, 3.0), List.of(5.0, 6.0, 11.0)),
            Optional.empty(),
            "");
    assertEquals(2, LandscapeSection.lossAt(landscape, 0, 0), 1e-12);
    assertEquals(11, LandscapeSection.lossAt(landscape, 1, 4), 1e-12);
    // (2 + 3) / 2 for three quarters, and (6 + 11) / 2 for the last.
    assertEquals(4, LandscapeSection.lossAt(landscape, 0.5, 1), 1e-12);
  }

  @Test
  void theLossAtAMeasuredPointIsReadEvenBesideAnInfiniteOne() {
    double far = Double.POSITIVE_INFINITY;
    // Steps as the engine takes them, so that 0 is a place of 4 but for rounding.
    List<Double> at = IntStream.range(0, 7).mapToObj(i -> (i - 4) * 0.1).toList();
    List<Double> row = List.of(far, far, far, far, 0.5, far, far);
    List<Double> none = List.of(far, far, far, far, far, far, far);
    LossLandscape landscape =
        new LossLandscape(
            at, at, List.of(none, none, none, none, row, none, none), Optional.empty(), "");
    assertEquals(0.5, LandscapeSection.lossAt(landscape, 0, 0));
    assertEquals(far, LandscapeSection.lossAt(landscape, 0.05, 0));
    assertEquals(far, LandscapeSection.lossAt(landscape, at.get(6), at.get(6)));
    assertEquals(far, LandscapeSection.lossAt(landscape, at.get(0), at.get(0)));
  }

  @Test
  void probabilitiesFallIntoBinsOfATenth() {
    Reliability reliability =
        Reliability.of(
            new double[] {0.92, 0.98, 0.31, 1}, new boolean[] {true, false, false, true});
    assertEquals(
        List.of(
            new Reliability.Bin(0.3, 0.31, 0, 1),
            new Reliability.Bin(0.9, (0.92 + 0.98 + 1) / 3, 2.0 / 3, 3)),
        reliability.bins());
    // (|0.31 - 0| + |2.9 - 2|) / 4
    assertEquals(0.3025, reliability.error(), 1e-12);
  }

  @Test
  void anAnswerIsTheLargestOutputOrOneSideOfAHalf() {
    assertEquals(2, ClassAnswers.classOf(List.of(0.1, 0.2, 0.7)));
    assertEquals(1, ClassAnswers.classOf(List.of(0.5)));
    assertEquals(0, ClassAnswers.classOf(List.of(0.49)));
  }

  @Test
  void theConfusionMatrixCountsTruthsInRows() {
    ClassAnswers answers =
        ClassAnswers.of(
            outcome(
                List.of(List.of(0.9), List.of(0.2), List.of(0.6), List.of(0.1)),
                List.of(List.of(1.0), List.of(1.0), List.of(0.0), List.of(0.0))),
            List.of("no", "yes"));
    assertEquals(List.of(List.of(1, 1), List.of(1, 1)), answers.report().counts());
    assertEquals(2, answers.right());
    assertEquals(List.of(2, 2), answers.examples());
  }

  @Test
  void ofManyClassesTheWorstPairsAreListed() {
    List<String> classes = IntStream.range(0, 30).mapToObj(k -> "class" + k).toList();
    List<Integer> truths = IntStream.range(0, 30).boxed().toList();
    List<Integer> answers = IntStream.range(0, 30).map(k -> (k + 1) % 30).boxed().toList();
    PageBuilder page = new PageBuilder();
    ConfusionTable.add(page, new ClassAnswers(classes, truths, answers));
    String html = page.body().toString();
    assertTrue(html.contains("A table of 30 classes would be too large; these are the 20 pairs"));
    assertEquals(21, html.split("<tr>").length - 1, "a heading and 20 pairs");
  }

  @Test
  void residualsArePredictionLessTruth() {
    Residuals residuals =
        Residuals.of(
            outcome(
                List.of(List.of(3.0), List.of(5.0), List.of(5.0)),
                List.of(List.of(2.0), List.of(5.0), List.of(8.0))),
            0);
    assertEquals(List.of(1.0, 0.0, -3.0), residuals.missed());
    assertEquals(1, residuals.median());
    assertEquals(-2.0 / 3, residuals.mean(), 1e-12);
    // The truths 2, 5, 8 vary by 18 about their mean; 1 + 9 are left.
    assertEquals(1 - 10.0 / 18, residuals.explained(), 1e-12);
    assertEquals("The network explains 44.4\u202F% of the variance.", residuals.explanation());
    assertTrue(
        new Residuals(List.of(5.0, -5.0), List.of(1.0, 2.0))
            .explanation()
            .contains("explains none of the variance"));
    assertEquals(3, residuals.medianOfConstant());
    assertEquals(
        "Half of the absolute errors are below 1. On average the prediction is 0.6667 too low.",
        residuals.size());
    assertEquals("The prediction is 1 too high.", new Residuals(List.of(1.0), List.of(2.0)).size());
    assertEquals(
        "The prediction is neither too high nor too low.",
        new Residuals(List.of(0.0), List.of(2.0)).size());
  }

  @Test
  void constantTruthsHaveNoVarianceToExplain() {
    Residuals residuals = Residuals.of(outcome(List.of(List.of(3.0)), List.of(List.of(2.0))), 0);
    assertTrue(Double.isNaN(residuals.explained()));
    assertTrue(residuals.explanation().contains("no variance to explain"), residuals.explanation());
  }

  @Test
  void thinningKeepsTheEndsAndIsEven() {
    List<Integer> all = IntStream.rangeClosed(0, 10_000).boxed().toList();
    List<Integer> kept = Thinning.of(all, 5);
    assertEquals(List.of(0, 2500, 5000, 7500, 10_000), kept);
    assertEquals(List.of(1, 2), Thinning.of(List.of(1, 2), 5));
  }

  @Test
  void numbersAreShort() {
    assertEquals("0.9667", Prose.number(0.96666));
    assertEquals("12,346", Prose.number(12345.6));
    assertEquals("\u22121.5e\u22127", Prose.number(-1.5e-7));
    assertEquals("2e9", Prose.number(2e9));
    assertEquals("0", Prose.number(0.0));
    assertEquals("–", Prose.number(Double.NaN));
    assertEquals("+0.5", Prose.signed(0.5));
    assertEquals("97.5\u202F%", Prose.percent(0.975));
    assertEquals("a, b and c", Prose.list(List.of("a", "b", "c")));
  }
}
