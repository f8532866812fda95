package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Training;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.event.TrainingListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that an earlier Gradus has written are read, and predict what they predicted then. */
class EarlierFilesTest {

  private static final double TOLERANCE = 1e-5;

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
  }

  @Test
  void aRunGoesOnFromItsCheckpoint() throws IOException {
    Path configuration = file("iris.yaml");
    Files.move(file("iris-training.csv"), folder.resolve("iris.csv"));
    Training training =
        gradus.train(
            gradus.read(configuration),
            TrainingListener.NONE,
            Checkpoints.in(folder.resolve("checkpoints"))
                .resume(file("iris-epoch-10.safetensors")));
    assertEquals(20, training.history().size());
    Files.delete(folder.resolve("iris.csv"));
    assertPredicts("iris", training.model(), 1e-3);
  }

  /** Resumes from the checkpoint with a change, and says why that is refused. */
  private ModelFileException refused(UnaryOperator<SafetensorsContent> change) throws IOException {
    Path configuration = file("iris.yaml");
    Files.move(file("iris-training.csv"), folder.resolve("iris.csv"));
    Path checkpoint = file("iris-epoch-10.safetensors");
    Safetensors.write(checkpoint, change.apply(Safetensors.read(checkpoint)));
    return assertThrows(
        ModelFileException.class,
        () ->
            gradus.train(
                gradus.read(configuration),
                TrainingListener.NONE,
                Checkpoints.in(folder.resolve("checkpoints")).resume(checkpoint)));
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
