package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Exponential;
import dev.gradus.activations.Gaussian;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.HardShrink;
import dev.gradus.activations.HardSigmoid;
import dev.gradus.activations.HardSwish;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.Identity;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.LogSigmoid;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Relu6;
import dev.gradus.activations.Selu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Silu;
import dev.gradus.activations.Sine;
import dev.gradus.activations.SoftShrink;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Softsign;
import dev.gradus.activations.Squareplus;
import dev.gradus.activations.Tanh;
import dev.gradus.activations.TanhShrink;
import dev.gradus.activations.Threshold;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.BinaryFocal;
import dev.gradus.losses.Gamma;
import dev.gradus.losses.Hinge;
import dev.gradus.losses.Huber;
import dev.gradus.losses.LogCosh;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanAbsolutePercentageError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.MeanSquaredLogarithmicError;
import dev.gradus.losses.Poisson;
import dev.gradus.losses.Quantile;
import dev.gradus.losses.SmoothL1;
import dev.gradus.losses.SquaredHinge;
import dev.gradus.losses.Tweedie;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.GlorotUniform;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pointwise losses and activations that ship, typed as formulas, are the same functions. */
class RestatedTest {

  private static final Gradus GRADUS = Gradus.create();

  private static final double TOLERANCE = 1e-12;
  private static final int POINTS = 10_000;

  static Stream<Arguments> losses() {
    return Stream.of(
        loss(new MeanSquaredError(), "(p - y)^2"),
        loss(new MeanAbsoluteError(), "abs(p - y)"),
        loss(
            new Huber(0.5),
            "where(abs(p - y) <= d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))",
            Map.of("d", 0.5)),
        loss(
            new SmoothL1(0.7),
            "where(abs(p - y) < b, (p - y)^2 / (2 * b), abs(p - y) - b / 2)",
            Map.of("b", 0.7)),
        loss(new LogCosh(), "log(cosh(p - y))"),
        loss(new Quantile(0.9), "max(q * (y - p), (q - 1) * (y - p))", Map.of("q", 0.9)),
        loss(new Hinge(), "max(0, 1 - y * p)"),
        loss(new SquaredHinge(), "max(0, 1 - y * p)^2"),
        loss(
            new MeanAbsolutePercentageError(),
            "100 * abs(p - y) / max(abs(y), epsilon)",
            Map.of("epsilon", 1e-7)),
        loss(new MeanSquaredLogarithmicError(), "(log(1 + p) - log(1 + y))^2"),
        loss(new Poisson(), "p - y * log(p)"),
        loss(new Gamma(), "log(p) + y / p"),
        loss(new Tweedie(1.3), "p^(2 - q) / (2 - q) - y * p^(1 - q) / (1 - q)", Map.of("q", 1.3)),
        loss(new BinaryCrossEntropy(), "-(y * log(p) + (1 - y) * log(1 - p))"),
        loss(
            new BinaryCrossEntropy(0.1, 3),
            "-(w * (y * (1 - s) + s / 2) * log(p) + (1 - y * (1 - s) - s / 2) * log(1 - p))",
            Map.of("w", 3.0, "s", 0.1)),
        loss(
            new BinaryFocal(2, 0.25),
            "-(a * y * (1 - p)^g * log(p) + (1 - a) * (1 - y) * p^g * log(1 - p))",
            Map.of("a", 0.25, "g", 2.0)),
        loss(
            new BinaryFocal(1.5, 0.4),
            "-(a * y * (1 - p)^g * log(p) + (1 - a) * (1 - y) * p^g * log(1 - p))",
            Map.of("a", 0.4, "g", 1.5)));
  }

