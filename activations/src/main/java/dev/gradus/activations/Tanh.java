package dev.gradus.activations;

import dev.gradus.spi.FloatMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The hyperbolic tangent: like {@link Sigmoid}, but centred at 0, which lets the next layer learn
 * faster.
 *
 * <p>It saturates too. In deep networks {@link Relu} is the usual choice.
 */
@Plugin(
    name = "tanh",
    summary = "From -1 to 1, centred at 0. For hidden layers of small networks.",
    formula = "f(x) = tanh(x)",
    reference = "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, 1998")
public record Tanh() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return StrictMath.tanh(x);
  }

  @Override
  public double derivative(double x) {
    // 1/cosh²(x), which keeps its digits where 1 - tanh²(x) would lose them
    double cosh = StrictMath.cosh(x);
    return 1 / cosh / cosh;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("1 - a**2");
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.tanh(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    FloatMath.timesTanhDerivative(x, gradient, from, to);
  }

  @Override
  public Interval outputs() {
    return Interval.closed(-1, 1);
  }
}
