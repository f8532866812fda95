package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A class that is predicted.
 *
 * @param name the column
 * @param classes the names, numbers first and by value, then strings by code point; at least two
 * @param single whether there is one output for two classes: 1 for the second of them, 0 for the
 *     first; otherwise there is one output per class
 */
@Stored("classes")
public record ClassTarget(String name, @Stored("categories") List<String> classes, boolean single)
    implements TargetColumns {

  /** Checks the classes. */
  public ClassTarget {
    classes = Categories.check(name, classes, 2);
    if (single && classes.size() != 2) {
      throw new IllegalArgumentException(
          "one output cannot distinguish the %s classes of '%s'".formatted(classes.size(), name));
    }
  }

  /**
   * The index of a class, from 0; -1 if it is unknown.
   *
   * @param text as a cell of the column may hold it: {@code 1.0} is the class 1
   */
  public int placeOf(String text) {
    return new CategoryPlaces(classes).of(text);
  }

  /**
   * The same with more classes, in the order of all names.
   *
   * @param more classes that are not known yet
   * @throws IllegalArgumentException if there is a single output, which distinguishes only two
   *     classes
   */
  public ClassTarget with(Collection<String> more) {
    List<String> all = new ArrayList<>(classes);
    all.addAll(more);
    all.sort(CategoryOrder.COMPARATOR);
    return new ClassTarget(name, all, single);
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
  public String text(List<Double> restored) {
    return classes.get(
        single ? (restored.get(0) >= 0.5 ? 1 : 0) : restored.indexOf(Collections.max(restored)));
  }
}
