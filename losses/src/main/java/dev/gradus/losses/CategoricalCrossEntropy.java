package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * The negative logarithm of the predicted probability of the true class: the usual loss for several
 * classes.
 *
 * <p>It is a sum over the classes; for a one-hot target one term remains. After a softmax it is
 * evaluated from the logits, where it is exact and its gradient is p - t. Probabilities are used
 * unchanged, not renormalised; only values below 1e-30 count as 1e-30, so that value and gradient
 * stay finite. Keras cuts at 1e-7 and renormalises; PyTorch and optax only offer the form on
 * logits.
 *
 * <p>Label smoothing: s = t (1 - label-smoothing) + label-smoothing/K, as in Keras and PyTorch.
 * With class weights, an example is weighted by its true class, as with every other loss and in
 * Keras. PyTorch weights each term; with smoothing, a rare class with a large weight is then
 * dominated by its share in all other examples.
 */
@Plugin(
    name = "categorical-cross-entropy",
    aliases = {"cce"},
    summary = "Negative log-likelihood of the true class. For several classes, with softmax.",
    formula = "L = -sum_k s_k log p_k, s = t (1 - label-smoothing) + label-smoothing/K",
    reference =
        "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990;"
            + " label smoothing: C. Szegedy et al., Rethinking the Inception Architecture, 2016")
public record CategoricalCrossEntropy(
    @Option(
            value = "the share of each target that is spread evenly over all classes",
            min = 0,
            below = 1)
        double labelSmoothing)
    implements Loss {

  /**
   * The smallest probability that is distinguished from 0; the gradient there, 1e30, still fits a
   * float.
   */
  private static final double TINY = 1e-30;

  /** Creates an instance without smoothing. */
  public CategoricalCrossEntropy() {
    this(0);
  }

  public CategoricalCrossEntropy {
    Options.check(CategoricalCrossEntropy.class, labelSmoothing);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = 0;
    for (int k = 0; k < prediction.length; k++) {
      double s = smooth(target[k], target.length);
      double p = Math.max(prediction[k], TINY);
      // -s log p, and its derivative -s / p
      value -= s * DoubleMath.log(p);
      gradient[k] = -s / p;
    }
    return value;
  }

  /** After a softmax this reduces to a - s if the targets of a row add up to 1. */
  @Override
  public NumpyExpression gradientInNumpy() {
    return labelSmoothing == 0
        ? NumpyExpression.of("-y / a")
        : NumpyExpression.of("-(y * (1 - label_smoothing) + label_smoothing / K) / a")
            .where("label_smoothing", labelSmoothing);
  }

  private double smooth(double target, int classes) {
    return target * (1 - labelSmoothing) + labelSmoothing / classes;
  }

  @Override
  public Interval predictions() {
    return Interval.UNIT;
  }

  @Override
  public Outputs outputs() {
    return Outputs.DISTRIBUTION;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }

  @Override
  public Loss forTarget(Target target) {
    SeveralOutputs.check(this, target, "binary-cross-entropy");
    return this;
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    return outputActivation.equals("softmax") ? Optional.of(new OnLogits()) : Optional.empty();
  }

  /** The same loss as a function of z, where p = softmax(z). */
  private final class OnLogits implements Loss {

    @Override
    public double evaluate(double[] z, double[] target, double[] gradient) {
      double max = Double.NEGATIVE_INFINITY;
      for (double logit : z) {
        max = Math.max(max, logit);
      }
      double sum = 0;
      for (int k = 0; k < z.length; k++) {
        gradient[k] = DoubleMath.exp(z[k] - max);
        sum += gradient[k];
      }
      double logSum = DoubleMath.log(sum);
      double total = 0;
      double value = 0;
      for (int k = 0; k < z.length; k++) {
        double s = smooth(target[k], z.length);
        // -log p = log sum exp(z - max) - (z - max), which is exact however small p is
        value += s * (logSum - (z[k] - max));
        total += s;
      }
      for (int k = 0; k < z.length; k++) {
        // p times the sum of all s (1, for a distribution), minus s
        gradient[k] = gradient[k] / sum * total - smooth(target[k], z.length);
      }
      return value;
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }
  }
}
