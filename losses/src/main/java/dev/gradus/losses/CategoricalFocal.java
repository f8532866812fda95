package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * Categorical cross-entropy in which examples that are predicted well hardly count, so that the
 * many easy ones do not drown the few hard ones.
 *
 * <p>gamma 0 and alpha 1 leave the cross-entropy. alpha only scales the loss here; weights of
 * classes say which of them count more. Keras has the same defaults. Behind a softmax it is
 * evaluated from the logits. Given probabilities, one below 1e-30 counts as 1e-30.
 */
@Plugin(
    name = "categorical-focal",
    summary =
        "Categorical cross-entropy that turns to the hard examples. For classes of very unequal size.",
    formula = "L = -sum_k alpha t_k (1 - p_k)^gamma log p_k",
    reference =
        "T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, Focal Loss for Dense Object Detection, 2017")
public record CategoricalFocal(
    @Option(value = "how fast easy examples lose their weight", min = 0) double gamma,
    @Option(value = "a factor for the whole loss", above = 0, max = 1) double alpha)
    implements Loss {

  /** The least probability that is told from 0; the gradient there, 1e30, still fits a float. */
  private static final double TINY = 1e-30;

  /** With gamma 2 and alpha 0.25. */
  public CategoricalFocal() {
    this(2, 0.25);
  }

  /** Checks the options. */
  public CategoricalFocal {
    Options.check(CategoricalFocal.class, gamma, alpha);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = 0;
    for (int k = 0; k < prediction.length; k++) {
      double p = Math.max(prediction[k], TINY);
      double q = Math.max(1 - prediction[k], Math.ulp(0.5));
      double log = Math.log(p);
      double factor = Math.pow(q, gamma);
      // -α t (1-p)^γ log p, and its derivative α t (γ (1-p)^(γ-1) log p - (1-p)^γ / p)
      value -= alpha * target[k] * factor * log;
      gradient[k] = alpha * target[k] * (gamma * factor / q * log - factor / p);
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
    SeveralOutputs.check("categorical-focal", target, "binary-focal");
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
        double p = Math.exp(log);
        double q = -Math.expm1(log);
        double factor = Math.pow(q, gamma);
        // (1-p)^(γ-1) log p goes to 0 with 1-p, for every γ above 0
        double bend = q == 0 ? 0 : gamma * factor / q * p * log;
        value -= alpha * target[k] * factor * log;
        gradient[k] = alpha * target[k] * (bend - factor);
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
