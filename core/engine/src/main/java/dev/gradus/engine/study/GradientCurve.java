package dev.gradus.engine.study;

import dev.gradus.engine.numpy.NumpyGradient;
import java.util.List;

/**
 * The gradient that a loss sends back as a function of how wrong the last layer is: one logit
 * slides, all else stays. Among classes it is the logit of a wrong one, so that the error grows
 * with the logit and a gradient above 0 is one that corrects it.
 *
 * @param about what slides and what is right, in a sentence
 * @param points by ascending logit
 * @param numpy the same gradient as a line of numpy
 */
public record GradientCurve(String about, List<Point> points, NumpyGradient numpy) {

  public GradientCurve {
    points = List.copyOf(points);
  }

  /**
   * A place on the curve.
   *
   * @param logit z, the pre-activation that slides
   * @param error the output a for it less the target
   * @param loss L
   * @param slope da/dz, of the output with respect to its own logit
   * @param gradient dL/dz
   * @param saturated whether the slope is below a tenth of the steepest one
   */
  public record Point(
      double logit, double error, double loss, double slope, double gradient, boolean saturated) {}
}
