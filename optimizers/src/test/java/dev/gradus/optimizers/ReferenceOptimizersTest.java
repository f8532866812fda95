package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Optimizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The optimizers follow the paths of the reference; see the README beside it. */
class ReferenceOptimizersTest {

  /** For weights and state in float. */
  private static final double TOLERANCE = 1e-5;

  /** Which optimizer stands behind a label of the reference: one row an optimizer. */
  private static final Map<String, Function<JsonNode, Optimizer>> OPTIMIZERS =
      Map.of(
          "sgd", p -> sgd(p, false),
          "momentum", p -> sgd(p, false),
          "nesterov", p -> sgd(p, true),
          "rmsprop",
              p ->
                  new Rmsprop(
                      number(p, "lr"),
                      number(p, "alpha"),
                      number(p, "eps"),
                      p.get("centered").asBoolean(),
                      number(p, "momentum"),
                      number(p, "weight_decay")),
          "adam",
              p ->
                  new Adam(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      p.get("amsgrad").asBoolean(),
                      number(p, "weight_decay")),
          "adamw",
              p ->
                  new Adamw(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      p.get("amsgrad").asBoolean(),
                      number(p, "weight_decay")));

  private static final int CASES = 18;

  private static Optimizer sgd(JsonNode params, boolean nesterov) {
    return new Sgd(
        number(params, "lr"),
        params.path("momentum").asDouble(0),
        params.path("dampening").asDouble(0),
        nesterov,
        number(params, "weight_decay"));
  }

  private static double number(JsonNode params, String name) {
    return params.get(name).asDouble();
  }

  @TestFactory
  Stream<DynamicTest> followTheReference() throws IOException {
    try (InputStream in =
        ReferenceOptimizersTest.class.getResourceAsStream("/reference/optimizers.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      assertEquals(CASES, cases.size(), "cases in the file");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c)));
    }
  }

  private static void replay(JsonNode c) {
    Function<JsonNode, Optimizer> row = OPTIMIZERS.get(c.get("optimizer").asText());
    if (row == null) {
      throw new AssertionError("there is no row for " + c.get("optimizer"));
    }
    Optimizer optimizer = row.apply(c.get("params"));
    float[] weights = floats(c.get("initial"));
    float[][] state = new float[optimizer.state().size()][weights.length];
    for (int t = 0; t < c.get("gradients").size(); t++) {
      optimizer.update(
          weights,
          floats(c.get("gradients").get(t)),
          state,
          Optimizer.Step.of(t + 1, optimizer.learningRate(), 1, weights.length));
      for (int i = 0; i < weights.length; i++) {
        double expected = c.get("trajectory").get(t).get(i).asDouble();
        assertEquals(
            expected,
            weights[i],
            TOLERANCE * Math.max(1, Math.abs(expected)),
            "weight " + i + " after step " + (t + 1));
      }
    }
  }

  private static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).asDouble();
    }
    return values;
  }
}
