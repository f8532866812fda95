package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/** Refuses targets that are not a single number. */
final class OneNumber {

  private OneNumber() {}

  /**
   * Checks that the target is one numeric column.
   *
   * @param what the meaning of the number, such as {@code a time}
   * @throws IllegalArgumentException if it is not
   */
  static void check(Loss loss, Target target, String what) {
    if (target.kind() != Target.Kind.NUMERIC || target.width() != 1) {
      throw new IllegalArgumentException(
          "%s is for one numeric target, %s, but the target '%s' is %s; name one column, and declare it numeric if its numbers were taken for classes"
              .formatted(
                  loss.getClass().getAnnotation(Plugin.class).name(),
                  what,
                  String.join(", ", target.outputs()),
                  target.width() > 1 && target.kind() == Target.Kind.NUMERIC
                      ? target.width() + " columns"
                      : target.kind()));
    }
  }
}
