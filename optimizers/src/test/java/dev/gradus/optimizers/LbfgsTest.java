package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.Optimizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The path of the reference without a search, and with one a fall at every step to the minimum. */
class LbfgsTest {

  /** Float weights; without a search, small differences of curvature grow from step to step. */
  private static final double TOLERANCE = 1e-3;

  /** So many steps of a path are determined, before all that is left is rounding. */
  private static final int DETERMINED = 15;

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "note",
          "definition",
          "function",
          "function_params",
          "params",
          "initial",
          "initial_value",
          "minimum",
          "trajectory",
          "values",
          "evaluations");

  @TestFactory
  Stream<DynamicTest> theReference() throws IOException {
    try (InputStream file = LbfgsTest.class.getResourceAsStream("/reference/optimizers.json")) {
      JsonNode cases = new ObjectMapper().readTree(file).get("lbfgs");
      List<DynamicTest> tests = new ArrayList<>();
      assertFalse(cases.isEmpty(), "the file holds cases");
      cases.forEach(c -> tests.add(DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c))));
      return tests.stream();
    }
  }

  private static void replay(JsonNode c) {
    c.fieldNames()
        .forEachRemaining(field -> assertTrue(FIELDS.contains(field), "unknown field " + field));
    JsonNode p = c.get("params");
    assertEquals(1, p.get("max_iter").asInt(), "one iteration is a step");
    boolean searches = !p.get("line_search").isNull();
    Lbfgs lbfgs =
        new Lbfgs(
            p.get("lr").asDouble(),
            p.get("history_size").asInt(),
            searches ? Lbfgs.LineSearch.STRONG_WOLFE : Lbfgs.LineSearch.NONE);
    double[] initial = doubles(c.get("initial"));
    float[] weights = new float[initial.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) initial[i];
    }
    float[][] state = new float[lbfgs.state().size()][weights.length];
    Ground ground = new Ground(c);
    double before = ground.evaluate(weights, new float[weights.length]);
    assertEquals(c.get("initial_value").asDouble(), before, 1e-5 * Math.abs(before));
    for (int t = 0; t < c.get("trajectory").size(); t++) {
      float[] gradient = new float[weights.length];
      ground.loss = ground.evaluate(weights, gradient);
      ground.number = t + 1L;
      ground.rate = lbfgs.learningRate();
      lbfgs.update(weights, gradient, state, ground);
      double after = ground.evaluate(weights, new float[weights.length]);
      if (searches) {
        assertTrue(after <= before, "step %s: %s after %s".formatted(t + 1, after, before));
      } else if (t < DETERMINED) {
        double[] expected = doubles(c.get("trajectory").get(t));
        for (int i = 0; i < weights.length; i++) {
          assertEquals(expected[i], weights[i], TOLERANCE, "step %s".formatted(t + 1));
        }
        double value = c.get("values").get(t).asDouble();
        assertEquals(
            value, after, TOLERANCE * Math.max(1, Math.abs(value)), "value after " + (t + 1));
        // Without a search a step looks once, where it stands; the test looks twice more.
        assertEquals(c.get("evaluations").get(t).asInt(), ground.evaluations / 2, "evaluations");
      }
      before = after;
    }
    if (searches) {
      double[] minimum = doubles(c.get("minimum"));
      for (int i = 0; i < minimum.length; i++) {
        assertEquals(minimum[i], weights[i], TOLERANCE);
      }
      int theirs = c.get("evaluations").get(c.get("evaluations").size() - 1).asInt();
      assertTrue(ground.evaluations < 3 * theirs, ground.evaluations + " evaluations");
    }
  }

  private static double[] doubles(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  /** The function of a case, and where on it the optimizer stands. */
  private static final class Ground implements Optimizer.Step {

    private final JsonNode c;
    private long number;
    private double rate;
    private double loss;
    private int evaluations;

    Ground(JsonNode c) {
      this.c = c;
    }

    @Override
    public double evaluate(float[] x, float[] gradient) {
      evaluations++;
      return c.get("function").asText().equals("quadratic")
          ? quadratic(c.get("function_params"), x, gradient)
          : rosenbrock(x, gradient);
    }

    private static double quadratic(JsonNode p, float[] x, float[] gradient) {
      double value = 0;
      for (int i = 0; i < x.length; i++) {
        double row = 0;
        for (int j = 0; j < x.length; j++) {
          row += p.get("A").get(i).get(j).asDouble() * x[j];
        }
        double b = p.get("b").get(i).asDouble();
        gradient[i] = (float) (row - b);
        value += x[i] * (row / 2 - b);
      }
      return value;
    }

    private static double rosenbrock(float[] x, float[] gradient) {
      double value = 0;
      double[] slope = new double[x.length];
      for (int i = 0; i + 1 < x.length; i++) {
        double off = x[i + 1] - (double) x[i] * x[i];
        double rest = 1 - x[i];
        value += 100 * off * off + rest * rest;
        slope[i] += -400 * off * x[i] - 2 * rest;
        slope[i + 1] += 200 * off;
      }
      for (int i = 0; i < x.length; i++) {
        gradient[i] = (float) slope[i];
      }
      return value;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public double learningRate() {
      return rate;
    }

    @Override
    public double loss() {
      return loss;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public int columns() {
      return c.get("initial").size();
    }
  }

  /** Where the gradient is 0 the direction is none, and what was remembered tells nothing more. */
  @Test
  void atAStandstillItForgetsAndBeginsAnew() {
    Lbfgs optimizer = new Lbfgs(0.3, 3, Lbfgs.LineSearch.NONE);
    float[][] state = new float[optimizer.state().size()][2];
    float[] weights = {2, -1};
    for (int number = 1; number <= 3; number++) {
      float[] gradient = {2 * weights[0], 10 * weights[1]};
      optimizer.update(weights, gradient, state, Optimizer.Step.of(number, 0.05, 1, 2));
    }
    assertTrue(state[2][0] != 0, "it remembers a step");
    float[] before = weights.clone();
    optimizer.update(weights, new float[2], state, Optimizer.Step.of(4, 0.05, 1, 2));
    assertArrayEquals(before, weights);
    for (int k = 2; k < state.length; k++) {
      assertArrayEquals(new float[2], state[k], "state " + k);
    }
    float[] fresh = weights.clone();
    float[] gradient = {3, -1};
    optimizer.update(weights, gradient.clone(), state, Optimizer.Step.of(5, 0.05, 1, 2));
    float[][] none = new float[state.length][2];
    optimizer.update(fresh, gradient.clone(), none, Optimizer.Step.of(1, 0.05, 1, 2));
    assertArrayEquals(fresh, weights);
  }
}
