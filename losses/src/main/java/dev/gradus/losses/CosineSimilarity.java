package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * One minus the cosine of the angle between prediction and target.
 *
 * <p>It is computed on the original values, because scaling the columns would change the angle.
 *
 * <p>Only directions count, not lengths: 0 if they agree, 1 at a right angle, 2 if they are
 * opposite. A vector shorter than 1e-15 counts as having that length, so that the loss stays
 * finite; it is 1 for a vector of zeros. Keras gives the negative cosine, from -1 to 1; optax
 * offers both.
 */
@Plugin(
    name = "cosine-similarity",
    summary =
        "One minus the cosine of the angle to the target. For directions, such as embeddings.",
    formula = "L = 1 - sum_k p_k t_k / (|p| |t|)",
    reference = "G. Salton, A. Wong, C. S. Yang, A Vector Space Model for Automatic Indexing, 1975")
public record CosineSimilarity() implements Loss {

  /** The minimum length. */
  private static final double TINY = 1e-15;

  /**
   * The minimum distance of a prediction from 0, where its direction is discontinuous, as a
   * multiple of the radius.
   */
  private static final double FAR = 1e3;

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double lengthOfPrediction = Math.max(length(prediction), TINY);
    double lengthOfTarget = Math.max(length(target), TINY);
    double cosine = 0;
    for (int k = 0; k < prediction.length; k++) {
      cosine += prediction[k] / lengthOfPrediction * (target[k] / lengthOfTarget);
    }
    for (int k = 0; k < prediction.length; k++) {
      // (cos p/|p| - t/|t|)/|p|
      gradient[k] =
          (cosine * (prediction[k] / lengthOfPrediction) - target[k] / lengthOfTarget)
              / lengthOfPrediction;
    }
    return 1 - cosine;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.of(
        "(np.sum(a * y, axis=1, keepdims=True) * a / np.sum(a**2, axis=1, keepdims=True) - y)"
            + " / np.sqrt(np.sum(a**2, axis=1, keepdims=True) * np.sum(y**2, axis=1, keepdims=True))");
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double x : vector) {
      squares += x * x;
    }
    return Math.sqrt(squares);
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    return length(prediction) > FAR * radius;
  }
}
