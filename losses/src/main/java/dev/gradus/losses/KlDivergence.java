package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * The information that is lost when the predicted distribution stands for the true one.
 *
 * <p>Its gradient is that of {@link CategoricalCrossEntropy}; its value is 0 where they agree, also
 * for targets that are distributions themselves. 0 log 0 is 0. Behind a softmax it is evaluated
 * from the logits. Given probabilities, one below 1e-30 counts as 1e-30. Keras cuts both at 1e-7;
 * PyTorch takes the logarithm of the prediction.
 */
@Plugin(
    name = "kl-divergence",
    aliases = {"kullback-leibler"},
    summary =
        "How far the predicted distribution is from the true one. For targets that are distributions.",
    formula = "L = sum_k t_k log(t_k/p_k)",
    reference = "S. Kullback, R. A. Leibler, On Information and Sufficiency, 1951")
public record KlDivergence() implements Loss {

  /** The least probability that is told from 0; the gradient there still fits a float. */
  private static final double TINY = 1e-30;

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = 0;
    for (int k = 0; k < prediction.length; k++) {
      double p = Math.max(prediction[k], TINY);
      // t log t - t log p, and its derivative -t/p
      value += entropyTerm(target[k]) - target[k] * Math.log(p);
      gradient[k] = -target[k] / p;
    }
    return value;
  }

  private static double entropyTerm(double target) {
    return target == 0 ? 0 : target * Math.log(target);
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
  public Optional<Loss> onLogits(String outputActivation) {
    return outputActivation.equals("softmax") ? Optional.of(new OnLogits()) : Optional.empty();
  }

  /** The same loss as a function of z, where p = softmax(z). */
  private static final class OnLogits implements Loss {

    @Override
    public double evaluate(double[] z, double[] target, double[] gradient) {
      double max = LogSoftmax.max(z);
      double logSum = LogSoftmax.logSum(z, max);
      double value = 0;
      for (int k = 0; k < z.length; k++) {
        value += entropyTerm(target[k]) - target[k] * (z[k] - max - logSum);
        gradient[k] = -target[k];
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
