package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of earlier versions of Gradus are read, and give the same predictions as then. */
class EarlierFilesTest {

  private static final double TOLERANCE = 1e-5;

  private static final String NUMBERS =
      "\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\"";
  private static final String TEXTS =
      "\"0\",\"1\",\"10\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"";

  @TempDir Path folder;
  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(EarlierFilesTest.class.getResourceAsStream("files/" + name))) {
      Files.copy(in, file);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris", "wine", "digits", "prices", "labels"})
  void aModelPredictsWhatItPredicted(String name) throws IOException {
    Model model = gradus.load(file(name + ".safetensors"));
    assertPredicts(name, model, TOLERANCE);
  }

  private void assertPredicts(String name, Model model, double tolerance) throws IOException {
    Table table = gradus.readTable(file(name + ".csv"), model);
    Table expected = gradus.readTable(file(name + "-predicted.csv"));
    Predictor predictor = model.predictor();
    double[][] predicted = predictor.predict(table);
    assertEquals(expected.rows(), predicted.length);
    int answers = predictor.answersOf(predicted[0]).size();
    for (int i = 0; i < predicted.length; i++) {
      List<String> said = predictor.answersOf(predicted[i]);
      for (int k = 0; k < answers; k++) {
        assertEquals(expected.columns().get(k).text(i), said.get(k));
      }
      double[] numbers = new double[predicted[i].length];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = expected.columns().get(answers + k).number(i);
      }
      for (int k = 0; k < numbers.length; k++) {
        assertEquals(numbers[k], predicted[i][k], tolerance * Math.max(1, Math.abs(numbers[k])));
      }
    }
  }

  @Test
  void aCheckpointIsAModelToo() throws IOException {
    Model model = gradus.load(file("iris-epoch-10.safetensors"));
    assertEquals(3, model.predictor().classes().size());
    assertEquals(Optional.empty(), model.bits(), "it was written before files said that");
  }

  @Test
  void aRunGoesOnFromItsCheckpoint() throws IOException {
    Path configuration = file("iris.yaml");
    Files.move(file("iris-training.csv"), folder.resolve("iris.csv"));
    Training training =
        gradus
            .job(gradus.read(configuration))
            .checkpoints(
                Checkpoints.in(folder.resolve("checkpoints"))
                    .resume(file("iris-epoch-10.safetensors")))
            .train();
    assertEquals(20, training.history().size());
    Files.delete(folder.resolve("iris.csv"));
    assertPredicts("iris", training.model(), 1e-3);
  }

  /** Resumes from the checkpoint with a change, and says why that is refused. */
  private ModelFileException refused(UnaryOperator<SafetensorsContent> change) throws IOException {
    Path configuration = file("iris.yaml");
    Files.move(file("iris-training.csv"), folder.resolve("iris.csv"));
    Path checkpoint = file("iris-epoch-10.safetensors");
    Files.write(checkpoint, Safetensors.encode(change.apply(Safetensors.read(checkpoint))));
    return assertThrows(
        ModelFileException.class,
        () ->
            gradus
                .job(gradus.read(configuration))
                .checkpoints(Checkpoints.in(folder.resolve("checkpoints")).resume(checkpoint))
                .train());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"layers.0.weight", "optimizer/second-moment/layers.0.bias", "best/layers.1.bias"})
  void aRunDoesNotGoOnFromWhatIsNotFinite(String name) throws IOException {
    ModelFileException e =
        refused(
            content ->
                new SafetensorsContent(
                    content.metadata(),
                    content.tensors().stream()
                        .map(tensor -> tensor.name().equals(name) ? infinite(tensor) : tensor)
                        .toList()));
    assertEquals(ModelFileException.Reason.CORRUPT, e.reason());
    assertTrue(String.valueOf(e.getMessage()).contains("of its tensor " + name), e::getMessage);
  }

  private static SafetensorsTensor infinite(SafetensorsTensor tensor) {
    float[] values = tensor.values();
    values[values.length - 1] = Float.NEGATIVE_INFINITY;
    return new SafetensorsTensor(tensor.name(), tensor.shape(), values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"576460752303423488", "4294967306", "0", "11"})
  void aNumberOfEpochsThatIsNotThatOfItsReportsIsRefused(String epochs) throws IOException {
    ModelFileException e =
        refused(
            content -> {
              Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
              metadata.put("gradus.epoch", epochs);
              return new SafetensorsContent(metadata, content.tensors());
            });
    assertEquals(ModelFileException.Reason.CORRUPT, e.reason());
    assertTrue(String.valueOf(e.getMessage()).contains(epochs + " epochs"), e::getMessage);
  }

  private Training train(String yaml, String checkpoints, boolean resumes) throws IOException {
    Checkpoints kept = Checkpoints.in(folder.resolve(checkpoints));
    return gradus
        .job(gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml)))
        .checkpoints(resumes ? kept.resume() : kept)
        .train();
  }

  /** Rewrites a checkpoint with other metadata. */
  private void rewrite(String file, UnaryOperator<Map<String, String>> change) throws IOException {
    Path checkpoint = folder.resolve(file);
    SafetensorsContent content = Safetensors.read(checkpoint);
    Map<String, String> metadata = change.apply(new LinkedHashMap<>(content.metadata()));
    Files.write(
        checkpoint, Safetensors.encode(new SafetensorsContent(metadata, content.tensors())));
  }

  @Test
  void aMetricMayHaveHadAnotherName() throws IOException {
    StringBuilder rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i).append(',').append(2 * i + 5 + i % 3).append('\n');
    }
    Files.writeString(folder.resolve("d.csv"), rows);
    String yaml =
        """
        data: {csv: d.csv, target: y, split: {validation: 0.25}}
        network: [dense]
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.5}}
        schedule: {warm-up: {steps: 2, then: {reduce-on-plateau: {monitor: mean-absolute-percentage, patience: 1}}}}
        metrics: [mean-absolute-percentage]
        training:
          epochs: %s
          early-stopping: {monitor: mean-absolute-percentage, patience: 50}
          checkpoint: {every: 1}
        """;
    train(yaml.formatted(3), "then", false);
    rewrite(
        "then/epoch-000003.safetensors",
        metadata -> {
          metadata.replaceAll(
              (key, value) -> value.replace("mean-relative-error", "mean-absolute-percentage"));
          return metadata;
        });
    Training resumed = train(yaml.formatted(12), "then", true);
    Training straight = train(yaml.formatted(12), "now", false);
    assertEquals(straight.history(), resumed.history());
    assertEquals(
        Set.of("loss", "mean-relative-error"), resumed.history().get(0).validation().keySet());
  }

  @Test
  void aRunWhoseClassesWereInAnotherOrderIsRefusedWithThatReason() throws IOException {
    StringBuilder rows = new StringBuilder("x,digit\n");
    for (int i = 0; i < 44; i++) {
      rows.append(i).append(',').append(i % 11).append('\n');
    }
    Files.writeString(folder.resolve("d.csv"), rows);
    String yaml =
        """
        data: {csv: d.csv, target: digit, columns: {digit: categorical}}
        network: [{dense: {activation: softmax}}]
        loss: cross-entropy
        optimizer: sgd
        training: {epochs: %s, checkpoint: {every: 1}}
        """;
    train(yaml.formatted(1), "then", false);
    rewrite(
        "then/epoch-000001.safetensors",
        metadata -> {
          metadata.computeIfPresent(
              "gradus.preparation", (key, json) -> json.replace(NUMBERS, TEXTS));
          assertTrue(String.valueOf(metadata.get("gradus.preparation")).contains(TEXTS));
          metadata.put("gradus.examples", "0".repeat(64));
          return metadata;
        });
    String refused =
        String.valueOf(
            assertThrows(TrainingException.class, () -> train(yaml.formatted(2), "then", true))
                .getMessage());
    assertTrue(
        refused.contains(
            "it has the categories of column 'digit' in another order (0 1 10 2 3 4 5 6 7 8 9 then, 0 1 2 3 4 5 6 7 8 9 10 now), because earlier versions of Gradus sorted numbers as strings; resume with the version that wrote it"),
        refused);
  }

  /** As a number, this one would be a text of a billion characters. */
  @Test
  void identifiersThatLookLikeHugeNumbersAreComparedAsTheyStand() throws IOException {
    Files.writeString(folder.resolve("d.csv"), "id,y\n1e999999999,1\n7,2\n1e999999999,3\n7,4\n");
    String yaml =
        """
        data: {csv: d.csv, target: y, columns: {id: categorical}}
        network: [dense]
        loss: mse
        optimizer: sgd
        training: {epochs: %s, checkpoint: {every: 1}}
        """;
    train(yaml.formatted(1), "then", false);
    Files.writeString(folder.resolve("d.csv"), "id,y\n1e999999999,1\n7,2\n7,3\n7,9\n");
    String refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () ->
                String.valueOf(
                    assertThrows(
                            TrainingException.class, () -> train(yaml.formatted(2), "then", true))
                        .getMessage()));
    assertTrue(refused.length() < 1000, refused);
  }

  @Test
  void whatAnEarlierModelHoldsIsWrittenAsItWas() throws IOException {
    Path file = file("wine.safetensors");
    Path again = folder.resolve("again.safetensors");
    gradus.save(gradus.load(file), again);
    SafetensorsContent before = Safetensors.read(file);
    SafetensorsContent after = Safetensors.read(again);
    assertEquals(
        PreparationJson.read(Objects.requireNonNull(before.metadata().get("gradus.preparation"))),
        PreparationJson.read(Objects.requireNonNull(after.metadata().get("gradus.preparation"))));
    for (int i = 0; i < before.tensors().size(); i++) {
      assertArrayEquals(before.tensors().get(i).values(), after.tensors().get(i).values());
    }
  }
}
