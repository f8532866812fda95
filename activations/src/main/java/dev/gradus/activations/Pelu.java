package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Elu} with a trainable size and slope, two numbers for each unit.
 *
 * <p>Both start at 1, where it is elu, and stay at 0.1 or above, as in the paper: at 0 or below the
 * function is not defined. At 0 both sides have the slope a/b. The paper learns one pair for each
 * layer. Keras, PyTorch and JAX do not have it.
 */
@Plugin(
    name = "pelu",
    summary = "Like elu, with a trainable size and slope. For hidden layers.",
    formula =
        "f(x) = a x/b if x >= 0, else a (exp(x/b) - 1); a and b learned for each unit, at least 0.1",
    reference =
        "L. Trottier, P. Giguere, B. Chaib-draa, Parametric Exponential Linear Unit for Deep Convolutional Neural Networks, 2017")
public record Pelu(
    @Option(value = "the initial a: for very negative inputs, outputs are near -a", min = 0.1)
        double a,
    @Option(value = "the initial b: the width of the curve below 0", min = 0.1) double b)
    implements LearnedActivation {

  private static final Interval POSITIVE = Interval.atLeast(0.1);

  /** Creates an instance with both at 1. */
  public Pelu() {
    this(1, 1);
  }

  public Pelu {
    Options.check(Pelu.class, a, b);
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(new Coefficient("a", a, POSITIVE), new Coefficient("b", b, POSITIVE));
  }

  @Override
  public double value(double x, double[] coefficients) {
    double scaled = x / coefficients[1];
    return coefficients[0] * (x < 0 ? DoubleMath.exp(scaled) - 1 : scaled);
  }

  @Override
  public double derivative(double x, double[] coefficients) {
    double slope = coefficients[0] / coefficients[1];
    return x < 0 ? slope * DoubleMath.exp(x / coefficients[1]) : slope;
  }

  /** Uses alpha for a, which is the name of the outputs, and beta for b. */
  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("alpha / beta * np.where(z < 0, np.exp(z / beta), 1)")
        .where("alpha", a)
        .where("beta", b);
  }

  @Override
  public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
    double scaled = x / coefficients[1];
    derivatives[0] = x < 0 ? DoubleMath.exp(scaled) - 1 : scaled;
    // df/db = -x/b df/dx
    derivatives[1] = -scaled * derivative(x, coefficients);
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
