package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * One minus the overlap of prediction and target, as a share of their mean size.
 *
 * <p>True negatives do not count, so rare labels keep their influence. The share is that of one
 * example over all its outputs. {@link Tversky} weights the two kinds of error differently. Keras
 * has no smoothing, but adds 1e-7 to the divisor.
 */
@Plugin(
    name = "dice",
    summary = "One minus the overlap of prediction and target. For sparse labels and masks.",
    formula = "L = 1 - (2 sum_k p_k t_k + smooth)/(sum_k p_k + sum_k t_k + smooth)",
    reference =
        "F. Milletari, N. Navab, S.-A. Ahmadi, V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation, 2016")
public record Dice(
    @Option(value = "a constant that is added to numerator and denominator", above = 0)
        double smooth)
    implements Loss {

  /** Creates an instance with smooth 1. */
  public Dice() {
    this(1);
  }

  public Dice {
    Options.check(Dice.class, smooth);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    double overlap = smooth;
    double size = smooth;
    for (int k = 0; k < prediction.length; k++) {
      overlap += 2 * prediction[k] * target[k];
      size += prediction[k] + target[k];
    }
    for (int k = 0; k < prediction.length; k++) {
      // -(2 t size - overlap)/size²
      gradient[k] = (overlap / size - 2 * target[k]) / size;
    }
    return 1 - overlap / size;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.of(
            "((2 * np.sum(a * y, axis=1, keepdims=True) + smooth)"
                + " / (np.sum(a, axis=1, keepdims=True) + np.sum(y, axis=1, keepdims=True) + smooth) - 2 * y)"
                + " / (np.sum(a, axis=1, keepdims=True) + np.sum(y, axis=1, keepdims=True) + smooth)")
        .where("smooth", smooth);
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
