package dev.gradus.losses;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * Categorical cross-entropy with more weight on the first term of its expansion in powers of 1 - p:
 * epsilon times 1 - p, where p is the probability of the true class.
 *
 * <p>It is the form Poly-1 of the paper, with the default of 1. With epsilon 0 it is the
 * cross-entropy; an epsilon below 0 makes the network less confident. After a softmax it is
 * evaluated from the logits.
 */
@Plugin(
    name = "poly-cross-entropy",
    summary = "Cross-entropy plus a multiple of 1 - p for the true class. For several classes.",
    formula = "L = sum_k t_k (epsilon (1 - p_k) - log p_k)",
    reference =
        "Z. Leng et al., PolyLoss: A Polynomial Expansion Perspective of Classification Loss Functions, 2022")
public record PolyCrossEntropy(
    @Option(value = "the weight of the term that is added to the cross-entropy", min = -1)
        double epsilon)
    implements ClassLoss {

  /** Creates an instance with epsilon 1. */
  public PolyCrossEntropy() {
    this(1);
  }

  public PolyCrossEntropy {
    Options.check(PolyCrossEntropy.class, epsilon);
  }

  @Override
  public double term(double p, double log, double rest, double target) {
    return target * (epsilon * rest - log);
  }

  @Override
  public double slope(double p, double log, double rest, double target) {
    return -target * (1 + epsilon * p);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.of("-y * (1 + epsilon * a) / a").where("epsilon", epsilon);
  }
}
