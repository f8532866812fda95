package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import java.util.Optional;

/**
 * Binary cross-entropy that down-weights well-classified examples, so that many easy examples do
 * not outweigh the few hard ones.
 *
 * <p>With gamma 0 it is the cross-entropy, weighted by alpha for class 1 and by 1 - alpha for class
 * 0. The defaults are those of the paper; Keras is the same, but does not use alpha by default.
 * After a sigmoid it is evaluated from the logits. Given probabilities, one below 1e-30 counts as
 * 1e-30.
 */
@Plugin(
    name = "binary-focal",
    summary =
        "Binary cross-entropy that focuses on hard examples. For two classes of very unequal "
            + "size.",
    formula =
        "L = -1/K sum_k (alpha t_k (1 - p_k)^gamma log p_k + (1 - alpha) (1 - t_k) p_k^gamma log(1 - p_k))",
    reference =
        "T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, Focal Loss for Dense Object Detection, 2017")
public record BinaryFocal(
    @Option(value = "how fast easy examples lose their weight", min = 0) double gamma,
    @Option(value = "the weight of class 1; that of class 0 is 1 - alpha", above = 0, below = 1)
        double alpha)
    implements PointwiseLoss {

  /**
   * The smallest probability that is distinguished from 0; the gradient there, 1e30, still fits a
   * float.
   */
  private static final double TINY = 1e-30;

  /** Creates an instance with gamma 2 and alpha 0.25. */
  public BinaryFocal() {
    this(2, 0.25);
  }

  public BinaryFocal {
    Options.check(BinaryFocal.class, gamma, alpha);
  }

  @Override
  public double value(double prediction, double target) {
    double p = Math.max(prediction, TINY);
    double q = Math.max(1 - prediction, Math.ulp(0.5));
    return -alpha * target * StrictMath.pow(q, gamma) * DoubleMath.log(p)
        - (1 - alpha) * (1 - target) * StrictMath.pow(p, gamma) * DoubleMath.log(q);
  }

  @Override
  public double derivative(double prediction, double target) {
    // d/dp of -(1-p)^γ log p is γ (1-p)^(γ-1) log p - (1-p)^γ / p; the other half with p and 1 - p
    // swapped
    double p = Math.max(prediction, TINY);
    double q = Math.max(1 - prediction, Math.ulp(0.5));
    return alpha * target * slope(p, q) - (1 - alpha) * (1 - target) * slope(q, p);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of(
            "alpha * y * (gamma * (1 - a)**(gamma - 1) * np.log(a) - (1 - a)**gamma / a)"
                + " - (1 - alpha) * (1 - y) * (gamma * a**(gamma - 1) * np.log(1 - a) - a**gamma / (1 - a))")
        .where("gamma", gamma)
        .where("alpha", alpha);
  }

  private double slope(double p, double q) {
    return gamma * StrictMath.pow(q, gamma - 1) * DoubleMath.log(p) - StrictMath.pow(q, gamma) / p;
  }

  @Override
  public Interval predictions() {
    return Interval.UNIT;
  }

  @Override
  public Outputs outputs() {
    return Outputs.APART;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    return outputActivation.equals("sigmoid") ? Optional.of(new OnLogits()) : Optional.empty();
  }

  /** The same loss as a function of z, where p = sigmoid(z). */
  private final class OnLogits implements PointwiseLoss {

    @Override
    public double value(double z, double target) {
      return alpha * target * half(z) + (1 - alpha) * (1 - target) * half(-z);
    }

    @Override
    public double derivative(double z, double target) {
      return alpha * target * slope(z) - (1 - alpha) * (1 - target) * slope(-z);
    }

    /** (1-p)^γ (-log p). */
    private double half(double z) {
      return StrictMath.pow(sigmoid(-z), gamma) * softplus(-z);
    }

    /** The derivative of half: -(1-p)^γ (γ p (-log p) + 1 - p). */
    private double slope(double z) {
      double p = sigmoid(z);
      double q = sigmoid(-z);
      return -StrictMath.pow(q, gamma) * (gamma * p * softplus(-z) + q);
    }

    private static double sigmoid(double z) {
      return 1 / (1 + DoubleMath.exp(-z));
    }

    /** log(1 + exp(x)), which is -log of a sigmoid of -x. */
    private static double softplus(double x) {
      return Math.max(x, 0) + StrictMath.log1p(DoubleMath.exp(-Math.abs(x)));
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }
  }
}
