package dev.gradus.losses.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.MeanSquaredLogarithmicError;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The metrics give the values of the reference; see the README next to it. */
class ReferenceMetricsTest {

  private static final double TOLERANCE = 1e-12;

  /** The metric for a label of the reference: one row per metric. */
  private static final Map<String, Metric> METRICS =
      Map.ofEntries(
          Map.entry("accuracy", new Accuracy()),
          Map.entry("balanced_accuracy", new BalancedAccuracy()),
          Map.entry("matthews", new Matthews()),
          Map.entry("cohen_kappa", new CohenKappa()),
          Map.entry("roc_auc", new RocAuc()),
          Map.entry("roc_auc_ovr_macro", new RocAuc()),
          Map.entry("average_precision", new AveragePrecision()),
          Map.entry("log_loss", new LogLoss()),
          Map.entry("brier", new Brier()),
          Map.entry("top_2_accuracy", new TopKAccuracy(2)),
          Map.entry("rmse", new Rmse()),
          Map.entry("r2", new R2()),
          Map.entry("explained_variance", new ExplainedVariance()),
          Map.entry("median_absolute_error", new MedianAbsoluteError()),
          Map.entry("mape", new Mape()),
          Map.entry("max_error", new MaxError()),
          Map.entry("precision", new Precision()),
          Map.entry("precision_macro", new Precision(Optional.of(Average.MACRO))),
          Map.entry("precision_micro", new Precision(Optional.of(Average.MICRO))),
          Map.entry("precision_weighted", new Precision(Optional.of(Average.WEIGHTED))),
          Map.entry("recall", new Recall()),
          Map.entry("recall_macro", new Recall(Optional.of(Average.MACRO))),
          Map.entry("recall_micro", new Recall(Optional.of(Average.MICRO))),
          Map.entry("recall_weighted", new Recall(Optional.of(Average.WEIGHTED))),
          Map.entry("f1", new F1()),
          Map.entry("f1_macro", new F1(Optional.of(Average.MACRO))),
          Map.entry("f1_micro", new F1(Optional.of(Average.MICRO))),
          Map.entry("f1_weighted", new F1(Optional.of(Average.WEIGHTED))));

  /** Labels that are a loss, which reports itself: its mean over the examples. */
  private static final Map<String, Loss> LOSSES =
      Map.of(
          "mae", new MeanAbsoluteError(),
          "mse", new MeanSquaredError(),
          "msle", new MeanSquaredLogarithmicError());

