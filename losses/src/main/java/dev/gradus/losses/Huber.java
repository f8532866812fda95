package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * Half the squared error near the target, and linear further away.
 *
 * <p>The gradient of an outlier is at most {@code delta}, and near the target the gradient shrinks
 * to 0. It has the factor ½ of the paper, as Keras, PyTorch and optax do, with the same default of
 * 1. For a small {@code delta} it approaches {@code delta} times the absolute error; for a large
 * one, half the squared error.
 *
 * <p>{@code delta} is in the unit of the target, whatever its scale: a network that sees the target
 * divided by u is trained with delta/u, so value and gradient are in squared units u², like those
 * of the squared error. With a delta far below the standard deviation of the target, nearly all
 * errors are in the linear part, and gradients are small; {@link SmoothL1} has a derivative of 1
 * there.
 */
@Plugin(
    name = "huber",
    summary =
        "Half the squared error near the target, linear beyond delta. For regression with outliers.",
    formula =
        "L = 1/K sum_k h(p_k - t_k), h(e) = e^2/2 if |e| <= delta, else delta (|e| - delta/2)",
    reference =
        "P. J. Huber, Robust Estimation of a Location Parameter, Annals of Mathematical Statistics 35, 1964")
public record Huber(
    @Option(
            value = "the error at which the linear part begins, in the unit of the target",
            above = 0)
        double delta)
    implements PointwiseLoss {

  /** Creates an instance with delta 1. */
  public Huber() {
    this(1.0);
  }

  /** Checks that delta is above 0. */
  public Huber {
    Options.check(Huber.class, delta);
  }

  @Override
  public Loss forTarget(Target target) {
    return PerOutput.of("huber", "delta", this, target, unit -> new Huber(delta / unit));
  }

  @Override
  public double value(double prediction, double target) {
    // e²/2 inside, δ (|e| - δ/2) outside
    double size = Math.abs(prediction - target);
    return size <= delta ? size * size / 2 : delta * (size - delta / 2);
  }

  @Override
  public double derivative(double prediction, double target) {
    // e inside, δ sign(e) outside: the error, clipped to ±δ
    return Math.max(-delta, Math.min(delta, prediction - target));
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.clip(a - y, -delta, delta)").where("delta", delta);
  }
}
