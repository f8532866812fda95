package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application that embeds Gradus can rely on. */
class GradusTest {

  private static final int THREADS = 4;

  private static final Table LINE =
      Table.ofRows(
          List.of("x", "y"),
          IntStream.range(0, 12).mapToObj(i -> new double[] {i, 3.0 * i}).toArray(double[][]::new));

  private static final String YAML =
      """
      data: {csv: line.csv, target: y, split: {validation: 0.25}}
      network: [dense: {units: 3, activation: tanh}, dense: {}]
      loss: huber
      optimizer: {adam: {learning-rate: 0.1}}
      metrics: [mean-absolute-error]
      training: {epochs: 5, batch-size: 4, seed: 1}
      """;

  @TempDir Path folder;
  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.of(3, new Tanh()))
        .layer(Dense.output())
        .loss(new Huber(0.5))
        .optimizer(new Adam(0.1))
        .epochs(5)
        .batchSize(4);
  }

  private Path yaml() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < LINE.rows(); i++) {
      csv.append(i).append(',').append(3 * i).append('\n');
    }
    Files.writeString(folder.resolve("line.csv"), csv);
    return Files.writeString(folder.resolve("line.yaml"), YAML);
  }

  /** All rows; the rest of the file also contains the validation split. */
  private static float[] weightsOf(Training training) {
    List<Float> weights = new ArrayList<>();
    for (Map<String, FMatrixRMaj> layer : training.model().weights()) {
      for (FMatrixRMaj tensor : layer.values()) {
        for (int i = 0; i < tensor.getNumElements(); i++) {
          weights.add(tensor.get(i));
        }
      }
    }
    float[] all = new float[weights.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = weights.get(i);
    }
    return all;
  }

  private byte[] bytesOf(Training training, String name) throws IOException {
    Path file = folder.resolve(name);
    gradus.save(training.model(), file);
    return Files.readAllBytes(file);
  }

  @Test
  void aYamlFileTrains() throws IOException {
    Training training = gradus.job(yaml()).train();
    assertEquals(5, training.history().size());
    assertEquals(List.of("training", "validation"), List.copyOf(training.metrics().keySet()));
    assertEquals(
        List.of("loss", "mean-absolute-error"),
        List.copyOf(training.metrics().getOrDefault("validation", Map.of()).keySet()));
    assertEquals(
        training.metrics().get("validation"),
        training.history().get(4).validation(),
        "the last epoch has seen the finished model");
  }

  private Training trained(String csv, String data) throws IOException {
    Files.writeString(folder.resolve("line.csv"), csv);
    Files.writeString(
        folder.resolve("line.yaml"),
        "data: {csv: line.csv, " + data + "}\n" + YAML.split("\n", 2)[1]);
    return gradus.job(folder.resolve("line.yaml")).train();
  }

  private static final String WITH_NOISE = "x,noise,y\n0,a,0\n1,b,3\n2,a,6\n3,b,9\n";

  @Test
  void columnsAreChosenByNameOrNumber() throws IOException {
    Model byName = trained(WITH_NOISE, "target: y, columns: {noise: ignore}").model();
    for (String numbers :
        List.of("target: '3', columns: {2: ignore}", "target: y, columns: {'2': ignore}")) {
      Model model = trained(WITH_NOISE, numbers).model();
      assertEquals(List.of("y"), model.preparation().targets().names());
      assertEquals(
          List.of("x"), model.preparation().inputs().stream().map(PreparedColumn::name).toList());
      assertArrayEquals(byName.predictor().predict(1.5), model.predictor().predict(1.5));
    }
    Model headerless =
        trained(
                WITH_NOISE.split("\n", 2)[1],
                "format: {header: false}, target: '3', columns: {2: ignore}")
            .model();
    assertEquals(List.of("3"), headerless.preparation().targets().names());
  }

  @Test
  void aNumberThatIsNoColumnIsASentence() {
    assertEquals(
        "line.csv: there is no column 4: columns are numbered from 1, and there are 3: x, noise, y",
        assertThrows(DataException.class, () -> trained(WITH_NOISE, "target: '4'")).getMessage());
    assertEquals(
        "line.csv: there is no column 7: columns are numbered from 1, and there are 3: x, noise, y",
        assertThrows(
                DataException.class, () -> trained(WITH_NOISE, "target: y, columns: {7: ignore}"))
            .getMessage());
    assertEquals(
        "data.columns contains column 'noise' of line.csv twice, by its name and by its number; remove one of them",
        assertThrows(
                ConfigurationException.class,
                () -> trained(WITH_NOISE, "target: y, columns: {2: ignore, noise: categorical}"))
            .getMessage());
  }

  @Test
  void whatIsHeldBackChangesNoWeight() throws IOException {
    int[] heldBack = Split.random(LINE.rows(), 0.25, 1).validation();
    double[] x = IntStream.range(0, LINE.rows()).mapToDouble(i -> i).toArray();
    double[] y = Arrays.stream(x).map(value -> 3 * value).toArray();
    Configuration halves = configuration().data(DataSpec.of("y").split(0.25)).seed(1).build();
    float[] before =
        weightsOf(gradus.job(halves).on(Table.of(Column.of("x", x), Column.of("y", y))).train());
    for (int row : heldBack) {
      x[row] = -1e6 * row;
      y[row] = 1e9;
    }
    assertArrayEquals(
        before,
        weightsOf(gradus.job(halves).on(Table.of(Column.of("x", x), Column.of("y", y))).train()));
    y[Split.random(LINE.rows(), 0.25, 1).training()[0]]++;
    assertFalse(
        Arrays.equals(
            before,
            weightsOf(
                gradus.job(halves).on(Table.of(Column.of("x", x), Column.of("y", y))).train())),
        "a row that is learned from changes weights");
  }

  @Test
  void aValidationFileChangesNoWeight() throws IOException {
    Files.writeString(folder.resolve("other.csv"), "x,y\n1,3\n2,6\n");
    float[] before = weightsOf(trained("x,y\n0,0\n1,3\n2,6\n", "target: y, validation: other.csv"));
    Files.writeString(folder.resolve("other.csv"), "x,y\n-1e6,1e9\n");
    assertArrayEquals(
        before, weightsOf(trained("x,y\n0,0\n1,3\n2,6\n", "target: y, validation: other.csv")));
  }

  @Test
  void aSettingOverridesTheFile() throws IOException {
    assertEquals(
        2, gradus.job(yaml(), Setting.parse("training.epochs=2")).train().history().size());
  }

  @Test
  void theSameSeedGivesTheSameModelOnAnyThread() throws Exception {
    Path yaml = yaml();
    byte[] expected = bytesOf(gradus.job(yaml).train(), "first");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<byte[]>> found =
          IntStream.range(0, THREADS)
              .mapToObj(t -> threads.submit(() -> bytesOf(gradus.job(yaml).train(), "thread-" + t)))
              .toList();
      for (Future<byte[]> one : found) {
        assertArrayEquals(expected, one.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void watchingDoesNotChangeWhatIsLearned() throws IOException {
    byte[] alone = bytesOf(gradus.job(configuration().build()).on(LINE).train(), "alone");
    TrainingListener watching = new TrainingListener() {};
    assertArrayEquals(
        alone,
        bytesOf(
            gradus.job(configuration().build()).on(LINE).listener(watching).train(), "watched"));
    gradus.job(gradus.read(yaml())).check();
    assertArrayEquals(
        alone, bytesOf(gradus.job(configuration().build()).on(LINE).train(), "again"));
  }

  @Test
  void checkSaysWhatWouldBeTrained() throws IOException {
    TrainingPlan plan = gradus.job(gradus.read(yaml())).check();
    assertEquals(
        new TrainingPlan(9, 3, 0, 1, 1, 10, 0, 5, 3, 15, 1, plan.bytes(), List.of()), plan);
  }

  @Test
  void aConfigurationWithoutAFileNeedsATable() {
    String message =
        String.valueOf(
            assertThrows(
                    ConfigurationException.class, () -> gradus.job(configuration().build()).train())
                .getMessage());
    assertTrue(message.contains("data.csv is missing"), message);
  }

  @Test
  void aPluginIsMadeByItsName() {
    assertEquals(new Huber(0.5), gradus.plugin(Loss.class, "huber", Map.of("delta", 0.5)));
    assertEquals(new Huber(1), gradus.plugin(Loss.class, "huber"));
    assertEquals(new Adam(), gradus.plugin(Optimizer.class, "adam"));
  }

  @Test
  void aPluginThatIsNotThereIsAnsweredWithThoseThatAre() {
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> gradus.plugin(Loss.class, "hubber"))
                .getMessage());
    assertTrue(message.contains("did you mean 'huber'?"), message);
    assertTrue(message.contains("huber, poisson, quantile"), message);
    assertThrows(PluginException.class, () -> gradus.plugin(String.class, "huber"));
  }

  @Test
  void anOptionThatAPluginRefusesIsSaidWithItsBounds() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> gradus.plugin(Loss.class, "huber", Map.of("delta", -1.0)))
                .getMessage());
    assertEquals("delta must be a number above 0, but is -1.0", message);
  }

  @Test
  void anOptionThatIsNotThereGetsTheNearestName() {
    assertEquals(
        "huber has no option 'delt'; did you mean 'delta'? (there are: delta)",
        assertThrows(
                IllegalArgumentException.class,
                () -> gradus.plugin(Loss.class, "huber", Map.of("delt", 2.0)))
            .getMessage());
    assertEquals(
        "delta must be a number, but is the text '2'",
        assertThrows(
                IllegalArgumentException.class,
                () -> gradus.plugin(Loss.class, "huber", Map.of("delta", "2")))
            .getMessage());
  }
}
