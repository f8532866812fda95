package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The logistic function, which turns any number into a probability.
 *
 * <p>Its derivative is a (1 - a), at most ¼, and almost 0 if the unit is saturated: then a hidden
 * layer learns slowly, and so does an output layer, unless the loss is cross-entropy. In a hidden
 * layer {@link Tanh} or {@link Relu} is usually better.
 */
@Plugin(
    name = "sigmoid",
    aliases = {"logistic"},
    summary = "Maps any number to a probability. For the output of two classes, or of labels.",
    formula = "f(x) = 1/(1 + exp(-x))",
    reference =
        "P. F. Verhulst, Notice sur la loi que la population suit dans son accroissement, 1838")
public record Sigmoid() implements PointwiseActivation {

  @Override
  public double value(double x) {
    // 1/(1 + exp(-x)): exp may become infinite, and then the quotient is correctly 0
    return 1 / (1 + DoubleMath.exp(-x));
  }

  @Override
  public double derivative(double x) {
    // f(x) f(-x), which is f(x) (1 - f(x)) without the loss of digits in 1 - f(x)
    return value(x) * value(-x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("a * (1 - a)");
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.sigmoid(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    FloatMath.timesSigmoidDerivative(x, gradient, from, to);
  }

  @Override
  public Interval outputs() {
    return Interval.UNIT;
  }
}
