package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/** Refuses targets that are not one of several classes. */
final class SeveralOutputs {

  private SeveralOutputs() {}

  /**
   * Checks that there is an output for each class, of which one applies.
   *
   * @param instead the loss for a single output, or labels
   * @throws IllegalArgumentException if there is one output, or the target is labels
   */
  static void check(Loss loss, Target target, String instead) {
    String name = loss.getClass().getAnnotation(Plugin.class).name();
    if (target.kind() == Target.Kind.LABELS) {
      throw new IllegalArgumentException(
          name
              + " is for one of several classes, but the labels "
              + String.join(", ", target.outputs())
              + " are independent of each other; use "
              + instead);
    }
    if (target.width() == 1) {
      throw new IllegalArgumentException(
          name
              + " needs an output for each class, but the target has one output; use "
              + instead
              + ", or a last layer with softmax and two units");
    }
  }
}
