package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Activation;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Activations give the numbers of the reference; see the README next to it. */
class ReferenceActivationsTest {

  private static final double TOLERANCE = 1e-12;

  /** The activation for a label of the reference: one row per activation. */
  private static final Map<String, Function<JsonNode, Activation>> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("linear", p -> new Identity()),
          Map.entry("sigmoid", p -> new Sigmoid()),
          Map.entry("tanh", p -> new Tanh()),
          Map.entry("relu", p -> new Relu()),
          Map.entry("relu6", p -> new Relu6()),
          Map.entry("selu", p -> new Selu()),
          Map.entry("gelu", p -> new Gelu()),
          Map.entry("mish", p -> new Mish()),
          Map.entry("softsign", p -> new Softsign()),
          Map.entry("hard-sigmoid", p -> new HardSigmoid()),
          Map.entry("hard-swish", p -> new HardSwish()),
          Map.entry("log-sigmoid", p -> new LogSigmoid()),
          Map.entry("tanh-shrink", p -> new TanhShrink()),
          Map.entry("exponential", p -> new Exponential()),
          Map.entry("silu", p -> new Silu()),
          Map.entry("softmax", p -> new Softmax()),
          Map.entry("log-softmax", p -> new LogSoftmax()),
          Map.entry("softmin", p -> new Softmin()),
          Map.entry("sparsemax", p -> new Sparsemax()),
          Map.entry("gelu-tanh", p -> new Gelu(Gelu.Approximation.TANH)),
          Map.entry("leaky-relu", p -> new LeakyRelu(number(p, "negative_slope"))),
          Map.entry("elu", p -> new Elu(number(p, "alpha"))),
          Map.entry("celu", p -> new Celu(number(p, "alpha"))),
          Map.entry("softplus", p -> new Softplus(number(p, "beta"), number(p, "threshold"))),
          Map.entry("hard-tanh", p -> new HardTanh(number(p, "min"), number(p, "max"))),
          Map.entry("soft-shrink", p -> new SoftShrink(number(p, "lambda"))),
          Map.entry("hard-shrink", p -> new HardShrink(number(p, "lambda"))),
          Map.entry("threshold", p -> new Threshold(number(p, "threshold"), number(p, "value"))));

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "note",
          "activation",
          "params",
          "shape",
          "definition",
          "inputs",
          "outputs",
          "upstream",
          "gradient",
          "kinks");

  private static double number(JsonNode params, String name) {
    return params.get(name).asDouble();
  }

  private static JsonNode cases(String file) throws IOException {
    return reference(file).get("cases");
  }

  private static JsonNode reference(String file) throws IOException {
    try (InputStream in =
        ReferenceActivationsTest.class.getResourceAsStream("/reference/" + file)) {
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
  Stream<DynamicTest> activations() throws IOException {
    JsonNode cases = cases("activations.json");
    assertFalse(cases.isEmpty(), "the file holds cases");
    return elements(cases)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("id").asText(),
                    () -> {
                      c.fieldNames()
                          .forEachRemaining(
                              field ->
                                  assertTrue(FIELDS.contains(field), "unknown field " + field));
                      Activation activation =
                          row(ACTIVATIONS, c.get("activation").asText()).apply(c.get("params"));
                      boolean elementwise = c.get("shape").asText().equals("elementwise");
                      assertEquals(elementwise, activation.isPointwise(), "shape");
                      if (activation instanceof PointwiseActivation pointwise) {
                        replay(c, pointwise);
                      } else {
                        replay(c, (RowActivation) activation);
                      }
                    }));
  }

  private static void replay(JsonNode c, PointwiseActivation activation) {
    for (int i = 0; i < c.get("inputs").size(); i++) {
      double x = c.get("inputs").get(i).asDouble();
      expect("output for " + x, c.get("outputs").get(i).asDouble(), activation.value(x));
      double gradient = c.get("upstream").get(i).asDouble() * activation.derivative(x);
      expectGradient(c, i, gradient);
    }
  }

  /**
   * At a kink any number between the slopes on both sides is correct; a case lists them as index,
   * low, high.
   */
  private static void expectGradient(JsonNode c, int i, double gradient) {
    for (JsonNode kink : c.path("kinks")) {
      if (kink.get(0).asInt() == i) {
        assertTrue(
            gradient >= kink.get(1).asDouble() - TOLERANCE
                && gradient <= kink.get(2).asDouble() + TOLERANCE,
            "gradient at the kink is " + gradient);
        return;
      }
    }
    expect("gradient " + i, c.get("gradient").get(i).asDouble(), gradient);
  }

  private static void replay(JsonNode c, RowActivation activation) {
    for (int i = 0; i < c.get("inputs").size(); i++) {
      double[] x = numbers(c.get("inputs").get(i));
      double[] y = new double[x.length];
      double[] gradient = numbers(c.get("upstream").get(i));
      activation.forward(x, y);
      activation.backward(x, y, gradient);
      for (int j = 0; j < x.length; j++) {
        expect("output", c.get("outputs").get(i).get(j).asDouble(), y[j]);
        expect("gradient", c.get("gradient").get(i).get(j).asDouble(), gradient[j]);
      }
    }
  }

  private static double[] numbers(JsonNode row) {
    return elements(row).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static void expect(String what, double expected, double actual) {
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), what);
  }
}
