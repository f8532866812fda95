package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The predictions of a trained model. */
class PredictorTest {

  private static final int THREADS = 4;

  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Predictor trained(Configuration.Builder builder, Table table) {
    Configuration configuration =
        builder.optimizer(new Adam(0.05)).epochs(200).batchSize(4).build();
    return gradus.job(configuration).on(table).train().model().predictor();
  }

  private static final Table SIGNS =
      Table.of(
          Column.of("a", -2, -1, 1, 2),
          Column.of("b", 1, 2, 3, 4),
          Column.of("sign", "minus", "minus", "plus", "plus"));

  private Predictor signs() {
    return trained(
        Configuration.builder()
            .data(DataSpec.of("sign"))
            .layer(Dense.of(4, new Tanh()))
            .layer(Dense.output(new Sigmoid()))
            .loss(new CrossEntropy()),
        SIGNS);
  }

  @Test
  void aNumberComesInTheUnitOfTheData() {
    Table table =
        Table.ofRows(
            List.of("x", "y"), new double[][] {{0, 1000}, {1, 1010}, {2, 1020}, {3, 1030}});
    Predictor predictor =
        trained(
            Configuration.builder()
                .data(DataSpec.of("y"))
                .layer(Dense.output())
                .loss(new MeanSquaredError()),
            table);
    assertEquals(1040, predictor.predict(4)[0], 0.5);
    assertEquals(List.of(), predictor.classes());
    assertThrows(IllegalStateException.class, () -> predictor.classify(4));
  }

  @Test
  void ofTwoClassesTheSecondIsTheOneOfHighOutput() {
    Predictor predictor = signs();
    assertEquals(List.of("minus", "plus"), predictor.classes());
    assertEquals("plus", predictor.classify(2, 4));
    assertEquals("minus", predictor.classify(-2, 1));
    assertTrue(predictor.predict(2, 4)[0] > 0.9);
    assertEquals("plus", predictor.classOf(new double[] {0.5}));
  }

  @Test
  void ofSeveralClassesTheLargestOutputWins() {
    Table table = Table.of(Column.of("x", 0, 5, 10), Column.of("size", "small", "middle", "large"));
    Predictor predictor =
        trained(
            Configuration.builder()
                .data(DataSpec.of("size"))
                .layer(Dense.of(8, new Tanh()))
                .layer(Dense.output(new Softmax()))
                .loss(new CrossEntropy()),
            table);
    assertEquals(List.of("large", "middle", "small"), predictor.classes());
    assertEquals("small", predictor.classify(0));
    assertEquals("middle", predictor.classify(5));
    assertEquals("large", predictor.classify(10));
    assertEquals(1, Arrays.stream(predictor.predict(5)).sum(), 1e-6);
  }

  @Test
  void aTableAndARowAreAnsweredAlike() {
    Predictor predictor = signs();
    double[][] table = predictor.predict(SIGNS);
    for (int i = 0; i < table.length; i++) {
      assertArrayEquals(
          predictor.predict(SIGNS.column("a").number(i), SIGNS.column("b").number(i)),
          table[i],
          1e-7,
          "row " + i);
    }
  }

  @Test
  void theColumnsOfATableAreFoundByTheirNames() {
    Predictor predictor = signs();
    Table turned = Table.of(Column.of("unknown", "?"), Column.of("b", 4), Column.of("a", 2));
    assertArrayEquals(predictor.predict(2, 4), predictor.predict(turned)[0], 1e-7);
  }

  @Test
  void tooFewValuesAreRefusedWithTheColumns() {
    String message =
        String.valueOf(assertThrows(DataException.class, () -> signs().predict(1)).getMessage());
    assertTrue(message.contains("a, b"), message);
  }

  @Test
  void severalThreadsGetTheSameBits() throws Exception {
    Predictor predictor = signs();
    double[] expected = new double[1000];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = predictor.predict(i / 100.0 - 5, 2)[0];
    }
    Callable<double[]> again =
        () -> {
          double[] found = new double[expected.length];
          for (int i = 0; i < found.length; i++) {
            found[i] = predictor.predict(i / 100.0 - 5, 2)[0];
          }
          return found;
        };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<double[]>> found = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        found.add(threads.submit(again));
      }
      for (Future<double[]> one : found) {
        assertArrayEquals(expected, one.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
