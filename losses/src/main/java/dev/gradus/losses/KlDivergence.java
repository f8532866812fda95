package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;

/**
 * The information that is lost when the predicted distribution is used in place of the true one.
 *
 * <p>Its gradient is that of {@link CategoricalCrossEntropy}; its value is 0 if both agree, even
 * for targets that are distributions themselves. 0 log 0 is 0. After a softmax it is evaluated from
 * the logits. Keras cuts both at 1e-7; PyTorch takes the logarithm of the prediction as its input.
 */
@Plugin(
    name = "kl-divergence",
    aliases = {"kullback-leibler"},
    summary =
        "How far the predicted distribution is from the true one. For targets that are distributions.",
    formula = "L = sum_k t_k log(t_k/p_k)",
    reference = "S. Kullback, R. A. Leibler, On Information and Sufficiency, 1951")
public record KlDivergence() implements ClassLoss {

  @Override
  public double term(double p, double log, double rest, double target) {
    return target == 0 ? 0 : target * (DoubleMath.log(target) - log);
  }

  @Override
  public double slope(double p, double log, double rest, double target) {
    return -target;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.of("-y / a");
  }
}
