package dev.gradus.losses;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/**
 * The mean of the squared errors, the usual loss of regression.
 *
 * <p>It omits the factor ½ of many textbooks: Keras, PyTorch and scikit-learn's metric omit it too,
 * while optax's {@code l2_loss} and scikit-learn's networks have it. With ½, the same run needs
 * twice the learning rate.
 *
 * <p>After a sigmoid it learns slowly if a unit is saturated and wrong, because the gradient has
 * the factor a (1 - a); {@link CrossEntropy}, the loss for classes, does not have this problem.
 */
@Plugin(
    name = "mean-squared-error",
    aliases = {"mse"},
    summary = "The mean of the squared errors. For regression; large errors weigh most.",
    formula = "L = 1/K sum_k (p_k - t_k)^2",
    reference =
        "A. M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805")
public record MeanSquaredError() implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    // (p - t)²
    double error = prediction - target;
    return error * error;
  }

  @Override
  public double derivative(double prediction, double target) {
    // 2 (p - t)
    return 2 * (prediction - target);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("2 * (a - y)");
  }
}
