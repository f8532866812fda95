package dev.gradus.benchmarks;

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
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.util.List;
import java.util.Map;

/**
 * A built-in pointwise loss or activation, and the same function as a formula.
 *
 * @param part the loss or the activation
 * @param formula the formula
 */
record Restated(Object part, Object formula) {

  /** The built-in pointwise losses and activations. */
  static final List<Restated> ALL =
      List.of(
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
              new Selu(),
              "1.0507009873554805 * where(x > 0, x, 1.6732632423543772 * (exp(x) - 1))"),
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
          activation(new Threshold(), "where(x > 0, x, 0)"),
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

  /** The name of its class, such as Huber. */
  String simpleName() {
    return part.getClass().getSimpleName();
  }

  /** The name with its options, such as Huber[0.5]. */
  String name() {
    return part.toString().replaceAll("\\w+=|\\[\\]", "");
  }

  private static Restated loss(PointwiseLoss part, String formula) {
    return new Restated(part, new FormulaLoss(formula));
  }

  private static Restated loss(PointwiseLoss part, String formula, Map<String, Double> numbers) {
    return new Restated(part, new FormulaLoss(formula, numbers));
  }

  private static Restated activation(PointwiseActivation part, String formula) {
    return new Restated(part, new FormulaActivation(formula));
  }

  private static Restated activation(
      PointwiseActivation part, String formula, Map<String, Double> numbers) {
    return new Restated(part, new FormulaActivation(formula, numbers));
  }
}
