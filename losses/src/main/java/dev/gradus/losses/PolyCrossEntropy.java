package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * Categorical cross-entropy with more weight on the first term of its expansion in powers of 1 - p:
 * epsilon times the probability that the true class was not given.
 *
 * <p>It is the form Poly-1 of the paper, with the default of 1. epsilon 0 leaves the cross-entropy;
 * below 0 the network grows less sure. Behind a softmax it is evaluated from the logits. Given
 * probabilities, one below 1e-30 counts as 1e-30.
 */
@Plugin(
    name = "poly-cross-entropy",
    summary = "Cross-entropy plus a share of the probability that is missing. For several classes.",
    formula = "L = -sum_k t_k log p_k + epsilon (1 - sum_k t_k p_k)",
    reference =
        "Z. Leng et al., PolyLoss: A Polynomial Expansion Perspective of Classification Loss Functions, 2022")
public record PolyCrossEntropy(
    @Option(value = "the weight of what is added to the cross-entropy", min = -1) double epsilon)
    implements Loss {

  /** The least probability that is told from 0; the gradient there still fits a float. */
  private static final double TINY = 1e-30;

  /** With epsilon 1. */
  public PolyCrossEntropy() {
    this(1);
  }

  /** Checks the option. */
  public PolyCrossEntropy {
    Options.check(PolyCrossEntropy.class, epsilon);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = epsilon;
    for (int k = 0; k < prediction.length; k++) {
      double p = Math.max(prediction[k], TINY);
      // -t log p - ε t p, and its derivative -t/p - ε t
      value -= target[k] * (Math.log(p) + epsilon * p);
      gradient[k] = -target[k] * (1 / p + epsilon);
    }
    return value;
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
    SeveralOutputs.check("poly-cross-entropy", target, "binary-cross-entropy");
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
      double max = LogSoftmax.max(z);
      double logSum = LogSoftmax.logSum(z, max);
      double value = epsilon;
      for (int k = 0; k < z.length; k++) {
        double log = z[k] - max - logSum;
        double p = Math.exp(log);
        value -= target[k] * (log + epsilon * p);
        gradient[k] = -target[k] * (1 + epsilon * p);
      }
      LogSoftmax.backward(z, max, logSum, gradient);
      return value;
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }
  }
}
