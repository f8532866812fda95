package dev.gradus.losses;

import dev.gradus.spi.Target;

/** Refuses targets of a single output. */
final class SeveralOutputs {

  private SeveralOutputs() {}

  /**
   * Checks that there is an output for each class.
   *
   * @param name that of the loss
   * @param instead the loss for a single output
   * @throws IllegalArgumentException if there is one output
   */
  static void check(String name, Target target, String instead) {
    if (target.width() == 1) {
      throw new IllegalArgumentException(
          name
              + " needs an output for each class, but the target has one output; use "
              + instead
              + ", or a last layer with two units");
    }
  }
}
