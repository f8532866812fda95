package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Confusion matrices and the ratios of each class are those of the reference. */
class ClassReportReferenceTest {

  private static final double TOLERANCE = 1e-12;

  @TestFactory
  Stream<DynamicTest> ofGivenAnswers() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ClassReportReferenceTest.class.getResourceAsStream("/reference/metrics.json"))) {
      JsonNode reference = new ObjectMapper().readTree(in);
      List<JsonNode> cases =
          Stream.of("binary", "multiclass").flatMap(part -> elements(reference.get(part))).toList();
      assertFalse(cases.isEmpty(), "the file holds cases");
      return cases.stream()
          .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c)));
    }
  }

  private static void replay(JsonNode c) {
    int classes = c.path("classes").asInt(2);
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    ClassReport report =
        ClassReport.of(names, whole(c.get("y_true")).toArray(), whole(c.get("y_pred")).toArray());
    JsonNode metrics = c.get("metrics");
    for (int k = 0; k < classes; k++) {
      assertEquals(
          whole(metrics.get("confusion_matrix").get(k)).boxed().toList(), report.counts().get(k));
      assertEquals(metrics.get("support").get(k).asInt(), report.of(k).examples());
      assertEquals(
          metrics.get("precision_per_class").get(k).asDouble(),
          report.of(k).precision(),
          TOLERANCE);
      assertEquals(
          metrics.get("recall_per_class").get(k).asDouble(), report.of(k).recall(), TOLERANCE);
      assertEquals(metrics.get("f1_per_class").get(k).asDouble(), report.of(k).f1(), TOLERANCE);
    }
    if (metrics.has("specificity")) {
      assertEquals(metrics.get("specificity").asDouble(), report.of(0).recall(), TOLERANCE);
    }
    List<Integer> present =
        IntStream.range(0, classes).filter(k -> occurs(report, k)).boxed().toList();
    assertEquals(whole(metrics.get("present_labels")).boxed().toList(), present);
    assertMean(metrics, "precision_macro_present", present, k -> report.of(k).precision());
    assertMean(metrics, "recall_macro_present", present, k -> report.of(k).recall());
    assertMean(metrics, "f1_macro_present", present, k -> report.of(k).f1());
  }

  private static boolean occurs(ClassReport report, int k) {
    return report.of(k).examples() > 0 || report.counts().stream().anyMatch(row -> row.get(k) > 0);
  }

  private static void assertMean(
      JsonNode metrics, String label, List<Integer> present, ToDoubleFunction<Integer> ratio) {
    assertEquals(
        metrics.get(label).asDouble(),
        present.stream().mapToDouble(ratio).average().orElseThrow(),
        TOLERANCE,
        label);
  }

  private static IntStream whole(JsonNode list) {
    return elements(list).mapToInt(JsonNode::asInt);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
