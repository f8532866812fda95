package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Factor;
import dev.gradus.layers.Periodic;
import dev.gradus.layers.PiecewiseLinear;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of networks with layers that turn numbers into vectors. */
class NumberEmbeddingRunsTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  private static final int ROWS = 300;

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static List<List<Layer>> networks() {
    return List.of(
        List.of(
            new Embedding(Optional.of(3), Optional.empty()),
            new PiecewiseLinear(8, 4),
            new Factor(),
            Dense.of(64, new Relu())),
        List.of(new Periodic(), Dense.of(64, new Relu())),
        List.of(new Periodic(Periodic.Form.PBLD), Dense.of(64, new Relu())));
  }

  private static Configuration.Builder configuration(List<Layer> layers) {
    Configuration.Builder builder =
        Configuration.builder().data(DataSpec.of("y").split(0.2)).loss(new MeanSquaredError());
    layers.forEach(builder::layer);
    return builder.layer(Dense.output()).optimizer(new Adam(0.01)).epochs(6).batchSize(64).seed(3);
  }

  /** Steps and waves of numbers, from somewhere on. */
  private static Table table(double from) {
    SplittableRandom random = new SplittableRandom(1);
    double[] a = random.doubles(ROWS, from, from + 4).toArray();
    double[] b = random.doubles(ROWS, from, from + 4).toArray();
    String[] town = new String[ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      town[i] = "town " + i % 5;
      y[i] = (a[i] > from + 2 ? 1 : 0) + Math.sin(3 * b[i]) + i % 5 / 5.0;
    }
    return Table.of(
        Column.of("a", a), Column.of("town", town), Column.of("b", b), Column.of("y", y));
  }

  private static Training train(Configuration configuration) {
    return GRADUS.job(configuration).on(table(0)).train();
  }

  private byte[] saved(Model model, String name) throws IOException {
    Path file = folder.resolve(name);
    GRADUS.save(model, file);
    return Files.readAllBytes(file);
  }

  /** The content after the header, which names the number of threads. */
  private static byte[] tensors(byte[] file) {
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES + header, file.length);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() throws IOException {
    for (List<Layer> layers : networks()) {
      Training one = train(configuration(layers).training(t -> t.threads(1)).build());
      Training three = train(configuration(layers).training(t -> t.threads(3)).build());
      assertEquals(one.history(), three.history());
      assertArrayEquals(
          tensors(saved(one.model(), "one.safetensors")),
          tensors(saved(three.model(), "three.safetensors")));
      double first = one.history().get(0).loss();
      assertTrue(one.history().get(5).loss() < 0.8 * first, layers.toString());
    }
  }

  @Test
  void aResumedRunHasTheSameBits() throws IOException {
    for (List<Layer> layers : networks()) {
      Path whole = Files.createTempDirectory(folder, "whole");
      Configuration each =
          configuration(layers).training(t -> t.checkpoint(new Checkpoint(2, 9, false))).build();
      Training training = GRADUS.job(each).on(table(0)).checkpoints(Checkpoints.in(whole)).train();
      byte[] bytes = saved(training.model(), "whole.safetensors");
      Training rest =
          GRADUS
              .job(each)
              .on(table(0))
              .checkpoints(
                  Checkpoints.in(Files.createTempDirectory(folder, "rest"))
                      .resume(whole.resolve("epoch-000002.safetensors")))
              .train();
      assertArrayEquals(bytes, saved(rest.model(), "rest.safetensors"));
      Model loaded = GRADUS.load(folder.resolve("whole.safetensors"));
      assertArrayEquals(bytes, saved(loaded, "again.safetensors"));
    }
  }

  /** The bins of an initial model belong to its weights, whatever the new data are. */
  @Test
  void aStartModelKeepsItsBinsUnlessTheLayerIsReset() {
    List<Layer> layers = List.of(new PiecewiseLinear(4, 2));
    Model model = train(configuration(layers).build()).model();
    float[] bins = edges(model);
    assertTrue(bins[0] < -1 && bins[4] > 1, Arrays.toString(bins));
    Model further =
        GRADUS.job(configuration(layers).build()).on(table(5)).from(model).train().model();
    assertArrayEquals(bins, edges(further));
    Model afresh =
        GRADUS
            .job(configuration(layers).training(t -> t.reset("network.0")).build())
            .on(table(5))
            .from(model)
            .train()
            .model();
    assertFalse(Arrays.equals(bins, edges(afresh)));
  }

  @Test
  void aNumberThatMostRowsHaveLeavesTheOtherBinsToTheOthers() {
    double[] x = new double[100];
    for (int i = 0; i < 100; i++) {
      x[i] = Math.max(0, i - 80);
    }
    Table table = Table.of(Column.of("x", x), Column.of("y", x));
    Configuration.Builder configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(new PiecewiseLinear(4, 2))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .epochs(1);
    float[] scaled = edges(GRADUS.job(configuration.build()).on(table).train().model());
    double[] edges = new double[5];
    for (int i = 0; i < 5; i++) {
      edges[i] = Math.rint(100 * 19 * (scaled[i] - scaled[0]) / (scaled[4] - scaled[0])) / 100;
    }
    assertArrayEquals(new double[] {0, 1, 7, 13, 19}, edges, Arrays.toString(edges));
  }

  private static float[] edges(Model model) {
    return model.weights().get(0).get("edges").data.clone();
  }

  @Test
  void aLearnerTakesTheBinsFromItsFirstTable() {
    Configuration configuration =
        configuration(List.of(new PiecewiseLinear(4, 2))).data(DataSpec.of("y")).build();
    Learner learner = GRADUS.job(configuration).on(table(0)).learner();
    Model model = learner.model();
    assertTrue(edges(model)[0] < -1, Arrays.toString(edges(model)));
    Configuration reset =
        configuration(List.of(new PiecewiseLinear(4, 2)))
            .training(t -> t.reset("network.0"))
            .build();
    assertEquals(
        "training.reset: the initial values of a layer that is reset depend on training rows; pass the learner a first table",
        assertThrows(GradusException.class, () -> GRADUS.job(reset).from(model).learner())
            .getMessage());
  }
}
