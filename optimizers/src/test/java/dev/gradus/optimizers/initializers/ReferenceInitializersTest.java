package dev.gradus.optimizers.initializers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Initializer;
import dev.gradus.testkit.InitializerConformance;
import dev.gradus.testkit.InitializerConformance.Moments;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Initializers draw from the distributions of the reference; see the README next to it. */
class ReferenceInitializersTest {

  /** The initializer for a label of the reference. */
  private static final Map<String, Initializer> INITIALIZERS =
      Map.of(
          "glorot-uniform", new GlorotUniform(),
          "glorot-normal", new GlorotNormal(),
          "he-uniform", new HeUniform(),
          "he-normal", new HeNormal(),
          "lecun-uniform", new LecunUniform(),
          "lecun-normal", new LecunNormal());

  private static double number(JsonNode params, String name) {
    return params.get(name).asDouble();
  }

  private static JsonNode cases(String file) throws IOException {
    return reference(file).get("cases");
  }

  private static JsonNode reference(String file) throws IOException {
    try (InputStream in =
        ReferenceInitializersTest.class.getResourceAsStream("/reference/" + file)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static <T> T row(Map<String, T> table, String label) {
    T row = table.get(label);
    if (row == null) {
      throw new AssertionError("there is no row for " + label);
    }
    return row;
  }

  @TestFactory
  Stream<DynamicNode> initializers() throws IOException {
    JsonNode cases = cases("initialisers.json");
    assertFalse(cases.isEmpty(), "the file holds cases");
    return elements(cases)
        .map(
            c ->
                InitializerConformance.distribution(
                    row(INITIALIZERS, c.get("initialiser").asText()), momentsOf(c)));
  }

  private static Moments momentsOf(JsonNode c) {
    return new Moments(
        c.get("fan_in").asInt(),
        c.get("fan_out").asInt(),
        c.get("mean").asDouble(),
        c.get("variance").asDouble(),
        c.hasNonNull("low") ? c.get("low").asDouble() : Double.NEGATIVE_INFINITY,
        c.hasNonNull("high") ? c.get("high").asDouble() : Double.POSITIVE_INFINITY,
        c.get("kurtosis").asDouble());
  }

  /** For many weights, mean and standard deviation are within five standard errors. */
  @Test
  void truncatedNormal() throws IOException {
    JsonNode cases = reference("initialisers.json").get("truncated");
    assertFalse(cases.isEmpty(), "the file holds cases");
    for (JsonNode c : cases) {
      Initializer initializer =
          new TruncatedNormal(
              number(c, "mean_before"),
              number(c, "std_before"),
              Optional.of(number(c, "low")),
              Optional.of(number(c, "high")));
      float[] weights = new float[40_000];
      initializer.fill(weights, 200, 200, new SplittableRandom(3));
      double sum = 0;
      double squares = 0;
      for (float weight : weights) {
        assertTrue(
            weight >= (float) number(c, "low") && weight <= (float) number(c, "high"),
            "weight " + weight);
        sum += weight;
        squares += (weight - number(c, "mean")) * (weight - number(c, "mean"));
      }
      double deviation = number(c, "std");
      double error = 5 * deviation / Math.sqrt(weights.length);
      assertEquals(number(c, "mean"), sum / weights.length, error);
      assertEquals(deviation, Math.sqrt(squares / weights.length), error);
    }
  }

  @Test
  void orthogonal() throws IOException {
    JsonNode cases = reference("initialisers.json").get("orthogonal");
    assertFalse(cases.isEmpty(), "the file holds cases");
    for (JsonNode c : cases) {
      int rows = c.get("rows").asInt();
      int columns = c.get("columns").asInt();
      float[] weights = new float[rows * columns];
      new Orthogonal(number(c, "gain")).fill(weights, rows, columns, new SplittableRandom(3));
      double total = 0;
      for (float weight : weights) {
        total += (double) weight * weight;
      }
      double expected = number(c, "sum_of_squares");
      assertEquals(expected, total, 1e-6 * expected, "sum of squares");
      checkElements(c, rows, columns);
      boolean byColumns = rows >= columns;
      int size = c.get("identity_size").asInt();
      for (int a = 0; a < size; a++) {
        for (int b = 0; b < size; b++) {
          double dot = 0;
          for (int i = 0; i < Math.max(rows, columns); i++) {
            dot +=
                byColumns
                    ? (double) weights[i * columns + a] * weights[i * columns + b]
                    : (double) weights[a * columns + i] * weights[b * columns + i];
          }
          // Weights are floats.
          assertEquals(a == b ? number(c, "diagonal") : 0, dot, 1e-6, a + ", " + b);
        }
      }
    }
  }

  /** Over many draws, every single weight has the mean and the variance of the reference. */
  private static void checkElements(JsonNode c, int rows, int columns) {
    int draws = 4000;
    SplittableRandom random = new SplittableRandom(11);
    Orthogonal orthogonal = new Orthogonal(number(c, "gain"));
    double[] sums = new double[rows * columns];
    double[] squares = new double[rows * columns];
    for (int draw = 0; draw < draws; draw++) {
      float[] weights = new float[rows * columns];
      orthogonal.fill(weights, rows, columns, random.split());
      for (int i = 0; i < weights.length; i++) {
        sums[i] += weights[i];
        squares[i] += (double) weights[i] * weights[i];
      }
    }
    double variance = number(c, "element_variance");
    for (int i = 0; i < sums.length; i++) {
      // Five standard errors; the kurtosis of an element is below that of a normal number, 3.
      assertEquals(
          number(c, "element_mean"), sums[i] / draws, 5 * Math.sqrt(variance / draws), "mean");
      assertEquals(variance, squares[i] / draws, 5 * variance * Math.sqrt(2.0 / draws), "variance");
    }
  }
}
