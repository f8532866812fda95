package dev.gradus.losses.regularizers;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Regularizer;

/**
 * A penalty on the squares of weights, which keeps all of them small.
 *
 * <p>The factor is neither halved nor divided by the size of the batch: the gradient is 2 factor w,
 * as in Keras, whose default of 0.01 it shares. scikit-learn's {@code alpha} is twice this factor
 * times the size of the batch.
 */
@Plugin(
    name = "l2",
    aliases = {"ridge"},
    summary = "A penalty on the sum of the squares of the weights. Keeps weights small.",
    formula = "penalty = factor sum w^2",
    reference = "A. E. Hoerl, R. W. Kennard, Ridge Regression, Technometrics 12, 1970")
public record L2(@Option(value = "the factor of the penalty", min = 0) double factor)
    implements Regularizer {

  /** Creates an instance with factor 0.01. */
  public L2() {
    this(0.01);
  }

  public L2 {
    Options.check(L2.class, factor);
  }

  @Override
  public double penalize(float[] weights, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (double) weights[i] * weights[i];
      // 2 factor w
      gradient[i] += (float) (2 * factor * weights[i]);
    }
    return factor * sum;
  }
}
