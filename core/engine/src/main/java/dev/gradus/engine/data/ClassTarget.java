package dev.gradus.engine.data;

import dev.gradus.spi.Target;
import java.util.List;

/**
 * A class to be predicted.
 *
 * @param name the column
 * @param classes the names, numbers first and by value, then texts by code point; at least two
 * @param single whether there is one output for two classes: 1 for the second of them, 0 for the
 *     first; otherwise there is one output per class
 */
public record ClassTarget(String name, List<String> classes, boolean single)
    implements TargetColumns {

  /** Checks the classes. */
  public ClassTarget {
    classes = Categories.check(name, classes, 2);
    if (single && classes.size() != 2) {
      throw new IllegalArgumentException(
          "one output cannot tell the %s classes of '%s' apart".formatted(classes.size(), name));
    }
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public Target target() {
    return single
        ? new Target(Target.Kind.BINARY, List.of(classes.get(1)))
        : new Target(Target.Kind.CLASSES, classes);
  }

  @Override
  public int width() {
    return single ? 1 : classes.size();
  }

  @Override
  public void restore(float[] outputs, int from, double[] restored) {
    for (int i = 0; i < width(); i++) {
      restored[i] = outputs[from + i];
    }
  }
}
