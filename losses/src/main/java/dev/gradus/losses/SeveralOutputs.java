package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/** Refuses targets of a single output. */
final class SeveralOutputs {

  private SeveralOutputs() {}

  /**
   * Checks that there is an output for each class.
   *
   * @param instead the loss for a single output
   * @throws IllegalArgumentException if there is one output
   */
  static void check(Loss loss, Target target, String instead) {
    if (target.width() == 1) {
      throw new IllegalArgumentException(
          loss.getClass().getAnnotation(Plugin.class).name()
              + " needs an output for each class, but the target has one output; use "
              + instead
              + ", or a last layer with softmax and two units");
    }
  }
}
