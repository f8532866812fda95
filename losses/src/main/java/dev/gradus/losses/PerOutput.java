package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The mean over the outputs of losses that differ from output to output.
 *
 * @param losses one for each output
 */
record PerOutput(List<PointwiseLoss> losses) implements Loss {

  /**
   * A loss with an option that is a distance in the unit of the target, for a network that sees the
   * target scaled.
   *
   * @param name of the loss, and of the option, for the message
   * @param asItIs the loss for an unscaled target
   * @param inUnits the loss for a target scaled by this unit
   * @throws IllegalArgumentException if the network sees a logarithm, in which no distance of the
   *     data stays the same
   */
  static Loss of(
      String name,
      String option,
      PointwiseLoss asItIs,
      Target target,
      DoubleFunction<PointwiseLoss> inUnits) {
    List<Target.Scale> scales = target.scales();
    for (int k = 0; k < scales.size(); k++) {
      if (scales.get(k).logarithm()) {
        throw new IllegalArgumentException(
            "%s has its %s in the unit of the target, but the network sees the logarithm of '%s', where a distance has no fixed size; use another scale than log, or a loss without such an option, such as mean-absolute-error"
                .formatted(name, option, target.outputs().get(k)));
      }
    }
    if (scales.size() > 1) {
      return new PerOutput(scales.stream().map(scale -> inUnits.apply(scale.unit())).toList());
    }
    return scales.isEmpty() ? asItIs : inUnits.apply(scales.get(0).unit());
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int outputs = prediction.length;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += losses.get(k).value(prediction[k], target[k]);
      gradient[k] = losses.get(k).derivative(prediction[k], target[k]) / outputs;
    }
    return sum / outputs;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.none(
        "it has an option in the unit of the data, in which each output has a scale of its own");
  }
}
