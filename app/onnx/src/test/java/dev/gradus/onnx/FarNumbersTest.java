package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.Silu;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Squareplus;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.typed.FormulaActivation;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations keep their digits near 0, and far from it, where no small network comes. */
class FarNumbersTest {

  private static final double NEAR = 1e-5;
  private static final float[] NUMBERS = numbers();

  /** Both signs of 0, of numbers of each size, and of those at which functions change. */
  private static float[] numbers() {
    Stream<Double> sizes =
        Stream.concat(
            Stream.iterate(1e-12, x -> x < 1e6, x -> x * 1.3),
            Stream.iterate(0.0, x -> x < 120, x -> x + 0.0625));
    List<Double> all = sizes.flatMap(x -> Stream.of(x, -x)).toList();
    float[] numbers = new float[all.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = all.get(i).floatValue();
    }
    return numbers;
  }

  static Stream<PointwiseActivation> shipped() {
    Stream<PointwiseActivation> plain =
        ServiceLoader.load(Activation.class).stream()
            .filter(each -> PointwiseActivation.class.isAssignableFrom(each.type()))
            .filter(each -> !each.type().getName().startsWith("dev.gradus.onnx"))
            .map(each -> (PointwiseActivation) each.get())
            .filter(each -> !(each instanceof LearnedActivation));
    return Stream.concat(
        plain,
        Stream.of(
            new Celu(0.01),
            new Elu(100),
            new Gelu(Gelu.Approximation.TANH),
            new Silu(50),
            new Softplus(0.01, 20),
            new Squareplus(1e-4)));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void ofAnActivation(PointwiseActivation activation) throws Exception {
    check(activation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c^2 * log(1 + (x/c)^2)",
        "sinh(x)/(1 + cosh(x))",
        "c * (exp(x/c) - 1)",
        "c * (exp(-abs(x)/c) - 1)",
        "log(1 + abs(x))",
        "c^2 * log(cosh(x/c))",
        "log(cosh(x))",
        "c * sinh(x/c)",
        "cosh(x)",
        "sigmoid(x) * exp(-x)",
        "c * erf(x/c)",
        "c * (erf(x) - tanh(x))",
        "exp(min(x, 20)^2) * (1 - erf(min(x, 20)))",
        "x * (1 + erf(x / sqrt(2))) / 2",
        "c * atan(x/c)",
        "x * (2 * atan(1) - atan(abs(x)))",
        "c * tanh(x/c)",
        "c^2 * (softplus(x/c) - log(2) - x/c/2)",
        "sin(clip(x, -100, 100)) + cos(clip(x, -100, 100))",
        "sqrt(x^2 + c) - sqrt(x^2)",
        "where(abs(x) < 1/c, c * x, sign(x))",
        "abs(x)^1.5 + (1 + x^2)^tanh(x)",
        "max(min(x, c), -c)"
      })
  void ofAFormula(String formula) throws Exception {
    boolean hasConstant = Pattern.compile("\\bc\\b").matcher(formula).find();
    check(new FormulaActivation(formula, hasConstant ? Map.of("c", 1000.0) : Map.of()));
  }

  private static void check(PointwiseActivation activation) throws Exception {
    OnnxGraph graph = new OnnxGraph(Onnx.OPSET);
    String x = graph.input("x", Element.FLOAT, "");
    graph.output("y", Activations.append(graph, x, 1, activation, List.of()), Element.FLOAT, 1, "");
    byte[] bytes = graph.toBytes(8, 3, "", Map.of());
    float[][] rows = new float[NUMBERS.length][1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = NUMBERS[i];
    }
    float[] expected = new float[NUMBERS.length];
    activation.forward(NUMBERS, expected, 0, expected.length);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(bytes);
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result result = session.run(Map.of("x", input))) {
      float[][] found = (float[][]) result.get(0).getValue();
      for (int i = 0; i < rows.length; i++) {
        double most = Float.isNaN(expected[i]) ? NEAR : NEAR * Math.max(1, Math.abs(expected[i]));
        assertEquals(expected[i], found[i][0], most, activation + " at " + NUMBERS[i]);
      }
    }
  }
}
