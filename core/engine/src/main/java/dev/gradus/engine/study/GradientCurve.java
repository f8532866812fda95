package dev.gradus.engine.study;

import dev.gradus.engine.numpy.NumpyGradient;
import java.util.List;

/**
 * The gradient of a loss as a function of the error of the last layer: one logit varies, everything
 * else is fixed. For classes it is the logit of a wrong class, so the error grows with the logit,
 * and a gradient above 0 corrects it.
 *
 * @param about which logit varies and what the target is, in a sentence
 * @param points by ascending logit
 * @param numpy the same gradient as a line of numpy
 */
public record GradientCurve(String about, List<Point> points, NumpyGradient numpy) {

  public GradientCurve {
    points = List.copyOf(points);
  }

  /**
   * A point of the curve.
   *
   * @param logit z, the pre-activation that varies
   * @param error the output a for it minus the target
   * @param loss L
   * @param slope da/dz, of the output with respect to its own logit
   * @param gradient dL/dz
   * @param saturated whether the slope is below a tenth of the steepest one
   */
  public record Point(
      double logit, double error, double loss, double slope, double gradient, boolean saturated) {}
}
