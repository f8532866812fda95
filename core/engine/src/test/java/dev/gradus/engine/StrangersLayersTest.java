package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.check.Claim;
import dev.gradus.check.Conformance;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Residual;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.spi.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.acme.layers.Centred;
import org.acme.layers.ColumnAttention;
import org.acme.layers.Gated;
import org.acme.layers.MixtureOfExperts;
import org.acme.layers.OfTwentyThree;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Layers that were written with the interfaces alone can do everything that the built-in ones can.
 */
class StrangersLayersTest {

  private static final Gradus GRADUS =
      Gradus.builder()
          .plugin(Gated.class)
          .plugin(Centred.class)
          .plugin(ColumnAttention.class)
          .plugin(MixtureOfExperts.class)
          .plugin(OfTwentyThree.class)
          .build();

  @TempDir Path folder;

  private static List<List<Layer>> networks() {
    MixtureOfExperts mixture =
        new MixtureOfExperts(List.of(Dense.of(6, new Tanh()), new Gated(6), Dense.of(6)));
    return List.of(
        List.of(new Gated(6), new Gated(5)),
        List.of(Dense.of(5, new Tanh()), new ColumnAttention(4)),
        List.of(mixture, new Residual(List.of(new Gated(6)))),
        List.of(new Residual(List.of(mixture, Dense.of(4)))),
        List.of(
            new Centred(),
            Dense.of(5, new Tanh()),
            new Residual(List.of(Dense.of(5, new Tanh()), new Centred()))));
  }

  private static Configuration.Builder configuration(List<Layer> layers) {
    Configuration.Builder builder =
        Configuration.builder().data(DataSpec.of("y")).loss(new MeanSquaredError());
    layers.forEach(builder::layer);
    return builder.layer(Dense.output()).optimizer(new Adam(0.01)).epochs(6).batchSize(50).seed(3);
  }

  private static Table table() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 130;
    double[][] x = new double[rows][5];
    for (double[] row : x) {
      for (int j = 0; j < 4; j++) {
        row[j] = random.nextDouble(-1, 1);
      }
      row[4] = row[0] * row[1] + row[2];
    }
    return Table.ofRows(List.of("a", "b", "c", "d", "y"), x);
  }

  @TestFactory
  Stream<DynamicNode> theyPassAllThatALayerHasTo() {
    return Stream.of(new Gated(), new Centred(), new ColumnAttention(), new MixtureOfExperts())
        .flatMap(
            layer ->
                Conformance.claimsOf(layer).stream()
                    .map(claim -> test(layer.getClass().getSimpleName(), claim)));
  }

  private static DynamicTest test(String layer, Claim claim) {
    return DynamicTest.dynamicTest(layer + ": " + claim.text(), claim.check()::run);
  }

  @Test
  void theyLearnAndTheSameBitsWithAnyNumberOfThreads() throws IOException {
    for (List<Layer> layers : networks()) {
      Training one =
          GRADUS.job(configuration(layers).training(t -> t.threads(1)).build()).on(table()).train();
      Training three =
          GRADUS.job(configuration(layers).training(t -> t.threads(3)).build()).on(table()).train();
      assertEquals(one.history(), three.history());
      List<EpochReport> history = one.history();
      double first = history.get(0).loss();
      assertTrue(history.get(history.size() - 1).loss() < 0.9 * first, layers.toString());
      assertArrayEquals(
          tensors(saved(one.model(), "one.safetensors")),
          tensors(saved(three.model(), "three.safetensors")));
    }
  }

  /** The content after the header, which names the number of threads. */
  private static byte[] tensors(byte[] file) {
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES + header, file.length);
  }

  private byte[] saved(Model model, String name) throws IOException {
    Path file = folder.resolve(name);
    GRADUS.save(model, file);
    return Files.readAllBytes(file);
  }

  @Test
  void theyAreSavedAndLoadedAndGoOnFromACheckpoint() throws IOException {
    int number = 0;
    for (List<Layer> layers : networks()) {
      number++;
      Path whole = folder.resolve("whole" + number);
      Configuration each =
          configuration(layers).training(t -> t.checkpoint(new Checkpoint(2, 9, false))).build();
      Training training = GRADUS.job(each).on(table()).checkpoints(Checkpoints.in(whole)).train();
      byte[] bytes = saved(training.model(), "whole.safetensors");
      Model loaded = GRADUS.load(folder.resolve("whole.safetensors"));
      assertArrayEquals(bytes, saved(loaded, "again.safetensors"));
      Training rest =
          GRADUS
              .job(each)
              .on(table())
              .checkpoints(
                  Checkpoints.in(folder.resolve("rest" + number))
                      .resume(whole.resolve("epoch-000002.safetensors")))
              .train();
      assertArrayEquals(bytes, saved(rest.model(), "rest.safetensors"));
    }
  }

  /** It is tried before training with the input that it has in this network. */
  @Test
  void oneThatTakesASingleShapeIsTriedWhereItStands() {
    Training training =
        GRADUS
            .job(configuration(List.of(Dense.of(23), new OfTwentyThree())).build())
            .on(table())
            .train();
    assertEquals(6, training.history().size());
  }

  @Test
  void theyAreReadAndWrittenAsYaml() {
    ConfigurationReader reader = new ConfigurationReader(GRADUS.catalogue());
    for (List<Layer> layers : networks()) {
      Configuration configuration = configuration(layers).build();
      String yaml = new ConfigurationWriter().write(configuration);
      assertEquals(
          layers,
          reader.parse(yaml, "x.yaml", Path.of(""), List.of()).network().subList(0, layers.size()),
          yaml);
    }
  }

  @Test
  void theGatedUnitIsWrittenInFortyLines() throws IOException {
    Path source =
        Path.of("src", "test", "java", "org", "acme", "layers", "Gated.java").toAbsolutePath();
    long typed =
        Files.readAllLines(source).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.equals("}") && !line.startsWith("@Override"))
            .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
            .count();
    assertTrue(typed <= 40, typed + " lines");
  }
}
