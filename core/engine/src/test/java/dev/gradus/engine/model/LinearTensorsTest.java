package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The linear model in a model file is read as strictly as the network. */
class LinearTensorsTest {

  private static final String WEIGHT = "linear.weight";
  private static final String BIAS = "linear.bias";

  @TempDir Path folder;
  private final Gradus gradus = Gradus.builder().onWarning(warning -> {}).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Path model() throws IOException {
    StringBuilder csv = new StringBuilder("x,y,k\n");
    for (int i = 0; i < 30; i++) {
      csv.append(i % 7).append(',').append(i % 5).append(",k").append(i % 3).append('\n');
    }
    Files.writeString(folder.resolve("d.csv"), csv);
    String yaml =
        """
        data: {csv: d.csv, target: k}
        network: [{dense: {activation: softmax}}]
        loss: cross-entropy
        optimizer: sgd
        training: {epochs: 1}
        """;
    Path file = folder.resolve("m.safetensors");
    gradus.save(
        gradus.job(gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml))).study().model(),
        file);
    return file;
  }

  private String refused(UnaryOperator<List<SafetensorsTensor>> change) throws IOException {
    Path file = model();
    SafetensorsContent content = Safetensors.read(file);
    List<SafetensorsTensor> changed = change.apply(new ArrayList<>(content.tensors()));
    Files.write(file, Safetensors.encode(new SafetensorsContent(content.metadata(), changed)));
    ModelFileException e = assertThrows(ModelFileException.class, () -> gradus.load(file));
    assertEquals(ModelFileException.Reason.CORRUPT, e.reason());
    return String.valueOf(e.getMessage());
  }

  private static UnaryOperator<List<SafetensorsTensor>> replaced(
      String name, Optional<SafetensorsTensor> other) {
    return tensors -> {
      tensors.removeIf(tensor -> tensor.name().equals(name));
      other.ifPresent(tensors::add);
      return tensors;
    };
  }

  @Test
  void itIsWrittenBesideTheNetwork() throws IOException {
    SafetensorsContent content = Safetensors.read(model());
    assertEquals(
        List.of("layers.0.weight", "layers.0.bias", WEIGHT, BIAS),
        content.tensors().stream().map(SafetensorsTensor::name).toList());
    assertEquals(List.of(2, 3), content.find(WEIGHT).orElseThrow().shape());
    assertEquals(List.of(3), content.find(BIAS).orElseThrow().shape());
  }

  @ParameterizedTest
  @ValueSource(strings = {WEIGHT, BIAS})
  void halfOfItIsRefused(String name) throws IOException {
    String said = refused(replaced(name, Optional.empty()));
    assertTrue(said.contains("it contains no tensor " + name + " of shape"), said);
  }

  @Test
  void anotherShapeIsRefused() throws IOException {
    SafetensorsTensor turned = new SafetensorsTensor(WEIGHT, List.of(3, 2), new float[6]);
    String said = refused(replaced(WEIGHT, Optional.of(turned)));
    assertTrue(said.contains("no tensor linear.weight of shape [2, 3]"), said);
    SafetensorsTensor doubles = SafetensorsTensor.ofOwn(BIAS, List.of(3), new double[3]);
    said = refused(replaced(BIAS, Optional.of(doubles)));
    assertTrue(said.contains("no tensor linear.bias of shape [3]"), said);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreRefused(float number) throws IOException {
    SafetensorsTensor tensor =
        new SafetensorsTensor(WEIGHT, List.of(2, 3), new float[] {0, 0, 0, 0, number, 0});
    String said = refused(replaced(WEIGHT, Optional.of(tensor)));
    assertTrue(said.contains(number + " at [1, 1] of its tensor linear.weight"), said);
  }

  @Test
  void whatElseSeemsToBelongToItIsRefused() throws IOException {
    SafetensorsTensor more = new SafetensorsTensor("linear.more", List.of(1), new float[1]);
    String said = refused(replaced("", Optional.of(more)));
    assertTrue(said.contains("it contains 3 tensors of its linear baseline, which has 2"), said);
  }

  @Test
  void aTensorOfNobodyIsStillRefused() throws IOException {
    SafetensorsTensor more = new SafetensorsTensor("layers.7.weight", List.of(1), new float[1]);
    String said = refused(replaced("", Optional.of(more)));
    assertTrue(said.contains("it contains 3 tensors, but its network has 2"), said);
  }

  private static Optional<String> format(SafetensorsContent content) {
    return Optional.ofNullable(content.metadata().get("gradus.format"));
  }

  /** So that a Gradus that knows no linear models says that the file is too new for it. */
  @Test
  void aFileWithItHasTheSecondFormatAndOneWithoutTheFirst() throws IOException {
    Path file = model();
    assertEquals(Optional.of("2"), format(Safetensors.read(file)));
    SafetensorsContent content = Safetensors.read(file);
    List<SafetensorsTensor> network =
        content.tensors().stream().filter(t -> !t.name().startsWith("linear.")).toList();
    Files.write(file, Safetensors.encode(new SafetensorsContent(content.metadata(), network)));
    gradus.save(gradus.load(file), file);
    assertEquals(Optional.of("1"), format(Safetensors.read(file)));
  }

  /** A network of scores needs no softmax; a linear model of probabilities does. */
  @Test
  void aLinearModelThatCannotBeComputedIsKeptAndItIsSaid() throws IOException {
    model();
    String yaml =
        """
        data: {csv: d.csv, target: k}
        network: [dense]
        loss: multi-margin
        optimizer: sgd
        training: {epochs: 1}
        """;
    Path file = folder.resolve("m.safetensors");
    gradus.save(
        gradus.job(gradus.read(Files.writeString(folder.resolve("c.yaml"), yaml))).study().model(),
        file);
    byte[] before = Files.readAllBytes(file);
    Catalogue catalogue =
        Catalogue.of(
            Catalogue.installed().stream().filter(type -> !type.name().equals("softmax")).toList(),
            List.of());
    List<Warning> warnings = new ArrayList<>();
    ModelFiles models =
        new ModelFiles(catalogue, new ConfigurationReader(catalogue), warnings::add);
    Model model = models.read(file);
    assertEquals(List.of(), warnings, "who predicts need not know");
    assertEquals(Map.of(), model.evaluation(gradus.readTable(folder.resolve("d.csv"))).linear());
    assertEquals(
        "the linear baseline is not evaluated, because it needs plugins that are not installed: softmax",
        warnings.get(0).message());
    models.write(model, file);
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris", "wine", "labels"})
  void modelsOfEarlierVersionsHaveNone(String name) throws IOException {
    for (String end : List.of(".safetensors", ".csv")) {
      try (InputStream in =
          Objects.requireNonNull(
              EarlierFilesTest.class.getResourceAsStream("files/" + name + end))) {
        Files.copy(in, folder.resolve(name + end));
      }
    }
    Model model = gradus.load(folder.resolve(name + ".safetensors"));
    assertTrue(model.linear().isEmpty());
    Table table = gradus.readTable(folder.resolve(name + ".csv"), model);
    assertEquals(Map.of(), model.evaluation(table).linear());
  }
}
