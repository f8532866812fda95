package dev.gradus.losses.regularizers;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Regularizer;

/**
 * A penalty on the size of weights that drives many of them to 0.
 *
 * <p>The factor is not divided by the size of the batch. The default is that of Keras, 0.01; at a
 * weight of 0 the derivative is 0.
 */
@Plugin(
    name = "l1",
    summary = "A penalty on the sum of the absolute weights. Drives unimportant weights to 0.",
    formula = "penalty = factor sum |w|",
    reference = "R. Tibshirani, Regression Shrinkage and Selection via the Lasso, 1996")
public record L1(@Option(value = "the factor of the penalty", min = 0) double factor)
    implements Regularizer {

  /** Creates an instance with factor 0.01. */
  public L1() {
    this(0.01);
  }

  public L1 {
    Options.check(L1.class, factor);
  }

  @Override
  public double penalize(float[] weights, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Math.abs(weights[i]);
      // factor sign(w)
      gradient[i] += (float) (factor * Math.signum(weights[i]));
    }
    return factor * sum;
  }
}
