package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.tuning.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples learn what they should. */
class ExamplesTest {

  private static final int SEEDS = 10;

  /** For float arithmetic compared with a run in double; see the README of the traces. */
  private static final double TOLERANCE = 1e-5;

  private static List<Double> accuracies(String example) {
    return accuracies(example, SEEDS);
  }

  private static List<Double> accuracies(String example, int seeds) {
    return accuracies(trained(example, seeds));
  }

  private static List<Double> accuracies(List<Training> runs) {
    return runs.stream()
        .map(run -> run.metrics().getOrDefault(Training.VALIDATION_PART, java.util.Map.of()))
        .map(metrics -> metrics.getOrDefault("accuracy", Double.NaN))
        .toList();
  }

  private static List<Training> trained(String example, int seeds, Setting... settings) {
    try (Gradus gradus = Gradus.create()) {
      return IntStream.range(0, seeds)
          .mapToObj(seed -> Setting.parse("training.seed=" + seed))
          .map(seed -> Stream.concat(Stream.of(seed), Stream.of(settings)).toArray(Setting[]::new))
          .map(all -> gradus.job(Distribution.EXAMPLES.resolve(example), all).train())
          .toList();
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void irisIsLearnedWhateverTheSeed() {
    List<Double> accuracies = accuracies("iris.yaml");
    assertTrue(mean(accuracies) >= 0.94, accuracies.toString());
    assertTrue(accuracies.stream().allMatch(accuracy -> accuracy >= 0.86), accuracies.toString());
  }

  /** Prodigy uses a learning rate of 1, and Adam a tuned one. */
  @Test
  void prodigyFindsItsLearningRate() {
    for (String example : List.of("iris.yaml", "breast_cancer.yaml")) {
      List<Training> tuned = trained(example, SEEDS / 2);
      List<Training> found = trained(example, SEEDS / 2, Setting.parse("optimizer=prodigy"));
      assertTrue(loss(found) <= loss(tuned), example + ": " + loss(found) + ", " + loss(tuned));
      List<Double> accuracies = accuracies(found);
      assertTrue(
          mean(accuracies) >= mean(accuracies(tuned)) - 0.015,
          example + ": " + accuracies + ", adam " + accuracies(tuned));
    }
  }

  /** The mean training loss in the last epoch. */
  private static double loss(List<Training> runs) {
    return runs.stream()
        .mapToDouble(run -> run.history().get(run.history().size() - 1).loss())
        .average()
        .orElseThrow();
  }

  /**
   * The mean accuracy of scikit-learn 1.2's MLPClassifier with its defaults over five folds, minus
   * two standard deviations.
   */
  private record Bar(String example, double mean, double deviation) {}

  @TestFactory
  Stream<DynamicTest> theOthersReachTheBarOfScikitLearn() {
    return Stream.of(
            new Bar("wine.yaml", 0.978, 0.011), new Bar("breast_cancer.yaml", 0.975, 0.017))
        .map(bar -> DynamicTest.dynamicTest(bar.example(), () -> isReached(bar)));
  }

  @Tag("slow")
  @Test
  void digitsReachTheBarOfScikitLearn() {
    isReached(new Bar("digits.yaml", 0.977, 0.007));
  }

  private static void isReached(Bar bar) {
    List<Double> accuracies = accuracies(bar.example());
    assertTrue(mean(accuracies) >= bar.mean() - 2 * bar.deviation(), accuracies.toString());
  }

  @Tag("slow")
  @Test
  void filtersReadDigitsAsWellAsDenseLayersAtLeast() {
    List<Double> accuracies = accuracies("digits-convolution.yaml", 2);
    assertTrue(mean(accuracies) >= 0.977, accuracies.toString());
  }

  @Test
  void aSearchOnIrisFindsWhatLearnsItAsWellAsTheFileThatWasWritten() {
    try (Gradus gradus = Gradus.create()) {
      Tuning tuning = gradus.job(Distribution.EXAMPLES.resolve("iris-tune.yaml")).tune();
      assertEquals(18, tuning.trials().size());
      assertTrue(tuning.trials().get(0).mean() >= 0.94, tuning.trials().get(0).toString());
      assertTrue(tuning.best().isPresent());
    }
  }

  @TestFactory
  Stream<DynamicTest> xorFollowsItsReferenceRunAndOnlyTheLossDiffers() throws IOException {
    List<String> mse = lines("xor-mse.yaml");
    List<String> crossEntropy = lines("xor-cross-entropy.yaml");
    assertEquals(mse.size(), crossEntropy.size());
    assertEquals(
        1,
        IntStream.range(0, mse.size()).filter(i -> !mse.get(i).equals(crossEntropy.get(i))).count(),
        "lines that differ");
    return Stream.of(
            List.of("xor-mse.yaml", "xor-sigmoid-mean-squared-error"),
            List.of("xor-cross-entropy.yaml", "xor-sigmoid-binary-cross-entropy"))
        .map(pair -> DynamicTest.dynamicTest(pair.get(0), () -> follow(pair.get(0), pair.get(1))));
  }

  private static List<String> lines(String example) throws IOException {
    return Files.readAllLines(Distribution.EXAMPLES.resolve(example));
  }

  private static void follow(String example, String id) throws IOException {
    JsonNode trace = trace(id);
    try (Gradus gradus = Gradus.create()) {
      Training run = gradus.job(Distribution.EXAMPLES.resolve(example)).train();
      assertEquals(trace.get("losses").size(), run.history().size(), "steps");
      for (int s = 0; s < run.history().size(); s++) {
        assertEquals(
            trace.get("losses").get(s).asDouble(),
            run.history().get(s).loss(),
            TOLERANCE,
            "loss of step " + s);
      }
      for (int i = 0; i < trace.get("X").size(); i++) {
        JsonNode x = trace.get("X").get(i);
        assertEquals(
            trace.get("outputs_after").get(i).get(0).asDouble(),
            run.model().predictor().predict(x.get(0).asDouble(), x.get(1).asDouble())[0],
            TOLERANCE,
            "output for " + x);
      }
    }
  }

  private static JsonNode trace(String id) throws IOException {
    Path file = Distribution.PROJECT.resolve("core/engine/src/test/resources/traces/traces.json");
    for (JsonNode trace : new ObjectMapper().readTree(file.toFile()).get("cases")) {
      if (trace.get("id").asText().equals(id)) {
        return trace;
      }
    }
    throw new AssertionError("there is no trace " + id);
  }
}
