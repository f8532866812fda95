package dev.gradus.engine.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** Sets of classes as text, where there are no lists: in CSV, and in a tensor. */
public final class ClassSets {

  private ClassSets() {}

  /**
   * The classes with a bar between them. A bar in a class is written {@code \|}, and a backslash
   * {@code \\}, so that a reader finds the classes again: the character behind a backslash belongs
   * to a class, and any other bar separates two.
   *
   * @param classes none empty; may be none, which gives an empty text
   */
  public static String text(List<String> classes) {
    return requireNonNull(classes, "classes must not be null").stream()
        .map(name -> name.replace("\\", "\\\\").replace("|", "\\|"))
        .collect(Collectors.joining("|"));
  }
}
