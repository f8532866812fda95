package dev.gradus.activations;

import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link LeakyRelu} with a trainable slope for each unit.
 *
 * <p>The slope starts at 0.25, as in the paper and in PyTorch, which shares one between all units;
 * Keras starts at 0. At 0 the derivative is the slope. Do not regularise the slope: that would
 * shrink it towards relu.
 */
@Plugin(
    name = "prelu",
    summary = "Like relu, with a trainable slope below 0. For hidden layers.",
    formula = "f(x) = x if x > 0, else a x, a learned for each unit, initially slope",
    reference =
        "K. He, X. Zhang, S. Ren, J. Sun, Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification, 2015")
public record Prelu(@Option("the initial slope below 0") double slope)
    implements LearnedActivation {

  /** Creates an instance with slope 0.25. */
  public Prelu() {
    this(0.25);
  }

  public Prelu {
    Options.check(Prelu.class, slope);
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(new Coefficient("slope", slope));
  }

  @Override
  public double value(double x, double[] coefficients) {
    return x > 0 ? x : coefficients[0] * x;
  }

  @Override
  public double derivative(double x, double[] coefficients) {
    return x > 0 ? 1 : coefficients[0];
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(z > 0, 1, slope)").where("slope", slope);
  }

  @Override
  public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
    derivatives[0] = x > 0 ? 0 : x;
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
