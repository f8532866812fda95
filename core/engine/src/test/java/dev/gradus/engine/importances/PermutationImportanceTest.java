package dev.gradus.engine.importances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.importance.PermutationImportance.OfColumn;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A column is as important as the measure becomes worse without what its cells say. */
class PermutationImportanceTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  /** The targets of R2 below are not rounded to floats. */
  private static final double TOLERANCE = 1e-8;

  /** y = 3 a exactly, and b says nothing. */
  private static final Table LINE =
      Table.ofRows(
          List.of("a", "b", "y"), new double[][] {{1, 5, 3}, {2, 7, 6}, {3, 6, 9}, {4, 9, 12}});

  private static final String OF_A =
      """
      data: {target: y, scale: none}
      network: [{dense: {weights: {given: {values: [[3], [0]]}}, bias: false}}]
      loss: mean-squared-error
      optimizer: {sgd: {learning-rate: 0.1}}
      training: {batch-size: 4}
      """;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static OfColumn of(PermutationImportance importance, String column) {
    return importance.columns().stream()
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  private static NetworkImportance importance(Model model) {
    return (NetworkImportance) GRADUS.importance(model);
  }

  /** Reversed, then swapped in pairs: errors of 3 (3, 1, -1, -3) and of 3 (1, -1, 1, -1). */
  private static int[] order(String column, int repeat, int rows) {
    return repeat == 0 ? new int[] {3, 2, 1, 0} : new int[] {1, 0, 3, 2};
  }

  @Test
  void theMeanAndTheDeviationAreThoseOfTheRises() {
    Model model = Trained.initial(GRADUS, OF_A, LINE);
    PermutationImportance importance =
        importance(model).permutation(LINE, "loss", PermutationImportanceTest::order, 2, 1);
    assertEquals(0, importance.value());
    assertEquals(List.of("a", "b"), importance.columns().stream().map(OfColumn::column).toList());
    assertEquals(List.of(45.0, 9.0), of(importance, "a").each());
    assertEquals(27, of(importance, "a").mean());
    assertEquals(18, of(importance, "a").deviation());
    assertEquals(0, of(importance, "b").mean());
    assertEquals(0, of(importance, "b").deviation());
  }

  @Test
  void risesAndFallsThatCancelOutHaveNoMean() {
    double tenth = 0.9 - 0.8;
    assertEquals(0, OfColumn.of("a", List.of(tenth, -0.1)).mean());
    assertEquals(0.05, OfColumn.of("a", List.of(0.1, 0.0)).mean());
  }

  @Test
  void whatIsBetterWhenItIsHigherFalls() {
    Model model = Trained.initial(GRADUS, OF_A, LINE);
    PermutationImportance importance =
        importance(model).permutation(LINE, "r2", PermutationImportanceTest::order, 2, 1);
    assertTrue(importance.higherIsBetter());
    assertEquals(1, importance.value());
    // The variance of y is 11.25, so R2 becomes 1 - 45 / 11.25 = -3.
    assertEquals(4, of(importance, "a").each().get(0), 1e-12);
  }

  /**
   * The numbers of scikit-learn 1.2.1: {@code permutation_importance(m, X, y, n_repeats=3,
   * random_state=7)} of a LinearRegression with these weights. It permutes a column that is
   * permuted already, so the orders are products of its shuffles.
   */
  @ParameterizedTest
  @CsvSource({
    "r2, 0.8552357959610964, 1.9739206563993064, 1.1011840755638063, 0.008335530252395898, 1.4271565921073326, 0.47573454439438706, 0.024928848132863904",
    "mean-absolute-error, 0.33718750000000003, 0.904375, 0.6691666666666668, 0.02645833333333329, 0.6682657904357118, 0.24124748127643167, 0.05532181732573707"
  })
  void theNumbersAreThoseOfScikitLearn(
      String metric,
      double value,
      double meanA,
      double meanB,
      double meanC,
      double deviationA,
      double deviationB,
      double deviationC) {
    Table table =
        Table.ofRows(
            List.of("a", "b", "c", "y"),
            new double[][] {
              {1.76, 0.4, 0.98, 3.8},
              {2.24, 1.87, -0.98, 2.17},
              {0.95, -0.15, -0.1, 2.06},
              {0.41, 0.14, 1.45, 0.62},
              {0.76, 0.12, 0.44, 1.86},
              {0.33, 1.49, -0.21, -0.39},
              {0.31, -0.85, -2.55, 1.52},
              {0.65, 0.86, -0.74, 0.55}
            });
    int[][] orders = {{3, 4, 5, 2, 6, 0, 1, 7}, {2, 6, 7, 3, 4, 5, 0, 1}, {0, 1, 7, 6, 2, 5, 3, 4}};
    Model model =
        Trained.initial(
            GRADUS,
            """
            data: {target: y, scale: none}
            network: [{dense: {weights: {given: {values: [[2], [-1], [0.25]]}}, biases: {given: {values: [[0.5]]}}}}]
            loss: mean-squared-error
            optimizer: {sgd: {learning-rate: 0.1}}
            training: {batch-size: 4}
            """,
            table);
    PermutationImportance importance =
        importance(model).permutation(table, metric, (column, k, rows) -> orders[k], 3, 1);
    assertEquals(value, importance.value(), 1e-6);
    assertEquals(meanA, of(importance, "a").mean(), 1e-6);
    assertEquals(meanB, of(importance, "b").mean(), 1e-6);
    assertEquals(meanC, of(importance, "c").mean(), 1e-6);
    assertEquals(deviationA, of(importance, "a").deviation(), 1e-6);
    assertEquals(deviationB, of(importance, "b").deviation(), 1e-6);
    assertEquals(deviationC, of(importance, "c").deviation(), 1e-6);
  }

  /**
   * The network and the table of these tests, with one-hot categories, a missing indicator, dates,
   * and whitening or an embedding.
   */
  private static String yaml(String target, String ignored, String scale, String network) {
    return Trained.MIXED_DATA.formatted(target, ignored, scale)
        + """
        network: [%s]
        loss: %s
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [%s]
        training: {epochs: 20, batch-size: 16, seed: 5}
        """
            .formatted(
                network,
                target.equals("price") ? "mean-squared-error" : "cross-entropy",
                target.equals("price") ? "mean-absolute-error" : "accuracy");
  }

  private static final String LAYERS = "{dense: {units: 8, activation: tanh}}, ";

  @ParameterizedTest
  @CsvSource({
    "mean-absolute-error, false, ''",
    "mean-absolute-error, false, ', scale: whiten'",
    "mean-absolute-error, true, ''",
    "loss, false, ''",
    "r2, false, ''"
  })
  void aPermutedColumnIsMeasuredAsIfTheFileHadItSo(String metric, boolean embedded, String scale) {
    Table table = Trained.csv(Trained.mixed(60));
    String network = (embedded ? "embedding, " : "") + LAYERS + "{dense: {}}";
    Model model = Trained.model(GRADUS, yaml("price", "kind", scale, network), table);
    int[] order = IntStream.range(0, 60).map(i -> (i + 17) % 60).toArray();
    PermutationImportance importance =
        importance(model).permutation(table, metric, (column, k, rows) -> order, 1, 2);
    Measured measured = new Measured(model, metric);
    assertEquals(measured.of(table), importance.value(), TOLERANCE);
    assertEquals(
        List.of("built", "city", "new", "rooms", "size"),
        importance.columns().stream().map(OfColumn::column).sorted().toList());
    for (OfColumn column : importance.columns()) {
      double permuted = measured.of(Trained.permuted(table, column.column(), order));
      double worse =
          importance.higherIsBetter()
              ? importance.value() - permuted
              : permuted - importance.value();
      assertEquals(
          worse, column.mean(), TOLERANCE * Math.max(1, Math.abs(permuted)), column.column());
      assertTrue(Double.isNaN(column.deviation()), "one permutation has no deviation");
    }
  }

  /** A measure of a model, as its evaluation has it. */
  private record Measured(Model model, String metric) {
    double of(Table table) {
      double value = model.evaluate(table).getOrDefault(metric, Double.NaN);
      if (!Double.isNaN(value)) {
        return value;
      }
      double[][] predicted = model.predictor().predict(table);
      double mean =
          IntStream.range(0, table.rows())
              .mapToDouble(row -> table.column("price").number(row))
              .average()
              .orElseThrow();
      double left = 0;
      double all = 0;
      for (int row = 0; row < predicted.length; row++) {
        double truth = table.column("price").number(row);
        left += Math.pow(truth - predicted[row][0], 2);
        all += Math.pow(truth - mean, 2);
      }
      return 1 - left / all;
    }
  }

  private static Model classifier(Table table) {
    return Trained.model(
        GRADUS, yaml("kind", "price", "", LAYERS + "{dense: {activation: softmax}}"), table);
  }

  @Test
  void theSameSeedGivesTheSameNumbersWithAnyNumberOfThreads() {
    Table table = Trained.csv(Trained.mixed(80));
    NetworkImportance importance = importance(classifier(table));
    PermutationImportance once = importance.permutation(table, "accuracy", 3, 9);
    assertEquals(once.columns(), importance.permutation(table, "accuracy", 3, 9).columns());
    assertNotEquals(once.columns(), importance.permutation(table, "accuracy", 3, 10).columns());
    for (int threads : new int[] {1, 2, 5}) {
      assertEquals(
          once.columns(),
          importance.permutation(table, "accuracy", Permutations.random(9), 3, threads).columns());
    }
  }

  @Test
  void theMostImportantComesFirst() {
    Table table = Trained.csv(Trained.mixed(80));
    PermutationImportance importance = GRADUS.importance(classifier(table)).permutation(table);
    assertEquals("accuracy", importance.metric());
    assertEquals(Importance.REPEATS, importance.repeats());
    assertEquals(5, importance.seed());
    assertEquals("size", importance.columns().get(0).column());
    double[] means = importance.columns().stream().mapToDouble(OfColumn::mean).toArray();
    double[] sorted = Arrays.stream(means).map(mean -> -mean).sorted().map(mean -> -mean).toArray();
    assertEquals(Arrays.toString(sorted), Arrays.toString(means));
  }

  @Test
  void anOrderIsAPermutationAndItsColumnsDiffer() {
    Permutations permutations = Permutations.random(3);
    int[] order = permutations.of("a", 0, 100);
    assertEquals(
        Arrays.toString(IntStream.range(0, 100).toArray()),
        Arrays.toString(Arrays.stream(order).sorted().toArray()));
    assertFalse(Arrays.equals(order, permutations.of("b", 0, 100)));
    assertFalse(Arrays.equals(order, permutations.of("a", 1, 100)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss",
        "accuracy",
        "brier",
        "{top-k-accuracy: {k: 2}}",
        "recall-by-class.dear",
        "cross-entropy"
      })
  void anyMetricCanBeMeasured(String metric) {
    Table table = Trained.csv(Trained.mixed(60));
    PermutationImportance importance =
        GRADUS.importance(classifier(table)).permutation(table, metric, 1, 1);
    assertTrue(Double.isFinite(importance.value()), metric);
    assertFalse(importance.metric().startsWith("{"), importance.metric());
  }

  @ParameterizedTest
  @CsvSource({
    "accuracies, 'metric: ''accuracies'' cannot be measured'",
    "r2, 'metrics: '",
    "recall-by-class.cheep, 'there is no value ''recall-by-class.cheep'''",
    "'accuracy, brier', 'is not one metric'"
  })
  void aMetricThatCannotBeMeasuredIsRefusedInASentence(String metric, String sentence) {
    Table table = Trained.csv(Trained.mixed(60));
    Importance importance = GRADUS.importance(classifier(table));
    GradusException e =
        assertThrows(
            GradusException.class, () -> importance.permutation(table, metric, 1, 1), metric);
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
  }

  @Test
  void lessThanOnePermutationIsRefused() {
    Importance importance = GRADUS.importance(Trained.initial(GRADUS, OF_A, LINE));
    GradusException e =
        assertThrows(GradusException.class, () -> importance.permutation(LINE, "loss", 0, 1));
    assertEquals(
        "repeats is 0, but at least one permutation is needed; give 1 or more", e.getMessage());
  }
}
