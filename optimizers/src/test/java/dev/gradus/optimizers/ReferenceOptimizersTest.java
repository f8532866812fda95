package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Optimizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The optimizers follow the paths of the reference; see the README next to it. */
class ReferenceOptimizersTest {

  /** For weights and state in float. */
  private static final double TOLERANCE = 1e-5;

  /** The optimizer for a label of the reference: one row per optimizer. */
  private static final Map<String, Function<JsonNode, Optimizer>> OPTIMIZERS =
      Map.ofEntries(
          Map.entry("sgd", p -> sgd(p, false)),
          Map.entry("momentum", p -> sgd(p, false)),
          Map.entry("nesterov", p -> sgd(p, true)),
          Map.entry(
              "rmsprop",
              p ->
                  new Rmsprop(
                      number(p, "lr"),
                      number(p, "alpha"),
                      number(p, "eps"),
                      p.get("centered").asBoolean(),
                      number(p, "momentum"),
                      number(p, "weight_decay"))),
          Map.entry(
              "adam",
              p ->
                  new Adam(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      p.get("amsgrad").asBoolean(),
                      number(p, "weight_decay"))),
          Map.entry(
              "adamw",
              p ->
                  new Adamw(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      p.get("amsgrad").asBoolean(),
                      number(p, "weight_decay"))),
          Map.entry(
              "adagrad",
              p ->
                  new Adagrad(
                      number(p, "lr"),
                      number(p, "lr_decay"),
                      number(p, "initial_accumulator_value"),
                      number(p, "eps"),
                      number(p, "weight_decay"))),
          Map.entry(
              "adadelta",
              p ->
                  new Adadelta(
                      number(p, "lr"),
                      number(p, "rho"),
                      number(p, "eps"),
                      number(p, "weight_decay"))),
          Map.entry(
              "adamax",
              p ->
                  new Adamax(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      number(p, "weight_decay"))),
          Map.entry(
              "nadam",
              p ->
                  new Nadam(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      number(p, "momentum_decay"),
                      number(p, "weight_decay"))),
          Map.entry(
              "radam",
              p ->
                  new Radam(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      number(p, "weight_decay"))),
          Map.entry(
              "rprop",
              p ->
                  new Rprop(
                      number(p, "lr"),
                      number(p, "eta_minus"),
                      number(p, "eta_plus"),
                      number(p, "step_min"),
                      number(p, "step_max"))),
          Map.entry(
              "asgd",
              p ->
                  new Asgd(
                      number(p, "lr"),
                      number(p, "lambd"),
                      number(p, "alpha"),
                      number(p, "t0"),
                      number(p, "weight_decay"))),
          Map.entry(
              "lion",
              p ->
                  new Lion(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "weight_decay"))),
          Map.entry(
              "adabelief",
              p ->
                  new Adabelief(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      number(p, "weight_decay"))),
          Map.entry(
              "yogi",
              p ->
                  new Yogi(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      number(p, "initial_accumulator_value"),
                      p.get("bias_correction").asBoolean())),
          Map.entry(
              "lamb",
              p ->
                  new Lamb(
                      number(p, "lr"),
                      number(p, "beta1"),
                      number(p, "beta2"),
                      number(p, "eps"),
                      number(p, "weight_decay"))),
          Map.entry(
              "lars",
              p ->
                  new Lars(
                      number(p, "lr"),
                      number(p, "momentum"),
                      number(p, "weight_decay"),
                      number(p, "trust_coefficient"))),
          Map.entry(
              "ftrl",
              p ->
                  new Ftrl(
                      number(p, "alpha"), number(p, "beta"), number(p, "l1"), number(p, "l2"))));

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "note",
          "optimizer",
          "params",
          "source",
          "definition",
          "initial",
          "gradients",
          "trajectory",
          "tensors",
          "averages");

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
      assertFalse(cases.isEmpty(), "the file holds cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c)));
    }
  }

  private static void replay(JsonNode c) {
    c.fieldNames()
        .forEachRemaining(field -> assertTrue(FIELDS.contains(field), "unknown field " + field));
    assertEquals(c.get("gradients").size(), c.get("trajectory").size(), "steps");
    Function<JsonNode, Optimizer> row = OPTIMIZERS.get(c.get("optimizer").asText());
    if (row == null) {
      throw new AssertionError("there is no row for " + c.get("optimizer"));
    }
    Optimizer optimizer = row.apply(c.get("params"));
    int size = c.get("initial").size();
    int from = 0;
    for (int length : tensors(c, size)) {
      replay(c, optimizer, from, from + length);
      from += length;
    }
    assertEquals(size, from, "weights in the tensors");
  }

  private static int[] tensors(JsonNode c, int size) {
    JsonNode sizes = c.path("tensors");
    return sizes.isArray()
        ? StreamSupport.stream(sizes.spliterator(), false).mapToInt(JsonNode::asInt).toArray()
        : new int[] {size};
  }

  private static void replay(JsonNode c, Optimizer optimizer, int from, int to) {
    float[] weights = floats(c.get("initial"), from, to);
    float[][] state = new float[optimizer.state().size()][weights.length];
    for (int k = 0; k < state.length; k++) {
      Arrays.fill(state[k], optimizer.state().get(k).initial());
    }
    for (int t = 0; t < c.get("gradients").size(); t++) {
      optimizer.update(
          weights,
          floats(c.get("gradients").get(t), from, to),
          state,
          Optimizer.Step.of(t + 1, optimizer.learningRate(), 1, weights.length));
      String when = " after step " + (t + 1);
      expect(c.get("trajectory").get(t), from, weights, "weights" + when);
      if (c.has("averages")) {
        float[] averages = new float[weights.length];
        optimizer.predictionWeights(weights, state, averages);
        expect(c.get("averages").get(t), from, averages, "averages" + when);
      }
    }
  }

  private static void expect(JsonNode expected, int from, float[] actual, String what) {
    for (int i = 0; i < actual.length; i++) {
      double number = expected.get(from + i).asDouble();
      assertEquals(number, actual[i], TOLERANCE * Math.max(1, Math.abs(number)), what);
    }
  }

  private static float[] floats(JsonNode numbers, int from, int to) {
    float[] values = new float[to - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(from + i).asDouble();
    }
    return values;
  }
}
