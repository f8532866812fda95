package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Study;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a network beside a linear model is what the numbers say. */
class LinearSentenceTest {

  private static final Study MOONS = Runs.moons();
  private static final Study WAVE = Runs.wave();

  private static Study beside(Study study, Map<String, Map<String, Double>> metrics) {
    return beside(study, new LinearBaseline(metrics, "How it was fitted."));
  }

  private static Study beside(Study study, LinearBaseline linear) {
    Training training = study.training();
    return new Study(
        new Training(
            training.model(),
            training.history(),
            training.epoch(),
            training.metrics(),
            training.duration(),
            training.warnings(),
            training.failure(),
            linear),
        study.plan(),
        study.snapshots(),
        study.curve(),
        study.outcome(),
        study.contributions(),
        study.landscape(),
        study.sharpness(),
        study.images(),
        study.regression(),
        study.startingWeights(),
        study.finalWeights());
  }

  private static double of(Study study, String part, String name) {
    return study.training().metrics().getOrDefault(part, Map.of()).getOrDefault(name, Double.NaN);
  }

  private static String said(Study study, Map<String, Map<String, Double>> metrics) {
    return LinearSentence.of(beside(study, metrics)).orElse("");
  }

  @Test
  void aBetterNetworkIsSaidToBeBetterByHowMuch() {
    double accuracy = of(MOONS, "validation", "accuracy");
    assertEquals(
        "On the %s validation examples, a linear model of the same inputs gets `accuracy` %s, and the network %s, better by 0.125."
            .formatted(
                MOONS.plan().validationRows(),
                Prose.number(accuracy - 0.125),
                Prose.number(accuracy)),
        said(MOONS, Map.of("validation", Map.of("loss", 0.1, "accuracy", accuracy - 0.125))));
  }

  @Test
  void aLinearModelThatIsAsGoodOrBetterIsSaidToBe() {
    double accuracy = of(MOONS, "validation", "accuracy");
    String alike = said(MOONS, Map.of("validation", Map.of("accuracy", accuracy)));
    assertTrue(
        alike.endsWith(
            "is as good, with `accuracy` %s: as trained here, the network gains nothing from its hidden layers."
                .formatted(Prose.number(accuracy))),
        alike);
    String better = said(MOONS, Map.of("validation", Map.of("accuracy", accuracy + 0.01)));
    assertTrue(
        better.contains(
            "is better, with `accuracy` %s against %s: as trained here"
                .formatted(Prose.number(accuracy + 0.01), Prose.number(accuracy))),
        better);
  }

  @Test
  void aSmallDifferenceOfAccuraciesIsCounted() {
    int rows = MOONS.plan().validationRows();
    double accuracy = of(MOONS, "validation", "accuracy");
    String one = said(MOONS, Map.of("validation", Map.of("accuracy", accuracy - 1.0 / rows)));
    assertTrue(one.endsWith(" (1 example)."), one);
    String two = said(MOONS, Map.of("validation", Map.of("accuracy", accuracy + 2.0 / rows)));
    assertTrue(two.contains(" (2 examples): as trained here"), two);
    String four = said(MOONS, Map.of("validation", Map.of("accuracy", accuracy - 4.0 / rows)));
    assertFalse(four.contains("examples)"), four);
  }

  @Test
  void ofAnErrorLessIsBetter() {
    double error = of(WAVE, "validation", "mean-absolute-error");
    String said = said(WAVE, Map.of("validation", Map.of("mean-absolute-error", error + 0.5)));
    assertTrue(said.endsWith("better by 0.5."), said);
    said = said(WAVE, Map.of("validation", Map.of("mean-absolute-error", error / 2)));
    assertTrue(said.contains("a linear model of the same inputs is better"), said);
  }

  @Test
  void metricsComeBeforeLossesAndTheFirstOfThemIsTaken() {
    double r2 = of(WAVE, "validation", "r2");
    String said =
        said(
            WAVE,
            Map.of("validation", Map.of("loss", 0.0, "mean-absolute-error", 0.0, "r2", r2 - 0.5)));
    assertTrue(said.contains("`r2`"), said);
    assertTrue(said.endsWith("better by 0.5."), said);
    said = said(WAVE, Map.of("validation", Map.of("loss", 1e6)));
    assertTrue(said.contains("gets `loss` 1,000,000, and the network"), said);
  }

  @Test
  void ofTrainingExamplesItIsSaidThatTheyWereLearnedFrom() {
    String said = said(MOONS, Map.of("training", Map.of("accuracy", 0.1)));
    assertTrue(
        said.startsWith(
            "On the %s training examples, on which both were trained, a linear model"
                .formatted(MOONS.plan().trainingRows())),
        said);
  }

  @Test
  void oneExampleIsNotSpokenOfAsSeveral() {
    TrainingPlan plan = MOONS.plan();
    Study one =
        new Study(
            MOONS.training(),
            new TrainingPlan(
                plan.trainingRows(),
                1,
                0,
                plan.inputs(),
                plan.outputs(),
                plan.parameters(),
                plan.frozen(),
                plan.epochs(),
                plan.stepsPerEpoch(),
                plan.steps(),
                plan.batchesPerStep(),
                plan.bytes(),
                plan.warnings()),
            MOONS.snapshots(),
            MOONS.curve(),
            MOONS.outcome(),
            MOONS.contributions(),
            MOONS.landscape(),
            MOONS.sharpness(),
            MOONS.images(),
            MOONS.regression(),
            MOONS.startingWeights(),
            MOONS.finalWeights());
    String said = said(one, Map.of("validation", Map.of("accuracy", 0.1)));
    assertTrue(said.startsWith("On the 1 validation example, a linear model"), said);
  }

  @Test
  void nothingIsSaidWhereThereIsNoneOrNothingInCommon() {
    assertEquals("", said(MOONS, Map.of()));
    assertEquals("", said(MOONS, Map.of("validation", Map.of("other", 1.0))));
    Study without = beside(MOONS, LinearBaseline.NONE);
    assertEquals(Optional.empty(), LinearSentence.of(without));
    String page = Report.of(without).text();
    assertFalse(page.contains("linear model"));
  }

  @Test
  void thePageHasTheNumbersAndHowTheyWereFound() {
    String page = Report.of(MOONS).text();
    assertTrue(page.contains(">linear model, validation</th>"));
    assertTrue(page.contains("a linear model of the same inputs gets <code>accuracy</code>"), page);
    assertTrue(page.contains("by logistic regression (L2 penalty, C = 1)."));
    // The moons are not to be told apart by a line, which is what the network is for.
    assertTrue(of(MOONS, "validation", "accuracy") > 0.95);
    assertTrue(
        MOONS
                .training()
                .linear()
                .metrics()
                .getOrDefault("validation", Map.of())
                .getOrDefault("accuracy", 1.0)
            < 0.95);
    assertTrue(Report.of(beside(MOONS, Map.of())).text().contains("How it was fitted."));
  }
}
