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
 * The negative log-likelihood of the true class of two, or of any number of independent labels.
 *
 * <p>After a sigmoid it is evaluated from the logits, where it is exact and its gradient is a - t:
 * it does not vanish when a unit is saturated and wrong. Probabilities are used unchanged; only
 * values below 1e-30, which result from rounding, count as 1e-30, so that value and gradient stay
 * finite. Keras cuts at 1e-7, PyTorch limits the logarithm to -100.
 *
 * <p>Label smoothing comes before the weight: s = t (1 - label-smoothing) + label-smoothing/2.
 */
@Plugin(
    name = "binary-cross-entropy",
    aliases = {"bce"},
    summary =
        "Negative log-likelihood of the true class or labels. For two classes, or independent "
            + "labels.",
    formula =
        "L = -1/K sum_k (w s_k log p_k + (1 - s_k) log(1 - p_k)), s = t (1 - label-smoothing) + label-smoothing/2,"
            + " w = positive-weight",
    reference =
        "D. R. Cox, The Regression Analysis of Binary Sequences, 1958; I. J. Good, Rational Decisions, 1952")
public record BinaryCrossEntropy(
    @Option(
            value = "the share of each target that is spread evenly over both classes",
            min = 0,
            below = 1)
        double labelSmoothing,
    @Option(value = "the weight of a positive example, relative to a negative one", above = 0)
        double positiveWeight)
    implements PointwiseLoss {

  /**
   * The smallest probability that is distinguished from 0; the gradient there, 1e30, still fits a
   * float.
   */
  private static final double TINY = 1e-30;

  /** Creates a loss without smoothing, with equal weights for both classes. */
  public BinaryCrossEntropy() {
    this(0, 1);
  }

  public BinaryCrossEntropy {
    Options.check(BinaryCrossEntropy.class, labelSmoothing, positiveWeight);
  }

  @Override
  public double value(double prediction, double target) {
    // -(w s log p + (1 - s) log(1 - p))
    double s = smooth(target);
    double forOne = positiveWeight * s * DoubleMath.log(Math.max(prediction, TINY));
    double forZero = (1 - s) * StrictMath.log1p(-Math.min(prediction, Math.nextDown(1.0)));
    return -(forOne + forZero);
  }

  @Override
  public double derivative(double prediction, double target) {
    // -w s / p + (1 - s) / (1 - p)
    double s = smooth(target);
    return -positiveWeight * s / Math.max(prediction, TINY)
        + (1 - s) / Math.max(1 - prediction, Math.ulp(0.5));
  }

  /** Over a common denominator, so that the slope a (1 - a) of a sigmoid cancels it. */
  @Override
  public NumpyExpression derivativeInNumpy() {
    String s = labelSmoothing == 0 ? "y" : "(y * (1 - label_smoothing) + label_smoothing / 2)";
    NumpyExpression line =
        NumpyExpression.of(
            positiveWeight == 1
                ? "(a - " + s + ") / (a * (1 - a))"
                : "((1 - %s) * a - positive_weight * %s * (1 - a)) / (a * (1 - a))"
                    .formatted(s, s));
    NumpyExpression smoothed =
        labelSmoothing == 0 ? line : line.where("label_smoothing", labelSmoothing);
    return positiveWeight == 1 ? smoothed : smoothed.where("positive_weight", positiveWeight);
  }

  private double smooth(double target) {
    return target * (1 - labelSmoothing) + labelSmoothing / 2;
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
      // -log p = softplus(-z), -log(1 - p) = softplus(z), and softplus(x) = max(x, 0) + log(1 +
      // exp(-|x|))
      double s = smooth(target);
      double rest = StrictMath.log1p(DoubleMath.exp(-Math.abs(z)));
      return positiveWeight * s * (Math.max(-z, 0) + rest) + (1 - s) * (Math.max(z, 0) + rest);
    }

    @Override
    public double derivative(double z, double target) {
      // (1 - s) p - w s (1 - p), with p = 1/(1 + exp(-z)) and 1 - p = 1/(1 + exp(z))
      double s = smooth(target);
      return (1 - s) / (1 + DoubleMath.exp(-z)) - positiveWeight * s / (1 + DoubleMath.exp(z));
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }
  }
}
