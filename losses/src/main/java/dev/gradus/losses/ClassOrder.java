package dev.gradus.losses;

import dev.gradus.spi.Target;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** The order of the classes of a target, such as low, medium, high. */
public final class ClassOrder {

  private ClassOrder() {}

  /**
   * Finds the output of each class, from the lowest to the highest.
   *
   * <p>Two classes have the order of the outputs: it makes no difference which of them is the
   * higher one.
   *
   * @param plugin the name of the loss or metric, for the message
   * @param order the names of the classes; if empty, they are numbers in their natural order
   * @param target of classes
   * @throws IllegalArgumentException with a sentence, if there are no classes, or their order is
   *     not known
   */
  public static int[] of(String plugin, List<String> order, Target target) {
    if (target.kind() != Target.Kind.CLASSES && target.kind() != Target.Kind.BINARY) {
      throw new IllegalArgumentException(
          "%s is for ordered classes, but the target '%s' is %s; if its numbers are class labels, declare it with columns: {%s: categorical}"
              .formatted(
                  plugin,
                  String.join(", ", target.outputs()),
                  target.kind(),
                  target.outputs().get(0)));
    }
    List<String> classes = target.outputs();
    if (target.kind() == Target.Kind.BINARY || (order.isEmpty() && classes.size() == 2)) {
      return IntStream.range(0, classes.size()).toArray();
    }
    if (order.isEmpty() && !classes.stream().allMatch(ClassOrder::isNumber)) {
      throw new IllegalArgumentException(
          "%s needs the order of the classes, which are %s; name them from the lowest to the highest (order: [%s])"
              .formatted(plugin, String.join(", ", classes), String.join(", ", classes)));
    }
    if (!order.isEmpty()
        && (order.size() != classes.size()
            || !new HashSet<>(order).equals(new HashSet<>(classes)))) {
      throw new IllegalArgumentException(
          "order of %s must name each class once, from the lowest to the highest, but names %s; the classes are: %s"
              .formatted(plugin, String.join(", ", order), String.join(", ", classes)));
    }
    return (order.isEmpty() ? classes : order).stream().mapToInt(classes::indexOf).toArray();
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
