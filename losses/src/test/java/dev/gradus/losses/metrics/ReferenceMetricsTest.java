package dev.gradus.losses.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The metrics give the values of the reference; see the README beside it. */
class ReferenceMetricsTest {

  private static final double TOLERANCE = 1e-12;

  /** Which metric stands behind a label of the reference: one row a metric. */
  private static final Map<String, Metric> METRICS =
      Map.of("accuracy", new Accuracy(), "r2", new R2());

  private static final int CASES = 20;

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
      assertEquals(CASES, tests.size(), "one metric of each case");
      return tests.stream();
    }
  }

  private static Stream<DynamicTest> testsOf(JsonNode example) {
    return METRICS.entrySet().stream()
        .filter(entry -> example.get("metrics").has(entry.getKey()))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    example.get("id").asText() + " " + entry.getKey(),
                    () ->
                        check(
                            example.get("metrics").get(entry.getKey()).asDouble(),
                            entry.getValue(),
                            example)));
  }

  private static void check(double expected, Metric metric, JsonNode example) {
    double actual =
        switch (example.get("kind").asText()) {
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
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)));
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
