package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * A smooth {@link Relu} that is positive everywhere.
 *
 * <p>For the output of a network that predicts a positive mean. The larger beta is, the closer it
 * is to relu. If beta x is above the threshold, the result is x itself; with the default of 20,
 * PyTorch's, the difference is below the precision of a float.
 */
@Plugin(
    name = "softplus",
    summary = "A smooth relu, positive everywhere. For outputs that are positive.",
    formula = "f(x) = log(1 + exp(beta x))/beta, and x where beta x > threshold",
    reference =
        "C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau, R. Garcia, Incorporating Second-Order Functional Knowledge for Better Option Pricing, 2001")
public record Softplus(
    @Option(value = "the sharpness of the bend", above = 0) double beta,
    @Option(value = "the beta x above which the result is x itself", above = 0) double threshold)
    implements PointwiseActivation {

  /** Creates an instance with beta 1 and threshold 20. */
  public Softplus() {
    this(1, 20);
  }

  public Softplus {
    Options.check(Softplus.class, beta, threshold);
  }

  @Override
  public double value(double x) {
    double scaled = beta * x;
    return scaled > threshold
        ? x
        : (Math.max(scaled, 0) + StrictMath.log1p(DoubleMath.exp(-Math.abs(scaled)))) / beta;
  }

  @Override
  public double derivative(double x) {
    return beta * x > threshold ? 1 : 1 / (1 + DoubleMath.exp(-beta * x));
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(beta * z > threshold, 1, 1 / (1 + np.exp(-beta * z)))")
        .where("beta", beta)
        .where("threshold", threshold);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      double scaled = beta * x[i];
      y[i] = scaled > threshold ? x[i] : (float) (FloatMath.softplus((float) scaled) / beta);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      double scaled = beta * x[i];
      gradient[i] *= scaled > threshold ? 1 : FloatMath.sigmoid((float) scaled);
    }
  }

  @Override
  public double[] kinks() {
    return new double[] {threshold / beta};
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(0);
  }
}
