package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Variant;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.GradusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the choice of a loss changes what a network learns from the same initial weights. */
class ComparisonTest {

  private static final double FLOAT = 2e-6;

  private static final ComparisonListener NOBODY = audience(Integer.MAX_VALUE);

  /** A listener that asks to stop after a number of runs. */
  private static ComparisonListener audience(int runs) {
    List<String> seen = new ArrayList<>();
    return new ComparisonListener() {
      @Override
      public TrainingListener watch(String variant, long seed) {
        seen.add(variant);
        return TrainingListener.NONE;
      }

      @Override
      public boolean wantsToStop() {
        return seen.size() > runs;
      }
    };
  }

  private static Comparison compare(
      String example, String path, List<String> values, int seeds, String... settings) {
    try (Gradus gradus = Gradus.create()) {
      return gradus
          .job(
              Distribution.EXAMPLES.resolve(example),
              Arrays.stream(settings).map(Setting::parse).toArray(Setting[]::new))
          .compare(path, values, seeds, NOBODY);
    }
  }

  private static Comparison xor(String... losses) {
    return compare("xor-mse.yaml", "loss", List.of(losses), 1, "training.epochs=500");
  }

  private static Comparison briefly(String... losses) {
    return compare("xor-mse.yaml", "loss", List.of(losses), 1, "training.epochs=2");
  }

  @Test
  void theLossAloneMakesTheDifference() {
    Comparison comparison = xor("mean-squared-error", "cross-entropy");
    assertTrue(comparison.start().sameWeights());
    Variant squared = comparison.variants().get(0);
    Variant entropy = comparison.variants().get(1);
    assertEquals(
        squared.study().orElseThrow().startingWeights(),
        entropy.study().orElseThrow().startingWeights());
    assertFalse(
        squared
            .study()
            .orElseThrow()
            .finalWeights()
            .equals(entropy.study().orElseThrow().finalWeights()));
    // After 500 steps the largest error is 0.168 with the squared error and 0.023 with
    // cross-entropy.
    assertEquals(0.168, largestError(squared), 0.0005);
    assertEquals(0.023, largestError(entropy), 0.0005);
  }

  private static double largestError(Variant variant) {
    var outcome = variant.study().orElseThrow().outcome();
    double largest = 0;
    for (int i = 0; i < outcome.predictions().size(); i++) {
      largest =
          Math.max(
              largest,
              Math.abs(outcome.predictions().get(i).get(0) - outcome.targets().get(i).get(0)));
    }
    return largest;
  }

  @Test
  void atStepZeroTheGradientsDifferByTheSlopeOfTheSigmoid() {
    Comparison comparison = briefly("mean-squared-error", "cross-entropy");
    for (InitialGradients.Example example : comparison.start().examples()) {
      double a = of(example.output(), "cross-entropy").get(0);
      double y = example.target().get(0);
      assertEquals(a - y, of(example.gradient(), "cross-entropy").get(0), FLOAT);
      assertEquals(
          2 * (a - y) * a * (1 - a), of(example.gradient(), "mean-squared-error").get(0), FLOAT);
    }
    assertEquals(1, of(of(comparison.start().cosines(), "cross-entropy"), "cross-entropy"), 1e-9);
    double between = of(of(comparison.start().cosines(), "cross-entropy"), "mean-squared-error");
    assertTrue(between > 0.9 && between < 1, "nearly the same direction: " + between);
  }

