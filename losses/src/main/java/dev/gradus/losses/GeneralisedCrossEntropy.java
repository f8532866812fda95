package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * Between categorical cross-entropy (q near 0) and the absolute error of the true class (q 1):
 * examples that contradict the predictions count less, so wrong labels do less harm.
 *
 * <p>The default of 0.7 is the paper's. After a softmax it is evaluated from the logits.
 */
@Plugin(
    name = "generalised-cross-entropy",
    aliases = {"generalized-cross-entropy", "gce"},
    summary = "Cross-entropy that is robust to wrong labels. For several classes.",
    formula = "L = sum_k t_k (1 - p_k^q)/q",
    reference =
        "Z. Zhang, M. R. Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, 2018")
public record GeneralisedCrossEntropy(
    @Option(value = "the robustness to wrong labels; with 1 they count least", above = 0, max = 1)
        double q)
    implements ClassLoss {

  /** Creates an instance with q 0.7. */
  public GeneralisedCrossEntropy() {
    this(0.7);
  }

  public GeneralisedCrossEntropy {
    Options.check(GeneralisedCrossEntropy.class, q);
  }

  @Override
  public double term(double p, double log, double rest, double target) {
    return -target * StrictMath.expm1(q * log) / q;
  }

  @Override
  public double slope(double p, double log, double rest, double target) {
    return -target * DoubleMath.exp(q * log);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.of("-y * a**(q - 1)").where("q", q);
  }
}
