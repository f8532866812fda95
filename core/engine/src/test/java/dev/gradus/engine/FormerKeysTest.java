package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.model.Training;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of earlier versions are refused in users' files, and read in model files. */
class FormerKeysTest {

  private static final String YAML =
      """
      data: {csv: d.csv, target: kind}
      network:
        - dense: {units: 4, activation: {leaky-relu: {negative-slope: 0.2}}, weights: {normal: {stddev: 0.5}}}
        - gaussian-noise: {stddev: 0.1}
        - dense: {activation: softmax, weights: {truncated-normal: {stddev: 0.4}}}
      loss: cross-entropy
      optimizer: {sam: {base-optimizer: {adagrad: {learning-rate-decay: 0.01}}}}
      schedule: {per-epoch: {schedule: {wsd: {total-steps: 9, warm-up-fraction: 0.3, decay-fraction: 0.4}}}}
      training:
        epochs: %s
        accumulate-batches: 2
        batch-size: 4
        ema-decay: 0.9
        class-weights: %s
        groups: [{layers: network.0, learning-rate-factor: 0.5, weight-decay: false}]
        checkpoint: {every: 1}
      """;

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final Gradus gradus =
      Gradus.builder().onWarning(warning -> warnings.add(warning.message())).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Path write(String yaml) throws IOException {
    StringBuilder rows = new StringBuilder("x,kind\n");
    for (int i = 0; i < 24; i++) {
      rows.append(i).append(',').append(i % 3 == 0 ? "a" : "b").append('\n');
    }
    Files.writeString(folder.resolve("d.csv"), rows);
    return Files.writeString(folder.resolve("c.yaml"), yaml);
  }

  private Training train(String weights, int epochs, String checkpoints, boolean resumes)
      throws IOException {
    Checkpoints kept = Checkpoints.in(folder.resolve(checkpoints));
    return gradus
        .job(gradus.read(write(YAML.formatted(epochs, weights))))
        .checkpoints(resumes ? kept.resume() : kept)
        .train();
  }

  /** What an earlier version would have written. */
  private static String formerly(String text) {
    return text.replace("negative-slope", "slope")
        .replace("stddev", "deviation")
        .replace("base-optimizer", "of")
        .replace("learning-rate-decay", "decay")
        .replaceAll("(per-epoch\\W+)schedule", "$1of")
        .replace("warm-up-fraction", "warm-share")
        .replace("decay-fraction", "decay-share")
        .replace("accumulate-batches", "accumulate")
        .replace("ema-decay", "weight-average")
        .replace("class-weights: balanced", "balance-classes: true\n  class-weights: {}")
        .replaceAll("class-weights:(?= \\{?\\s*[\"a])", "balance-classes: false\n  class-weights:")
        .replace("learning-rate-factor: 0.5", "rate: 0.5")
        .replace("weight-decay: false", "decay: false")
        .replaceAll("reset: ", "afresh: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"balanced", "{a: 2.0}"})
  void aCheckpointWithFormerKeysGoesOnWithTheSameBits(String weights) throws IOException {
    train(weights, 2, "then", false);
    Path checkpoint = folder.resolve("then/epoch-000002.safetensors");
    SafetensorsContent content = Safetensors.read(checkpoint);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.replaceAll((key, value) -> formerly(value));
    String written = Objects.requireNonNull(metadata.get("gradus.configuration"));
    for (String key :
        List.of("deviation:", "weight-average:", "accumulate:", "balance-classes:", "afresh:")) {
      assertTrue(written.contains(key), written);
    }
    Files.write(
        checkpoint, Safetensors.encode(new SafetensorsContent(metadata, content.tensors())));
    assertEquals(3, gradus.load(checkpoint).configuration().network().size());
    warnings.clear();
    Training resumed = train(weights, 4, "then", true);
    Training straight = train(weights, 4, "now", false);
    assertEquals(straight.history(), resumed.history());
    // After so few epochs the network still predicts the same class for all examples.
    warnings.removeIf(warning -> warning.contains("the same answer"));
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "training.weight-average | 0.9 | 'weight-average' is now called 'ema-decay'",
        "training.accumulate | 2 | 'accumulate' is now called 'accumulate-batches'",
        "training.afresh | network.1 | 'afresh' is now called 'reset'",
        "training.balance-classes | true | 'balance-classes' is now called 'class-weights'; write class-weights: balanced",
        "network[1].gaussian-noise.deviation | 0.1 | 'deviation' is now called 'stddev'",
        "optimizer.sam.of | adam | 'of' is now called 'base-optimizer'",
        "tune.over | {seed: 1} | 'over' is now called 'space'",
        "tune.score | loss | 'score' is now called 'metric'",
        "metrics | {ndcg: {at: 3, group: x}} | 'at' is now called 'k'",
      })
  void aUserIsToldThePresentName(String path, String value, String sentence) throws IOException {
    Path file = write(YAML.formatted(1, "balanced"));
    String message =
        String.valueOf(
            assertThrows(
                    ConfigurationException.class, () -> gradus.read(file, new Setting(path, value)))
                .getMessage());
    assertTrue(message.contains(sentence), message);
    assertTrue(message.contains("setting 1") || message.contains(path), message);
  }

  @Test
  void classWeightsAreBalancedOrAMapping() throws IOException {
    Path file = write(YAML.formatted(1, "even"));
    String message =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> gradus.read(file)).getMessage());
    assertTrue(
        message.endsWith(
            "training.class-weights: must be balanced, or a mapping of class names to numbers, but is 'even'"),
        message);
  }
}
