package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * A loss of the probabilities of several classes: a sum of a term for each class.
 *
 * <p>Both forms follow from the term and its derivative: the form on probabilities, where values
 * below 1e-30 count as 1e-30 so that value and gradient stay finite, and the form on the logits of
 * a softmax, which is exact however small a probability is.
 */
interface ClassLoss extends Loss {

  /**
   * The smallest probability that is distinguished from 0; the gradient there still fits a float.
   */
  double TINY = 1e-30;

  /**
   * The term of a class.
   *
   * @param p its probability, above 0
   * @param log log p
   * @param rest 1 - p, exact even if p is close to 1
   * @param target of p
   */
  double term(double p, double log, double rest, double target);

  /** p times the derivative of {@link #term} with respect to p. */
  double slope(double p, double log, double rest, double target);

  @Override
  default double evaluate(double[] prediction, double[] target, double[] gradient) {
    double value = 0;
    for (int k = 0; k < prediction.length; k++) {
      double p = Math.max(prediction[k], TINY);
      double rest = Math.max(1 - prediction[k], Math.ulp(0.5));
      value += term(p, DoubleMath.log(p), rest, target[k]);
      gradient[k] = slope(p, DoubleMath.log(p), rest, target[k]) / p;
    }
    return value;
  }

  @Override
  default Interval predictions() {
    return Interval.UNIT;
  }

  @Override
  default Outputs outputs() {
    return Outputs.DISTRIBUTION;
  }

  @Override
  default Interval targets() {
    return Interval.UNIT;
  }

  @Override
  default Optional<Loss> onLogits(String outputActivation) {
    return outputActivation.equals("softmax") ? Optional.of(new OnLogits(this)) : Optional.empty();
  }

  /** Refuses a target of a single output. */
  @Override
  default Loss forTarget(Target target) {
    SeveralOutputs.check(this, target, "binary-cross-entropy");
    return this;
  }

  /**
   * The same loss as a function of z, where p = softmax(z).
   *
   * @param loss the loss of probabilities
   */
  record OnLogits(ClassLoss loss) implements Loss {

    @Override
    public double evaluate(double[] z, double[] target, double[] gradient) {
      double max = Double.NEGATIVE_INFINITY;
      for (double logit : z) {
        max = Math.max(max, logit);
      }
      double sum = 0;
      for (double logit : z) {
        sum += DoubleMath.exp(logit - max);
      }
      double logSum = DoubleMath.log(sum);
      double value = 0;
      double slopes = 0;
      for (int k = 0; k < z.length; k++) {
        // Both differences are at most 0, and exact where they matter.
        double log = z[k] - max - logSum;
        value += loss.term(DoubleMath.exp(log), log, -StrictMath.expm1(log), target[k]);
        gradient[k] = loss.slope(DoubleMath.exp(log), log, -StrictMath.expm1(log), target[k]);
        slopes += gradient[k];
      }
      for (int k = 0; k < z.length; k++) {
        // dL/dz_j = p_j dL/dp_j - p_j sum_k p_k dL/dp_k
        gradient[k] -= DoubleMath.exp(z[k] - max - logSum) * slopes;
      }
      return value;
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }
  }
}