  /**
   * Labels of tables and curves instead of numbers; the engine's ClassReport and the page of a run
   * show them, and are compared with them there.
   */
  private static final Set<String> TABLES =
      Set.of(
          "confusion_matrix",
          "support",
          "precision_per_class",
          "recall_per_class",
          "f1_per_class",
          "present_labels",
          "precision_macro_present",
          "recall_macro_present",
          "f1_macro_present",
          "specificity",
          "roc_curve");

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "kind",
          "note",
          "classes",
          "y_true",
          "scores",
          "probabilities",
          "threshold",
          "y_pred",
          "metrics");

  @TestFactory
  Stream<DynamicTest> ofGivenPredictions() throws IOException {
    try (InputStream in =
        ReferenceMetricsTest.class.getResourceAsStream("/reference/metrics.json")) {
      JsonNode reference = new ObjectMapper().readTree(in);
      List<DynamicTest> tests =
          Stream.of("binary", "multiclass", "regression")
              .flatMap(part -> elements(reference.get(part)))
              .flatMap(ReferenceMetricsTest::testsOf)
              .toList();
      assertFalse(tests.isEmpty(), "the file holds cases");
      return tests.stream();
    }
  }

  /** Where scikit-learn writes 0 for a class that does not occur, there is no value. */
  @TestFactory
  Stream<DynamicTest> recallByClass() throws IOException {
    try (InputStream in =
        ReferenceMetricsTest.class.getResourceAsStream("/reference/metrics.json")) {
      JsonNode reference = new ObjectMapper().readTree(in);
      List<DynamicTest> tests =
          Stream.of("binary", "multiclass")
              .flatMap(part -> elements(reference.get(part)))
              .map(
                  example ->
                      DynamicTest.dynamicTest(
                          example.get("id").asText(), () -> checkRecallByClass(example)))
              .toList();
      assertFalse(tests.isEmpty(), "the file holds cases");
      return tests.stream();
    }
  }

  private static void checkRecallByClass(JsonNode example) {
    JsonNode metrics = example.get("metrics");
    boolean binary = example.get("kind").asText().equals("binary");
    Target target =
        binary
            ? new Target(Target.Kind.BINARY, List.of("yes"))
            : new Target(
                Target.Kind.CLASSES,
                IntStream.range(0, example.get("classes").asInt())
                    .mapToObj(k -> "class " + k)
                    .toList());
    double[][] targets =
        binary ? rows(example.get("y_true")) : oneHot(example.get("y_true"), target.width());
    double[] counts = new double[binary ? 2 : target.width()];
    for (double[] row : targets) {
      counts[PredictedClasses.answer(row)]++;
    }
    double[] expected =
        binary
            ? new double[] {metrics.get("specificity").asDouble(), metrics.get("recall").asDouble()}
            : elements(metrics.get("recall_per_class")).mapToDouble(JsonNode::asDouble).toArray();
    for (int k = 0; k < expected.length; k++) {
      expected[k] = counts[k] == 0 ? Double.NaN : expected[k];
    }
    Metric metric = new RecallByClass().forTarget(target);
    double[][] predictions = rows(example.get(binary ? "scores" : "probabilities"));
    assertArrayEquals(expected, metric.evaluateValues(predictions, targets), TOLERANCE);
    assertEquals(expected.length, metric.values(target).size());
    assertEquals(
        metrics.get("balanced_accuracy").asDouble(),
        metric.evaluate(predictions, targets),
        TOLERANCE);
  }

  private static Stream<DynamicTest> testsOf(JsonNode example) {
    String id = example.get("id").asText();
    example
        .fieldNames()
        .forEachRemaining(
            field -> assertTrue(FIELDS.contains(field), id + " has an unknown field " + field));
    assertEquals(0.5, example.path("threshold").asDouble(0.5), id + ": a class is taken from 1/2");
    return example.get("metrics").properties().stream()
        .filter(metric -> !TABLES.contains(metric.getKey()))
        .map(
            metric ->
                DynamicTest.dynamicTest(
                    id + " " + metric.getKey(),
                    () -> check(metric.getKey(), number(metric.getValue()), example)));
  }

  /** Undefined is NaN here. */
  private static double number(JsonNode value) {
    return value.isNull() ? Double.NaN : value.asDouble();
  }

  private static void check(String label, double expected, JsonNode example) {
    double actual =
        LOSSES.containsKey(label)
            ? mean(LOSSES.get(label), rows(example.get("y_pred")), rows(example.get("y_true")))
            : measured(
                Objects.requireNonNull(METRICS.get(label), "there is no row for " + label),
                example);
    double tolerance = TOLERANCE * Math.max(1, Math.abs(expected));
    assertEquals(expected, actual, Double.isNaN(tolerance) ? TOLERANCE : tolerance);
  }

  private static double mean(Loss loss, double[][] predictions, double[][] targets) {
    double sum = 0;
    for (int i = 0; i < predictions.length; i++) {
      sum += loss.evaluate(predictions[i], targets[i], new double[predictions[i].length]);
    }
    return sum / predictions.length;
  }

  private static double measured(Metric metric, JsonNode example) {
    return switch (example.get("kind").asText()) {
      case "binary" ->
          metric
              .forTarget(new Target(Target.Kind.BINARY, List.of("yes")))
              .evaluate(rows(example.get("scores")), rows(example.get("y_true")));
      case "multiclass" ->
          metric.evaluate(
              rows(example.get("probabilities")),
              oneHot(example.get("y_true"), example.get("classes").asInt()));
      default -> metric.evaluate(rows(example.get("y_pred")), rows(example.get("y_true")));
    };
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static double[][] rows(JsonNode list) {
    return elements(list)
        .map(
            row ->
                row.isArray()
                    ? elements(row).mapToDouble(JsonNode::asDouble).toArray()
                    : new double[] {row.asDouble()})
        .toArray(double[][]::new);
  }

  private static double[][] oneHot(JsonNode classes, int count) {
    return elements(classes)
        .map(one -> IntStream.range(0, count).mapToDouble(k -> k == one.asInt() ? 1 : 0).toArray())
        .toArray(double[][]::new);
  }
}