  static Stream<Arguments> activations() {
    return Stream.of(
        activation(new Celu(1.5), "max(0, x) + min(0, a * (exp(x / a) - 1))", Map.of("a", 1.5)),
        activation(new Elu(0.8), "where(x > 0, x, a * (exp(x) - 1))", Map.of("a", 0.8)),
        activation(new Exponential(), "exp(x)"),
        activation(new Gaussian(), "exp(-x^2)"),
        activation(new Gelu(), "x * (1 + erf(x / sqrt(2))) / 2"),
        activation(
            new Gelu(Gelu.Approximation.TANH),
            "x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2"),
        activation(new HardShrink(), "where(abs(x) > 0.5, x, 0)"),
        activation(new HardSigmoid(), "clip(x / 6 + 0.5, 0, 1)"),
        activation(new HardSwish(), "x * clip(x + 3, 0, 6) / 6"),
        activation(new HardTanh(), "clip(x, -1, 1)"),
        activation(new Identity(), "x"),
        activation(new LeakyRelu(0.01), "where(x > 0, x, s * x)", Map.of("s", 0.01)),
        activation(new LogSigmoid(), "log(sigmoid(x))"),
        activation(new Mish(), "x * tanh(softplus(x))"),
        activation(new Relu(), "max(0, x)"),
        activation(new Relu6(), "clip(x, 0, 6)"),
        activation(
            new Selu(), "1.0507009873554805 * where(x > 0, x, 1.6732632423543772 * (exp(x) - 1))"),
        activation(new Sigmoid(), "1 / (1 + exp(-x))"),
        activation(new Silu(), "x / (1 + exp(-x))"),
        activation(new Sine(), "sin(x)"),
        activation(new SoftShrink(), "sign(x) * max(abs(x) - 0.5, 0)"),
        // It is x itself above 20, as in PyTorch.
        activation(new Softplus(), "where(x > 20, x, log(1 + exp(x)))"),
        activation(new Softsign(), "x / (1 + abs(x))"),
        activation(new Squareplus(), "(x + sqrt(x^2 + b)) / 2", Map.of("b", 4.0)),
        activation(new Tanh(), "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"),
        activation(new TanhShrink(), "x - tanh(x)"),
        activation(new Threshold(), "where(x > 0, x, 0)"));
  }

  private static Arguments loss(PointwiseLoss loss, String formula) {
    return loss(loss, formula, Map.of());
  }

  private static Arguments loss(PointwiseLoss loss, String formula, Map<String, Double> numbers) {
    return Arguments.of(loss, new FormulaLoss(formula, numbers));
  }

  private static Arguments activation(PointwiseActivation activation, String formula) {
    return activation(activation, formula, Map.of());
  }

