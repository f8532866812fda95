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
import dev.gradus.engine.table.TableParts;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  private static TableParts inPartsOf(Table table, int rows) {
    return TableParts.of(
        table.origin(),
        receiver -> {
          for (int from = 0; from < table.rows(); from += rows) {
            receiver.accept(
                table.select(IntStream.range(from, Math.min(from + rows, table.rows())).toArray()));
          }
        });
  }

  private static Table many() {
    RandomGenerator random = new SplittableRandom(3);
    return Table.of(
        Column.of("a", random.doubles(5000, -1e3, 1e3).toArray()),
        Column.of("b", random.doubles(5000, 0, 4).toArray()));
  }

  @Test
  void partsArePredictedAsTheWholeTableIsWithTheSameWarnings() {
    Predictor predictor = signs();
    Table table = many();
    Predictions whole = predictor.predictions(table);
    assertEquals(1, whole.warnings().size());
    for (int rows : new int[] {1, 7, 999, 5000}) {
      List<double[]> parts = new ArrayList<>();
      assertEquals(
          whole.warnings(),
          predictor.predictions(
              inPartsOf(table, rows), (part, some) -> parts.addAll(List.of(some.rows()))));
      assertArrayEquals(whole.rows(), parts.toArray(double[][]::new));
    }
    List<String> each = new ArrayList<>();
    predictor.predictAll(
        inPartsOf(table, 100), (part, some) -> some.forEach(one -> each.add(one.toString())));
    assertEquals(predictor.predictAll(table).stream().map(Object::toString).toList(), each);
  }

  @Test
  void theFirstWrongRowIsReportedHoweverManyRowsAPartHas() {
    double[] b = new double[100];
    b[70] = Double.NaN;
    double[] a = new double[100];
    a[80] = Double.NaN;
    Table table = Table.of(Column.of("a", a), Column.of("b", b));
    for (int rows : new int[] {1, 7, 100}) {
      assertEquals(
          "row 71: column 'b' has an empty cell here, but the model needs a value; fill it, or remove the row",
          assertThrows(
                  DataException.class,
                  () -> signs().predictions(inPartsOf(table, rows), (part, some) -> {}))
              .getMessage());
    }
  }

  @Test
  void aStreamOfExamplesIsPredictedAsTheyAreTaken() {
    Predictor predictor = signs();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    try (Stream<Prediction> predictions =
        predictor.predictAll(
            Stream.iterate(1, i -> i + 1)
                .peek(i -> taken.incrementAndGet())
                .map(i -> new double[] {i % 2 == 0 ? -2 : 2, 1 + i % 4})
                .onClose(closed::incrementAndGet))) {
      assertEquals(
          List.of("plus", "minus", "plus"),
          predictions.limit(3).map(Prediction::className).toList());
    }
    assertTrue(taken.get() <= 2048, taken + " examples");
    assertEquals(1, closed.get());
    assertEquals(
        predictor.predictAll(SIGNS).stream()
            .map(Prediction::outputs)
            .map(Arrays::toString)
            .toList(),
        predictor
            .predictAll(
                Stream.of(
                    Map.of("a", -2, "b", 1),
                    Map.of("a", -1, "b", 2),
                    new double[] {1, 3},
                    new double[] {2, 4}))
            .map(Prediction::outputs)
            .map(Arrays::toString)
            .toList());
  }

  @Test
  void aWrongExampleOfAStreamIsReportedByItsNumber() {
    Stream<Object> examples =
        IntStream.rangeClosed(1, 3000)
            .mapToObj(i -> i == 2500 ? Map.of("a", "x", "b", 1) : new double[] {1, 2});
    assertTrue(
        assertThrows(DataException.class, () -> signs().predictAll(examples).forEach(one -> {}))
            .getMessage()
            .startsWith("row 2500: "));
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