  @Test
  void everyRunIsMeasuredByTheLossesOfAll() {
    Comparison comparison = briefly("mean-squared-error", "cross-entropy", "huber");
    assertEquals(
        Set.of("mean-squared-error", "cross-entropy", "huber", "accuracy"),
        new HashSet<>(comparison.measures()));
    for (Variant variant : comparison.trained()) {
      assertEquals(4, variant.scores().get(0).size(), variant.name());
      assertEquals(
          of(of(variant.study().orElseThrow().training().metrics(), "training"), "loss"),
          of(variant.scores().get(0), variant.loss()),
          1e-9);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris.yaml", "breast_cancer.yaml", "xor-mse.yaml"})
  void aPrintedNumberTeachesNothing(String example) {
    assertPrintedNumberTeachesNothing(example);
  }

  /** As iris, with a larger network. */
  @Tag("slow")
  @Test
  void aPrintedNumberTeachesNothingInALargerNetworkEither() {
    assertPrintedNumberTeachesNothing("digits.yaml");
  }

  private static void assertPrintedNumberTeachesNothing(String example) {
    Comparison comparison =
        compare(
            example,
            "loss",
            List.of("mean-squared-error", "cross-entropy"),
            1,
            "training.epochs=3");
    ControlRun controlRun = comparison.controlRun().orElseThrow();
    assertTrue(controlRun.printed().contains("cross-entropy"), controlRun.toString());
    assertEquals(controlRun.withoutPrinting(), controlRun.withPrinting());
    assertTrue(controlRun.holds());
    assertFalse(
        controlRun
            .withoutPrinting()
            .equals(comparison.variants().get(1).study().orElseThrow().finalWeights()),
        "the other loss, trained on, teaches something else");
  }

  @Test
  void whatWasNotPrintedIsNotClaimedToHaveTaughtNothing() {
    Comparison comparison =
        compare(
            "iris.yaml",
            "loss",
            List.of("cross-entropy", "{huber: {delta: 0.1}}", "hinge", "{huber: {delta: 1}}"),
            1,
            "training.epochs=2");
    ControlRun controlRun = comparison.controlRun().orElseThrow();
    assertEquals(
        Set.of("huber(delta=0.1)", "huber(delta=1.0)", "accuracy", "mean-squared-error"),
        new HashSet<>(controlRun.printed()),
        "hinge makes no sense of softmax");
    assertTrue(
        compare("one-neuron-mse.yaml", "loss", List.of("mse"), 1, "training.epochs=2")
            .controlRun()
            .isEmpty(),
        "nothing was printed");
  }

  @Test
  void aWarningIsNoAdaptation() {
    Comparison comparison =
        compare(
            "iris.yaml",
            "loss",
            List.of("cross-entropy", "mse"),
            1,
            "network[1].dense.activation=sigmoid",
            "training.loss-guard=warn",
            "training.epochs=2");
    Variant warned = comparison.variants().get(0);
    assertEquals(List.of(), warned.notes());
    assertTrue(
        warned.warnings().get(0).message().contains("add up to 1"), warned.warnings().toString());
    assertEquals(List.of(), comparison.variants().get(1).warnings());
  }

  @Test
  void scoresInAnotherUnitThanTheLossesAreKnown() {
    assertFalse(briefly("mean-squared-error", "cross-entropy").isRescaled());
    assertTrue(
        compare(
                "wine.yaml",
                "loss",
                List.of("mse", "huber"),
                1,
                "data.target=alcohol",
                "data.split={validation: 0.2}",
                "network=[{dense: {}}]",
                "metrics=[]",
                "training={epochs: 2}")
            .isRescaled());
  }

  @Test
  void aLossThatTakesScoresGetsThem() {
    Comparison comparison =
        compare("iris.yaml", "loss", List.of("cross-entropy", "hinge"), 1, "training.epochs=5");
    Variant hinge = comparison.variants().get(1);
    assertTrue(hinge.tookPart());
    assertEquals(1, hinge.notes().size());
    assertTrue(
        hinge.notes().get(0).contains("no activation here instead of softmax"),
        hinge.notes().toString());
    assertTrue(comparison.start().sameWeights(), "only the activation differs");
  }

  @Test
  void aLossThatMakesNoSenseIsRefusedAndTheOthersGoOn() {
    Comparison comparison =
        compare(
            "iris.yaml",
            "loss",
            List.of("cross-entropy", "gaussian-nll: {predict-variance: true}"),
            1,
            "training.epochs=2");
    assertTrue(comparison.variants().get(0).tookPart());
    Variant refused = comparison.variants().get(1);
    assertFalse(refused.tookPart());
    assertFalse(refused.refusal().orElseThrow().problems().isEmpty());
  }

  @Test
  void twoOfOneLossWithOtherOptionsAreToldApart() {
    Comparison comparison =
        compare(
            "iris.yaml",
            "loss",
            List.of("{huber: {delta: 0.1}}", "{huber: {delta: 1}}"),
            1,
            "training.epochs=5");
    Variant narrow = comparison.variants().get(0);
    Variant wide = comparison.variants().get(1);
    assertEquals("huber(delta=0.1)", narrow.loss());
    assertEquals("huber(delta=1.0)", wide.loss());
    assertTrue(comparison.measures().containsAll(List.of(narrow.loss(), wide.loss())));
    assertTrue(
        of(wide.scores().get(0), wide.loss()) > of(wide.scores().get(0), narrow.loss()),
        "the wider one counts large errors for more");
  }

  @Test
  void aNameThatIsNoneIsAnErrorBeforeAnythingIsTrained() {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> xor("cross-entropy", "mean-squared-eror"));
    assertTrue(
        String.valueOf(e.getMessage()).contains("did you mean 'mean-squared-error'"),
        String.valueOf(e.getMessage()));
  }

  @Test
  void whereNobodyCanTakePartThatIsAnError() {
    GradusException e =
        assertThrows(
            GradusException.class,
            () ->
                compare(
                    "iris.yaml",
                    "loss",
                    List.of("cross-entropy"),
                    1,
                    "metrics=[]",
                    "training.early-stopping={monitor: r2}"));
    assertTrue(
        String.valueOf(e.getMessage()).contains("nothing could be compared"),
        String.valueOf(e.getMessage()));
  }

  @Test
  void optimizersAndRatesAreComparedLikewise() {
    Comparison comparison =
        compare(
            "iris.yaml",
            "optimizer.adam.learning-rate",
            List.of("0.01", "0.0001"),
            3,
            "training.epochs=20");
    assertEquals(List.of(7L, 8L, 9L), comparison.seeds());
    Estimate difference = comparison.difference(comparison.variants().get(1), "cross-entropy");
    assertTrue(difference.low() > 0, "a hundredth of the rate learns less: " + difference);
    assertTrue(difference.isClear());
    assertEquals(3, difference.runs());
    Estimate own = comparison.difference(comparison.variants().get(0), "cross-entropy");
    assertEquals(0, own.mean());
  }

  @Test
  void whoeverWantsToStopGetsWhatIsFinished() {
    try (Gradus gradus = Gradus.create()) {
      Comparison comparison =
          gradus
              .job(Distribution.EXAMPLES.resolve("iris.yaml"), Setting.parse("training.epochs=2"))
              .compare("loss", List.of("cross-entropy", "mean-squared-error"), 3, audience(3));
      assertEquals(List.of(7L), comparison.seeds(), "not all variants finished the second seed");
      assertEquals(2, comparison.trained().size());
      assertTrue(comparison.controlRun().isEmpty());
    }
  }

  @Test
  void anIntervalIsThatOfStudent() {
    Estimate estimate = Estimate.of(new double[] {1, 2, 3, 4});
    assertEquals(2.5, estimate.mean(), 1e-12);
    assertEquals(Math.sqrt(5.0 / 3), estimate.deviation(), 1e-12);
    assertEquals(3.182 * Math.sqrt(5.0 / 3) / 2, estimate.margin(), 1e-12);
    assertTrue(Double.isNaN(Estimate.of(new double[] {1}).margin()), "one run says nothing");
    double[] many = new double[101];
    many[0] = 1;
    // t(100) = 1.984
    assertEquals(
        1.984, Estimate.of(many).margin() / Estimate.of(many).deviation() * Math.sqrt(101), 0.001);
  }

  private static <T> T of(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }
}
