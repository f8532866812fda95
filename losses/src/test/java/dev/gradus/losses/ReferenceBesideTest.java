package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.losses.metrics.Concordance;
import dev.gradus.losses.metrics.Ndcg;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Losses and metrics with auxiliary columns, and losses with decoded outputs, give the values,
 * gradients and predictions of the reference; see the README next to it.
 */
class ReferenceBesideTest {

  private static final double TOLERANCE = 1e-12;

  private static JsonNode reference() throws IOException {
    try (InputStream in = ReferenceBesideTest.class.getResourceAsStream("/reference/beside.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @TestFactory
  Stream<DynamicTest> losses() throws IOException {
    JsonNode cases = reference().get("cases");
    assertEquals(14, cases.size());
    return elements(cases)
        .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c, lossOf(c))));
  }

  @TestFactory
  Stream<DynamicTest> metrics() throws IOException {
    JsonNode cases = reference().get("metrics");
    assertEquals(11, cases.size());
    return elements(cases)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("id").asText(),
                    () ->
                        expect(
                            "value",
                            c.get("value").asDouble(),
                            metricOf(c)
                                .evaluate(rows(c.get("predictions")), rows(c.get("targets"))))));
  }

  private static Loss lossOf(JsonNode c) {
    JsonNode options = c.get("options");
    return switch (c.get("loss").asText()) {
      case "cox" ->
          new Cox("event", Cox.Ties.valueOf(options.get("ties").asText().toUpperCase(Locale.ROOT)));
      case "pairwise-ranking" -> new PairwiseRanking();
      case "quantiles" -> new Quantiles(Arrays.stream(row(options.get("levels"))).boxed().toList());
      case "corn" -> new Corn();
      default -> throw new AssertionError("there is no row for " + c.get("loss"));
    };
  }

  private static Metric metricOf(JsonNode c) {
    if (c.get("metric").asText().equals("concordance")) {
      return new Concordance();
    }
    JsonNode options = c.get("options");
    return new Ndcg(
        "group",
        options.get("at").isNull() ? Optional.empty() : Optional.of(options.get("at").asInt()),
        Ndcg.Gain.valueOf(options.get("gain").asText().toUpperCase(Locale.ROOT)));
  }

  private static void replay(JsonNode c, Loss loss) {
    double[][] predictions = rows(c.get("predictions"));
    double[][] targets = rows(c.get("targets"));
    double[][] gradients = new double[predictions.length][predictions[0].length];
    double value = 0;
    if (loss instanceof BatchLoss ofBatch) {
      value = ofBatch.evaluateBatch(predictions, targets, row(c.get("weights")), gradients);
    } else {
      int n = predictions.length;
      for (int i = 0; i < n; i++) {
        value += loss.evaluate(predictions[i], targets[i], gradients[i]) / n;
        for (int k = 0; k < gradients[i].length; k++) {
          gradients[i][k] /= n;
        }
      }
    }
    expect("value", c.get("value").asDouble(), value);
    for (int i = 0; i < gradients.length; i++) {
      for (int k = 0; k < gradients[i].length; k++) {
        expect(
            "gradient [" + i + "][" + k + "]",
            c.get("gradient").get(i).get(k).asDouble(),
            gradients[i][k]);
      }
    }
    if (c.has("quantiles")) {
      checkQuantiles(c.get("quantiles"), loss, predictions, targets[0].length);
    }
    if (c.has("probabilities")) {
      checkProbabilities(c.get("probabilities"), loss, predictions);
    }
  }

  private static void checkQuantiles(JsonNode expected, Loss loss, double[][] outputs, int width) {
    int middle = loss.quantiles().indexOf(0.5) < 0 ? 2 : loss.quantiles().indexOf(0.5);
    for (int i = 0; i < outputs.length; i++) {
      double[] decoded = new double[width];
      loss.decoder().orElseThrow().decode(outputs[i], decoded);
      for (int k = 0; k < width; k++) {
        for (int level = 0; level < loss.quantiles().size(); level++) {
          expect(
              "quantile",
              expected.get(level).get(i).get(k).asDouble(),
              loss.quantile(outputs[i], k, level));
        }
        assertEquals(loss.quantile(outputs[i], k, middle), decoded[k]);
      }
    }
  }

  private static void checkProbabilities(JsonNode expected, Loss loss, double[][] outputs) {
    List<String> classes =
        IntStream.rangeClosed(0, outputs[0].length).mapToObj(String::valueOf).toList();
    Loss.Decoder decoder =
        loss.forTarget(new Target(Target.Kind.CLASSES, classes)).decoder().orElseThrow();
    for (int i = 0; i < outputs.length; i++) {
      double[] decoded = new double[classes.size()];
      decoder.decode(outputs[i], decoded);
      for (int k = 0; k < decoded.length; k++) {
        expect("probability", expected.get(i).get(k).asDouble(), decoded[k]);
      }
    }
    assertTrue(outputs.length > 0);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static double[][] rows(JsonNode list) {
    return elements(list).map(ReferenceBesideTest::row).toArray(double[][]::new);
  }

  private static double[] row(JsonNode row) {
    return elements(row).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static void expect(String what, double expected, double actual) {
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), what);
  }
}
