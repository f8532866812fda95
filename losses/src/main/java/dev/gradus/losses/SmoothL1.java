package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The absolute error, smoothed near the target: {@link Huber} divided by its delta.
 *
 * <p>The derivative far from the target is 1 for any beta, so beta only determines the width of the
 * smooth part. PyTorch has the same form and the same default of 1; Keras and optax only offer
 * {@code huber}.
 *
 * <p>{@code beta} is in the unit of the target, whatever its scale: a network that sees the target
 * divided by u is trained with beta/u, so the value is in units u, like that of the absolute error.
 */
@Plugin(
    name = "smooth-l1",
    summary =
        "The absolute error, smoothed near the target. For regression with outliers, as in "
            + "object detection.",
    formula = "L = 1/K sum_k h(p_k - t_k), h(e) = e^2/(2 beta) if |e| < beta, else |e| - beta/2",
    reference = "R. Girshick, Fast R-CNN, 2015")
public record SmoothL1(
    @Option(
            value = "the error at which the linear part begins, in the unit of the target",
            above = 0)
        double beta)
    implements PointwiseLoss {

  /** Creates an instance with beta 1. */
  public SmoothL1() {
    this(1);
  }

  /** Checks that beta is above 0. */
  public SmoothL1 {
    Options.check(SmoothL1.class, beta);
  }

  @Override
  public Loss forTarget(Target target) {
    return PerOutput.of("smooth-l1", "beta", this, target, unit -> new SmoothL1(beta / unit));
  }

  @Override
  public double value(double prediction, double target) {
    // e²/(2β) inside, |e| - β/2 outside
    double size = Math.abs(prediction - target);
    return size < beta ? size / beta * size / 2 : size - beta / 2;
  }

  @Override
  public double derivative(double prediction, double target) {
    // e/β inside, sign(e) outside
    double error = prediction - target;
    return Math.abs(error) < beta ? error / beta : Math.signum(error);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.clip((a - y) / beta, -1, 1)").where("beta", beta);
  }
}
