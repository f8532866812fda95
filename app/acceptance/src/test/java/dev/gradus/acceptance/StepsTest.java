package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Ensemble;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Prodigy;
import dev.gradus.optimizers.Sam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps allocate nothing, and their bits do not depend on the threads that help. */
class StepsTest {

  private static final int ROWS = 900;
  private static final int INPUTS = 60;
  private static final int SEED = 4;

  /** After these steps every array exists, for full batches and for the last batch. */
  private static final int WARM_EPOCHS = 2;

  @TempDir Path folder;

  static Table table() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < INPUTS; k++) {
      columns.add(Column.of("x" + k, random.doubles(ROWS, -1, 1).toArray()));
    }
    String[] kinds = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      kinds[i] = "kind" + random.nextInt(5);
    }
    columns.add(Column.of("kind", kinds));
    return Table.of(columns);
  }

  /** Large enough for several threads: a batch of 128 times 40 thousand weights. */
  static Configuration configuration(Loss loss, Optimizer optimizer, int threads) {
    return configuration(loss, optimizer, threads, WARM_EPOCHS + 2);
  }

  static Configuration configuration(Loss loss, Optimizer optimizer, int threads, int epochs) {
    return builder(loss, optimizer, epochs).training(t -> t.threads(threads)).build();
  }

  /** The same, with as many threads as Gradus chooses. */
  static Configuration.Builder builder(Loss loss, Optimizer optimizer, int epochs) {
    return Configuration.builder()
        .data(DataSpec.of("kind"))
        .layer(Dense.of(300, new Relu()))
        .layer(Dense.of(70, new Tanh()))
        .layer(Dense.output(new Softmax()))
        .loss(loss)
        .optimizer(optimizer)
        .epochs(epochs)
        .batchSize(128)
        .seed(SEED);
  }

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of(new CrossEntropy(), new Sgd(0.01, 0.9, 0, false, 0), 1),
        Arguments.of(new CrossEntropy(), new Adam(), 2),
        Arguments.of(new CrossEntropy(), new Sam(0.05, new Adam()), 2),
        Arguments.of(new CrossEntropy(), new Prodigy(), 2),
        Arguments.of(new MeanSquaredError(), new Adam(), 1));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aStepAllocatesNothing(Loss loss, Optimizer optimizer, int threads) {
    AllocationWatch watch = new AllocationWatch(WARM_EPOCHS);
    try (Gradus gradus = Gradus.create()) {
      gradus.job(configuration(loss, optimizer, threads)).on(table()).listener(watch).train();
    }
    assertTrue(watch.steps() >= 14, watch.steps() + " steps were watched");
    // As in the test of predictions: an allocation by the step itself would occur in every epoch.
    assertTrue(
        watch.bytes().containsValue(0L), () -> "bytes allocated, by epoch: " + watch.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepOfAnEnsembleAllocatesNothing(int threads) {
    AllocationWatch watch = new AllocationWatch(WARM_EPOCHS);
    Configuration plain = configuration(new CrossEntropy(), new Adam(), threads);
    try (Gradus gradus = Gradus.create()) {
      gradus
          .job(
              plain.withNetwork(
                  List.of(
                      new Ensemble(8),
                      Dense.of(40, new Relu()),
                      Dense.of(30, new Tanh()),
                      Dense.output(new Softmax()))))
          .on(table())
          .listener(watch)
          .train();
    }
    assertTrue(
        watch.bytes().containsValue(0L), () -> "bytes allocated, by epoch: " + watch.bytes());
  }

  @Test
  void aPredictionIntoAnArrayAllocatesNothing() {
    try (Gradus gradus = Gradus.create()) {
      Predictor predictor =
          gradus
              .job(configuration(new CrossEntropy(), new Adam(), 1))
              .on(table())
              .train()
              .model()
              .predictor();
      double[] inputs = new SplittableRandom(SEED).doubles(INPUTS, -1, 1).toArray();
      double[] outputs = new double[5];
      double[] expected = predictor.predict(inputs);
      AllocationWatch watch = new AllocationWatch(0);
      // Interpreted, or compiled by the first compiler, no round allocates a byte. When the second
      // compiler recompiles running code, this allocates a few hundred bytes once, at any moment.
      // An allocation by the prediction itself would occur in every round.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 3; round++) {
        long before = watch.allocated();
        for (int i = 0; i < 100; i++) {
          predictor.predict(inputs, outputs);
        }
        least = Math.min(least, watch.allocated() - before);
      }
      assertEquals(0, least, "bytes allocated by 100 predictions");
      assertArrayEquals(expected, outputs);
    }
  }

  @Test
  void theWeightsAreTheSameBytesWithAnyNumberOfThreads() throws IOException {
    byte[] alone = trained(1);
    for (int threads : new int[] {2, 3, 4}) {
      assertArrayEquals(alone, trained(threads), threads + " threads");
    }
  }

  private byte[] trained(int threads) throws IOException {
    Path file = folder.resolve("model-" + threads + ".safetensors");
    try (Gradus gradus = Gradus.create()) {
      Configuration shared = configuration(new CrossEntropy(), new Adam(), threads);
      gradus.save(gradus.job(shared).on(table()).train().model(), file);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    // The header contains the configuration, which has the number of threads.
    int header = Math.toIntExact(bytes.getLong());
    byte[] weights = new byte[bytes.remaining() - header];
    bytes.position(bytes.position() + header).get(weights);
    assertTrue(weights.length > Float.BYTES * 300 * 70, weights.length + " bytes of weights");
    return weights;
  }
}
