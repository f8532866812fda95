package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * One minus the overlap of prediction and target, with different weights for false positives and
 * false negatives.
 *
 * <p>alpha is the weight of false positives, beta that of false negatives. With both at 0.5 it is
 * {@link Dice} with half its smoothing. Keras has the same defaults.
 */
@Plugin(
    name = "tversky",
    summary =
        "Like dice, with separate weights for false positives and false negatives. For sparse labels.",
    formula =
        "L = 1 - (TP + smooth)/(TP + alpha FP + beta FN + smooth), TP = sum_k p_k t_k, FP = sum_k p_k (1 - t_k),"
            + " FN = sum_k (1 - p_k) t_k",
    reference =
        "S. S. M. Salehi, D. Erdogmus, A. Gholipour, Tversky Loss Function for Image Segmentation Using 3D Fully Convolutional Deep Networks, 2017")
public record Tversky(
    @Option(value = "the weight of false positives", min = 0) double alpha,
    @Option(value = "the weight of false negatives", min = 0) double beta,
    @Option(value = "a constant that is added to numerator and denominator", above = 0)
        double smooth)
    implements Loss {

  /** Creates an instance with alpha and beta 0.5, and smooth 1. */
  public Tversky() {
    this(0.5, 0.5, 1);
  }

  public Tversky {
    Options.check(Tversky.class, alpha, beta, smooth);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double overlap = smooth;
    double size = smooth;
    for (int k = 0; k < prediction.length; k++) {
      double both = prediction[k] * target[k];
      overlap += both;
      size += both + alpha * (prediction[k] - both) + beta * (target[k] - both);
    }
    for (int k = 0; k < prediction.length; k++) {
      // -(t size - overlap dsize/dp)/size²
      double growth = target[k] + alpha * (1 - target[k]) - beta * target[k];
      gradient[k] = (overlap / size * growth - target[k]) / size;
    }
    return 1 - overlap / size;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    String size =
        "(%s + alpha * %s + beta * %s + smooth)"
            .formatted(sum("a * y"), sum("a * (1 - y)"), sum("(1 - a) * y"));
    return NumpyExpression.of(
            "((%s + smooth) / %s * (y + alpha * (1 - y) - beta * y) - y) / %s"
                .formatted(sum("a * y"), size, size))
        .where("alpha", alpha)
        .where("beta", beta)
        .where("smooth", smooth);
  }

  private static String sum(String term) {
    return "np.sum(" + term + ", axis=1, keepdims=True)";
  }

  @Override
  public Interval predictions() {
    return Interval.UNIT;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }
}
