package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Loss;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The losses give the values and gradients of the reference; see the README next to it. */
class ReferenceLossesTest {

  private static final double TOLERANCE = 1e-12;

  /** The loss for a label of the reference: one row per loss. */
  private static final Map<String, Function<JsonNode, Loss>> LOSSES =
      Map.ofEntries(
          Map.entry("mean-squared-error", params -> new MeanSquaredError()),
          Map.entry("mean-absolute-error", params -> new MeanAbsoluteError()),
          Map.entry("huber", params -> new Huber(number(params, "delta"))),
          Map.entry("smooth-l1", params -> new SmoothL1(number(params, "beta"))),
          Map.entry("log-cosh", params -> new LogCosh()),
          Map.entry("mean-squared-logarithmic-error", params -> new MeanSquaredLogarithmicError()),
          Map.entry(
              "mean-absolute-percentage-error",
              params -> new MeanAbsolutePercentageError(number(params, "epsilon"))),
          Map.entry("quantile", params -> new Quantile(number(params, "tau"))),
          Map.entry("poisson", params -> new Poisson()),
          Map.entry("gaussian-nll", params -> new GaussianNll(number(params, "variance"))),
          Map.entry("tweedie", params -> new Tweedie(number(params, "power"))),
          Map.entry("gamma-nll", params -> new Gamma()),
          Map.entry("binary-cross-entropy", ReferenceLossesTest::binary),
          Map.entry(
              "binary-focal",
              params -> new BinaryFocal(number(params, "gamma"), number(params, "alpha"))),
          Map.entry("categorical-cross-entropy", ReferenceLossesTest::categorical),
          Map.entry("kl-divergence", params -> new KlDivergence()),
          Map.entry(
              "categorical-focal",
              params -> new CategoricalFocal(number(params, "gamma"), number(params, "alpha"))),
          Map.entry("hinge", params -> new Hinge()),
          Map.entry("squared-hinge", params -> new SquaredHinge()),
          Map.entry("categorical-hinge", params -> new CategoricalHinge()),
          Map.entry("cosine-similarity", params -> new CosineSimilarity()),
          Map.entry("dice", params -> new Dice(number(params, "smooth"))),
          Map.entry(
              "tversky",
              params ->
                  new Tversky(
                      number(params, "alpha"), number(params, "beta"), number(params, "smooth"))));

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "note",
          "definition",
          "loss",
          "pair",
          "params",
          "check",
          "predictions",
          "logits",
          "targets",
          "value",
          "value_at_least",
          "value_at_most",
          "per_sample",
          "gradient",
          "kinks");

  private static Loss binary(JsonNode params) {
    return new BinaryCrossEntropy(
        params.path("label_smoothing").asDouble(0), params.path("positive_weight").asDouble(1));
  }

  private static Loss categorical(JsonNode params) {
    double smoothing = params.path("label_smoothing").asDouble(0);
    return params.has("class_weights")
        ? new WeightedTerms(
            new CategoricalCrossEntropy(), row(params.get("class_weights")), smoothing)
        : new CategoricalCrossEntropy(smoothing);
  }

  /**
   * The definition of the reference, in which a weight multiplies the term of its class.
   * Cross-entropy is linear in the target, so that is the loss for the targets w_k s_k.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record WeightedTerms(Loss loss, double[] weights, double smoothing) implements Loss {

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double[] weighted = new double[target.length];
      for (int k = 0; k < target.length; k++) {
        double s = target[k] * (1 - smoothing) + smoothing / target.length;
        weighted[k] = weights[k] * s;
      }
      return loss.evaluate(prediction, weighted, gradient);
    }

    @Override
    public Optional<Loss> onLogits(String outputActivation) {
      return loss.onLogits(outputActivation)
          .map(onLogits -> new WeightedTerms(onLogits, weights, smoothing));
    }
  }

  private static double number(JsonNode params, String name) {
    return params.get(name).asDouble();
  }

  private static JsonNode reference() throws IOException {
    try (InputStream in = ReferenceLossesTest.class.getResourceAsStream("/reference/losses.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @TestFactory
  Stream<DynamicTest> onPredictions() throws IOException {
    JsonNode cases = reference().get("cases");
    assertFalse(cases.isEmpty(), "the file holds cases");
    return elements(cases)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("id").asText(),
                    () ->
                        replay(c, lossOf(c.get("loss").asText(), c.get("params")), "predictions")));
  }

  @TestFactory
  Stream<DynamicTest> onLogits() throws IOException {
    JsonNode cases = reference().get("from_logits");
    assertFalse(cases.isEmpty(), "the file holds cases");
    return elements(cases)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.get("id").asText(),
                    () -> {
                      List<String> pair = List.of(c.get("pair").asText().split("\\+", 2));
                      Loss loss = lossOf(pair.get(1), c.get("params"));
                      replay(c, loss.onLogits(pair.get(0)).orElseThrow(), "logits");
                    }));
  }

  private static Loss lossOf(String label, JsonNode params) {
    Function<JsonNode, Loss> row = LOSSES.get(label);
    if (row == null) {
      throw new AssertionError("there is no row for " + label);
    }
    return row.apply(params);
  }

  private static void replay(JsonNode c, Loss loss, String inputs) {
    c.fieldNames()
        .forEachRemaining(field -> assertTrue(FIELDS.contains(field), "unknown field " + field));
    String check = c.path("check").asText("exact");
    assertTrue(List.of("exact", "finite").contains(check), check);
    boolean exact = check.equals("exact");
    int n = c.get(inputs).size();
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double[] prediction = row(c.get(inputs).get(i));
      double[] gradient = new double[prediction.length];
      double value = loss.evaluate(prediction, row(c.get("targets").get(i)), gradient);
      mean += value / n;
      if (exact) {
        expect("value of example " + i, c.get("per_sample").get(i).asDouble(), value);
      }
      for (int k = 0; k < gradient.length; k++) {
        assertTrue(Double.isFinite(gradient[k]), "gradient [" + i + "][" + k + "] is finite");
        if (exact) {
          expectGradient(c, i, k, gradient[k] / n);
        }
      }
    }
    assertTrue(Double.isFinite(mean), "the value is finite");
    assertTrue(
        mean >= c.path("value_at_least").asDouble(Double.NEGATIVE_INFINITY), "value " + mean);
    assertTrue(mean <= c.path("value_at_most").asDouble(Double.POSITIVE_INFINITY), "value " + mean);
    if (exact) {
      expect("mean value", c.get("value").asDouble(), mean);
    }
  }

  /**
   * At a kink any number between the slopes on both sides is correct; a case lists them as row,
   * column, low, high.
   */
  private static void expectGradient(JsonNode c, int i, int k, double gradient) {
    for (JsonNode kink : c.path("kinks")) {
      if (kink.get(0).asInt() == i && kink.get(1).asInt() == k) {
        double slack = TOLERANCE * Math.max(1, Math.abs(gradient));
        assertTrue(
            gradient >= kink.get(2).asDouble() - slack
                && gradient <= kink.get(3).asDouble() + slack,
            "gradient at the kink is " + gradient);
        return;
      }
    }
    expect("gradient [" + i + "][" + k + "]", c.get("gradient").get(i).get(k).asDouble(), gradient);
  }

  private static void expect(String what, double expected, double actual) {
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), what);
  }

  private static double[] row(JsonNode row) {
    return elements(row).mapToDouble(JsonNode::asDouble).toArray();
  }
}
