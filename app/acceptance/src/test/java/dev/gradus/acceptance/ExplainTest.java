package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.explain.LayerGradients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code gradus explain}, shown with the neuron of the textbook. */
class ExplainTest {

  /** The plots of the textbook can be read to three digits. */
  private static final double READ = 5e-4;

  /** For float compared with the golden numbers, which were computed in double. */
  private static final double ROUNDED = 1e-5;

  @WorkingFolder Path folder;

  private Result explain(String example, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("explain", Distribution.EXAMPLES.resolve(example).toString()));
    Collections.addAll(arguments, more);
    return Distribution.gradus(folder, arguments.toArray(String[]::new));
  }

  private static List<Setting> start(double weight, double bias) {
    return List.of(
        new Setting("network[0].dense.weights", "{given: {values: [[" + weight + "]]}}"),
        new Setting("network[0].dense.biases", "{given: {values: [[" + bias + "]]}}"));
  }

  /**
   * A run of the textbook (M. Nielsen, Neural Networks and Deep Learning, 2015, chapter 3).
   *
   * @param at50 the output after 50 epochs, computed in double
   * @param at300 the output after 300 epochs, computed in double
   */
  private record Run(String example, double weight, double bias, double at50, double at300) {}

  @TestFactory
  Stream<DynamicTest> theNeuronOfTheTextbookLearnsAsItDoesThere() {
    return Stream.of(
            new Run("one-neuron-mse.yaml", 2, 2, 0.9759334, 0.2028484),
            new Run("one-neuron-mse.yaml", 0.6, 0.9, 0.3870104, 0.0939557),
            new Run("one-neuron-cross-entropy.yaml", 2, 2, 0.0985039, 0.0120087),
            new Run("one-neuron-cross-entropy.yaml", 0.6, 0.9, 0.0792146, 0.0116382))
        .map(run -> DynamicTest.dynamicTest(run.toString(), () -> follow(run)));
  }

  private static void follow(Run run) {
    try (Gradus gradus = Gradus.create()) {
      assertEquals(run.at50(), outputAfter(50, run, gradus), ROUNDED);
      assertEquals(run.at300(), outputAfter(300, run, gradus), ROUNDED);
    }
  }

  private static double outputAfter(int epochs, Run run, Gradus gradus) {
    List<Setting> settings = new ArrayList<>(start(run.weight(), run.bias()));
    settings.add(new Setting("training.epochs", Integer.toString(epochs)));
    Configuration configuration = configuration(run, settings, gradus);
    return gradus.job(configuration).train().model().predictor().predict(1)[0];
  }

  private static Configuration configuration(Run run, List<Setting> settings, Gradus gradus) {
    return gradus.read(
        Distribution.EXAMPLES.resolve(run.example()), settings.toArray(Setting[]::new));
  }

  @Test
  void theFilesAreThoseOfTheTextbooksFirstStart() {
    try (Gradus gradus = Gradus.create()) {
      for (String example : List.of("one-neuron-mse.yaml", "one-neuron-cross-entropy.yaml")) {
        Run run = new Run(example, 2, 2, 0, 0);
        assertEquals(
            configuration(run, start(2, 2), gradus), configuration(run, List.of(), gradus));
        assertEquals(
            java.util.Optional.of(300), configuration(run, List.of(), gradus).training().epochs());
      }
    }
  }

  /**
   * The chain rule at the initial weights.
   *
   * @param a the first output
   * @param ofHalfSquare dL/dz of the textbook's quadratic cost, which is half of mean-squared-error
   */
  private record Start(double weight, double bias, double a, double ofHalfSquare) {}

  @TestFactory
  Stream<DynamicTest> theFirstGradientsDifferByTheSlopeOfTheSigmoid() {
    return Stream.of(new Start(2, 2, 0.98201, 0.017345), new Start(0.6, 0.9, 0.81757, 0.121939))
        .map(start -> DynamicTest.dynamicTest(start.toString(), () -> compare(start)));
  }

  private static void compare(Start start) {
    try (Gradus gradus = Gradus.create()) {
      Run run = new Run("one-neuron-mse.yaml", start.weight(), start.bias(), 0, 0);
      Explanation explanation =
          gradus
              .job(configuration(run, start(start.weight(), start.bias()), gradus))
              .explainer()
              .explain(1);
      double slope = explanation.layers().get(0).slopes().listed().get(0).byChainRule();
      assertEquals(start.a(), explanation.layers().get(0).outputs().get(0), ROUNDED);
      assertEquals(start.ofHalfSquare(), toldBy(0, explanation) / 2, ROUNDED);
      assertEquals(start.a(), toldBy(1, explanation), ROUNDED, "cross-entropy");
      assertEquals(
          1 / slope, toldBy(1, explanation) / (toldBy(0, explanation) / 2), 1e-3, "their ratio");
      assertTrue(explanation.agrees());
    }
  }

  private static double toldBy(int loss, Explanation explanation) {
    LayerGradients layer = explanation.losses().get(loss).layers().get(0);
    return layer.preActivations().listed().get(0).byChainRule();
  }

  @Test
  void whatIsPrintedPointsAtTheFactor() throws Exception {
    String pointing =
        "Both losses see the same a = 0.982 and the same target y = 0. mean-squared-error multiplies dL/da = 1.964 by da/dz = a(1 - a) = 0.01766, which leaves dL/dz = 0.03469: the more the unit is saturated and wrong, the less it learns. binary-cross-entropy's dL/da = 55.6 has 1/(a(1 - a)) = 56.62 in it, which cancels that factor: dL/dz = 0.982, 28.3 times as large.";
    Result mse = explain("one-neuron-mse.yaml");
    assertEquals(0, mse.status(), mse.err());
    assertTrue(mse.out().contains("Row 1, target y = 0\n"), mse.out());
    assertTrue(
        mse.out().lines().anyMatch(line -> line.matches(" +dL/dz\\[1] +0\\.03469 +0\\.03469 .*")),
        mse.out());
    assertTrue(mse.out().contains("Every derivative agrees with its finite difference."));
    assertTrue(mse.out().stripTrailing().endsWith(pointing), mse.out());
    Result crossEntropy = explain("one-neuron-cross-entropy.yaml");
    assertTrue(crossEntropy.out().stripTrailing().endsWith(pointing), crossEntropy.out());
  }

  @Test
  void wideLayersAreCutShortUnlessAllIsAskedFor() throws Exception {
    Result some = explain("iris.yaml");
    assertTrue(some.out().contains("… (6 more)"), some.out());
    Result all = explain("iris.yaml", "--all");
    assertFalse(all.out().contains("more)"), all.out());
    assertTrue(all.out().contains("dL/dW[16,3]"), all.out());
  }

  @Test
  void jsonHasTheSameNumbers() throws Exception {
    Result result =
        explain("xor-mse.yaml", "--json", "--row", "2", "--loss", "bce", "--loss", "huber");
    assertEquals(0, result.status(), result.err());
    JsonNode object = new ObjectMapper().readTree(result.out());
    assertEquals(2, object.get("row").asInt());
    assertEquals(
        List.of("mean-squared-error", "binary-cross-entropy", "huber"),
        object.get("losses").findValuesAsText("loss"));
    assertEquals(2, object.get("pointing").size());
    assertEquals(0.248093, object.at("/layers/1/a/0").asDouble(), ROUNDED);
    JsonNode slope = object.at("/losses/1/layers/1/dL~1dz/listed/0");
    assertEquals("dL/dz[1]", slope.get("symbol").asText());
    assertEquals(-0.751907, slope.get("chain-rule").asDouble(), ROUNDED);
    assertEquals(-0.751907, slope.get("finite-difference").asDouble(), ROUNDED);
    assertTrue(slope.get("agrees").asBoolean() && object.get("agrees").asBoolean());
  }

  @Test
  void aTrainedModelIsExplainedWithItsWeights() throws Exception {
    String config = Distribution.EXAMPLES.resolve("one-neuron-mse.yaml").toString();
    Result trained = Distribution.gradus(folder, "train", config, "--quiet", "--output", "out");
    assertEquals(0, trained.status(), trained.err());
    Result result = explain("one-neuron-mse.yaml", "--json", "--model", "out/model.safetensors");
    JsonNode object = new ObjectMapper().readTree(result.out());
    assertEquals(0.203, object.at("/layers/0/a/0").asDouble(), READ);
  }

  @Test
  void theFaultsOfTheQuestionAreShownSideBySide() throws Exception {
    Result result = explain("xor-mse.yaml", "--mistakes");
    assertEquals(0, result.status(), result.err());
    for (String name : List.of("update-before-use", "sum-for-mean", "printed-is-not-learned")) {
      assertTrue(result.out().contains(name + ": "), result.out());
    }
    JsonNode faults =
        new ObjectMapper()
            .readTree(explain("xor-mse.yaml", "--mistakes", "--json").out())
            .get("mistakes");
    assertEquals(3, faults.size());
    for (JsonNode fault : faults) {
      assertTrue(fault.get("caught").asBoolean(), fault.toString());
    }
    assertEquals(4, faults.at("/1/steps/2/examples").asInt());
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeExplainedIsRefusedInASentence() {
    record Mistake(String sentence, List<String> arguments) {}
    return Stream.of(
            new Mistake(
                "gradus: row 5: the data have 4 rows; take one from 1 to 4",
                List.of("xor-mse.yaml", "--row", "5")),
            new Mistake(
                "gradus: loss: binary-cross-entropy treats each output separately, but those of the last layer (softmax) add up to 1; use cross-entropy, which treats them together, or use sigmoid there",
                List.of("iris.yaml", "--loss", "binary-cross-entropy")),
            new Mistake(
                "gradus: --loss: 'hubert' is not a loss", List.of("iris.yaml", "--loss", "hubert")),
            new Mistake(
                "gradus: digits-convolution.yaml:10:5: network[1].conv2d: an example is explained through dense layers alone; take the layer out, or explain a smaller network with the same loss",
                List.of("digits-convolution.yaml")))
        .map(
            mistake ->
                DynamicTest.dynamicTest(
                    mistake.sentence(),
                    () -> {
                      List<String> all = mistake.arguments();
                      Result result =
                          explain(all.get(0), all.subList(1, all.size()).toArray(String[]::new));
                      assertEquals(2, result.status());
                      assertEquals("", result.out());
                      assertTrue(result.err().startsWith(mistake.sentence()), result.err());
                    }));
  }
}
