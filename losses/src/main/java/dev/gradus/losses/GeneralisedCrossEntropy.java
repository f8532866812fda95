package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * Between categorical cross-entropy (q near 0) and the absolute error of the true class (q 1): it
 * hears less of examples that contradict what was learned, so wrong labels do less harm.
 *
 * <p>The default of 0.7 is the paper's. Behind a softmax it is evaluated from the logits. Given
 * probabilities, one below 1e-30 counts as 1e-30.
 */
@Plugin(
    name = "generalised-cross-entropy",
    aliases = {"generalized-cross-entropy", "gce"},
    summary =
        "Cross-entropy that gives up on what contradicts it. For several classes with wrong labels.",
    formula = "L = sum_k t_k (1 - p_k^q)/q",
    reference =
        "Z. Zhang, M. R. Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, 2018")
public record GeneralisedCrossEntropy(
    @Option(value = "how little wrong labels count, 1 for the least", above = 0, max = 1) double q)
    implements Loss {

  /** The least probability that is told from 0; the gradient there still fits a float. */
  private static final double TINY = 1e-30;

  /** With q 0.7. */
  public GeneralisedCrossEntropy() {
    this(0.7);
  }

  /** Checks the option. */
  public GeneralisedCrossEntropy {
    Options.check(GeneralisedCrossEntropy.class, q);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = 0;
    for (int k = 0; k < prediction.length; k++) {
      double p = Math.max(prediction[k], TINY);
      // t (1 - p^q)/q, and its derivative -t p^(q-1)
      value += target[k] * (1 - Math.pow(p, q)) / q;
      gradient[k] = -target[k] * Math.pow(p, q - 1);
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
    SeveralOutputs.check("generalised-cross-entropy", target, "binary-cross-entropy");
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
      double value = 0;
      for (int k = 0; k < z.length; k++) {
        double log = z[k] - max - logSum;
        value -= target[k] * Math.expm1(q * log) / q;
        gradient[k] = -target[k] * Math.exp(q * log);
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