  private static Arguments activation(
      PointwiseActivation activation, String formula, Map<String, Double> numbers) {
    return Arguments.of(activation, new FormulaActivation(formula, numbers));
  }

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossHasTheSameValuesAndDerivatives(PointwiseLoss loss, FormulaLoss typed) {
    SplittableRandom random = new SplittableRandom(5);
    double low = Math.max(-5, loss.predictions().low());
    double high = Math.min(5, loss.predictions().high());
    double from = Math.max(-5, Math.max(loss.targets().low(), -5));
    double to = Math.min(5, loss.targets().high());
    for (int i = 0; i < POINTS; i++) {
      double p = random.nextDouble(low, high);
      double y = to == 1 ? random.nextBoolean() ? from : 1 : random.nextDouble(from, to);
      same(loss.value(p, y), typed.value(p, y), "value", p, y);
      same(loss.derivative(p, y), typed.derivative(p, y), "derivative", p, y);
    }
    assertEquals(loss.predictions().low(), typed.predictions().low());
    assertEquals(loss.predictions().high(), typed.predictions().high());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void itHasTheSameFormOnLogits(PointwiseLoss loss, FormulaLoss typed) {
    if (loss.onLogits("sigmoid").isEmpty()) {
      return;
    }
    PointwiseLoss one = (PointwiseLoss) loss.onLogits("sigmoid").orElseThrow();
    PointwiseLoss other = (PointwiseLoss) typed.onLogits("sigmoid").orElseThrow();
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < POINTS; i++) {
      double z = random.nextDouble(-700, 700);
      double y = random.nextInt(2);
      same(one.value(z, y), other.value(z, y), "value", z, y);
      same(one.derivative(z, y), other.derivative(z, y), "derivative", z, y);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void anActivationHasTheSameValuesAndDerivatives(
      PointwiseActivation activation, FormulaActivation typed) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < POINTS; i++) {
      double x = random.nextDouble(-30, 30) * (i % 2 == 0 ? 1 : 0.05);
      same(activation.value(x), typed.value(x), "value", x, 0);
      same(activation.derivative(x), typed.derivative(x), "derivative", x, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void itHasTheSameValuesInFloat(PointwiseActivation activation, FormulaActivation typed) {
    float[] x = new float[POINTS];
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-20, 20);
    }
    float[] expected = new float[x.length];
    float[] found = new float[x.length];
    activation.forward(x, expected, 3, x.length);
    typed.forward(x, found, 3, x.length);
    float[] slopes = new float[x.length];
    float[] others = new float[x.length];
    Arrays.fill(slopes, 1);
    Arrays.fill(others, 1);
    activation.backward(x, expected, slopes, 3, x.length);
    typed.backward(x, found, others, 3, x.length);
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], found[i], 1e-6 * Math.max(1, Math.abs(expected[i])), "at " + x[i]);
      assertEquals(slopes[i], others[i], 1e-6 * Math.max(1, Math.abs(slopes[i])), "at " + x[i]);
    }
  }

  private static void same(double expected, double found, String what, double x, double y) {
    boolean isClose = Math.abs(found - expected) <= TOLERANCE * Math.max(Math.abs(expected), 1e-3);
    assertTrue(isClose, () -> "%s at %s, %s: %s, but %s".formatted(what, x, y, expected, found));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aHundredEpochsWithALossEndWithTheSameWeights(PointwiseLoss loss, FormulaLoss typed) {
    boolean isOfProbabilities = loss.predictions().high() == 1;
    boolean isPositive = loss.predictions().low() >= -1 && !isOfProbabilities;
    Optional<Activation> last =
        isOfProbabilities
            ? Optional.of(new Sigmoid())
            : isPositive ? Optional.of(new Exponential()) : Optional.empty();
    double low = isOfProbabilities ? 0 : isPositive ? 0.1 : -1;
    sameWeights(weights(loss, new Tanh(), last, low), weights(typed, new Tanh(), last, low));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void aHundredEpochsWithAnActivationEndWithTheSameWeights(
      PointwiseActivation activation, FormulaActivation typed) {
    Loss loss = new MeanSquaredError();
    sameWeights(
        weights(loss, activation, Optional.empty(), -1),
        weights(loss, typed, Optional.empty(), -1));
  }

  @Test
  void whatHasNoSlopeIsAMetricButNotALoss() {
    Loss flat = new FormulaLoss("where(abs(p - y) > 0.5, 1, 0)");
    Configuration.Builder network =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .optimizer(new Sgd(0.1))
            .epochs(1);
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 2}, {2, 4}, {3, 6}});
    GRADUS
        .job(network.loss(new MeanSquaredError()).metric(new LossAsMetric(flat)).build())
        .on(table)
        .train();
    GradusException refusal =
        assertThrows(
            GradusException.class, () -> GRADUS.job(network.loss(flat).build()).on(table).train());
    assertTrue(
        refusal.getMessage().contains("the derivative of where(abs(p - y) > 0.5, 1, 0) is 0"),
        refusal.getMessage());
  }

  /** Trains on a target of the lowest number given and 1, which is a class for some losses. */
  private static float[] weights(
      Loss loss, Activation activation, Optional<Activation> last, double low) {
    double[][] rows = new double[64][];
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble(-1, 1);
      double z = random.nextDouble(-1, 1);
      rows[i] = new double[] {x, z, x * z > 0.1 ? 1 : low};
    }
    Configuration configuration =
        Configuration.builder()
            .data(
                DataSpec.of("y")
                    .column("y", new NumericSpec(ColumnSpec.Scale.NONE))
                    .scale(ColumnSpec.Scale.NONE))
            .layer(
                new Dense(
                    Optional.of(6),
                    Optional.of(activation),
                    // The default depends on the activation.
                    Optional.of(new GlorotUniform()),
                    Optional.empty(),
                    true))
            .layer(last.map(Dense::output).orElseGet(Dense::output))
            .loss(loss)
            .optimizer(new Sgd(0.02))
            .epochs(100)
            .batchSize(16)
            .seed(3)
            .build();
    Model model =
        GRADUS.job(configuration).on(Table.ofRows(List.of("x", "z", "y"), rows)).train().model();
    float[] all = {};
    for (Map<String, FMatrixRMaj> layer : model.weights()) {
      for (FMatrixRMaj matrix : layer.values()) {
        float[] more = Arrays.copyOf(all, all.length + matrix.getNumElements());
        System.arraycopy(matrix.data, 0, more, all.length, matrix.getNumElements());
        all = more;
      }
    }
    return all;
  }

  private static void sameWeights(float[] expected, float[] found) {
    double size = 0;
    double apart = 0;
    for (int i = 0; i < expected.length; i++) {
      size += expected[i] * expected[i];
      apart += (expected[i] - found[i]) * (expected[i] - found[i]);
    }
    double relative = Math.sqrt(apart / size);
    assertTrue(relative <= 1e-6, "apart by " + relative);
    assertTrue(expected.length > 20 && size > 0.1, "something was learned");
  }
}
