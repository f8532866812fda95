package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labels that are predicted, any number of which apply to a row: one output for each, 1 if it
 * applies.
 *
 * <p>A single label is a target of two classes with one output.
 *
 * @param labels at least one, with distinct names
 */
@Stored("labels")
public record LabelTarget(List<Label> labels) implements TargetColumns {

  public LabelTarget {
    labels = List.copyOf(labels);
    List<String> names = labels.stream().map(Label::name).toList();
    boolean inputsOnly = labels.stream().anyMatch(label -> label.column().indicator());
    if (names.isEmpty() || new HashSet<>(names).size() < names.size() || inputsOnly) {
      throw new IllegalArgumentException(
          "labels must be at least one, have different names, and no indicators, but are " + names);
    }
  }

  @Override
  public List<String> names() {
    return labels.stream().map(Label::name).toList();
  }

  @Override
  public List<BooleanColumn> columns() {
    return labels.stream().map(Label::column).toList();
  }

  @Override
  public Target target() {
    return new Target(labels.size() == 1 ? Target.Kind.BINARY : Target.Kind.LABELS, names());
  }

  @Override
  public int width() {
    return labels.size();
  }

  @Override
  public String text(List<Double> restored) {
    List<String> names = names();
    if (names.size() == 1) {
      return (restored.get(0) >= Label.THRESHOLD ? "" : "not ") + names.get(0);
    }
    String applying =
        IntStream.range(0, names.size())
            .filter(i -> restored.get(i) >= Label.THRESHOLD)
            .mapToObj(names::get)
            .collect(Collectors.joining(", "));
    return applying.isEmpty() ? "none" : applying;
  }
}
