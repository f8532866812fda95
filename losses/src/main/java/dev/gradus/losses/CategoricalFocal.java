package dev.gradus.losses;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * Categorical cross-entropy that down-weights well-classified examples, so that many easy examples
 * do not outweigh the few hard ones.
 *
 * <p>With gamma 0 and alpha 1 it is the cross-entropy. alpha only scales the loss here; use class
 * weights to make some classes count more. Keras has the same defaults. After a softmax it is
 * evaluated from the logits.
 */
@Plugin(
    name = "categorical-focal",
    summary =
        "Categorical cross-entropy that focuses on hard examples. For classes of very unequal "
            + "size.",
    formula = "L = -sum_k alpha t_k (1 - p_k)^gamma log p_k",
    reference =
        "T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, Focal Loss for Dense Object Detection, 2017")
public record CategoricalFocal(
    @Option(value = "how fast easy examples lose their weight", min = 0) double gamma,
    @Option(value = "a factor for the whole loss", above = 0, max = 1) double alpha)
    implements ClassLoss {

  /** Creates an instance with gamma 2 and alpha 0.25. */
  public CategoricalFocal() {
    this(2, 0.25);
  }

  public CategoricalFocal {
    Options.check(CategoricalFocal.class, gamma, alpha);
  }

  @Override
  public double term(double p, double log, double rest, double target) {
    return -alpha * target * StrictMath.pow(rest, gamma) * log;
  }

  @Override
  public double slope(double p, double log, double rest, double target) {
    // p d/dp of -α t (1-p)^γ log p; γ (1-p)^(γ-1) log p goes to 0 with 1-p, for every γ above 0
    double factor = StrictMath.pow(rest, gamma);
    double bend = rest == 0 ? 0 : gamma * factor / rest * p * log;
    return alpha * target * (bend - factor);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.of(
            "alpha * y * (gamma * (1 - a)**(gamma - 1) * np.log(a) - (1 - a)**gamma / a)")
        .where("gamma", gamma)
        .where("alpha", alpha);
  }
}
