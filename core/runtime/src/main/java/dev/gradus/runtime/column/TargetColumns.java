package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fitted target columns. */
@Stored("the target")
public sealed interface TargetColumns permits NumericTarget, ClassTarget, LabelTarget {

  /** The names of the columns. */
  List<String> names();

  /** Describes the target to losses and metrics. */
  Target target();

  /** The number of outputs that the network has. */
  int width();

  /** The fitted column of each numeric output; empty if a class is predicted. */
  default List<? extends PreparedColumn> columns() {
    return List.of();
  }

  /**
   * Converts outputs of the network back to the unit of the data; probabilities are unchanged.
   *
   * @param outputs not modified
   * @param from the index at which the outputs of the row begin
   * @param restored {@link #width} numbers; overwritten
   */
  default void restore(float[] outputs, int from, double[] restored) {
    for (int i = 0; i < width(); i++) {
      restored[i] = outputs[from + i];
    }
  }

  /**
   * The same for numbers that are not outputs of the network themselves.
   *
   * @param seen {@link #width} numbers as the network sees the target; not modified
   * @param restored {@link #width} numbers; overwritten; may be the same array
   */
  default void restore(double[] seen, double[] restored) {
    System.arraycopy(seen, 0, restored, 0, width());
  }

  /**
   * Limits predictions to the range that they may have.
   *
   * @param predicted {@link #width} numbers in the unit of the data; overwritten
   */
  default void limit(double[] predicted) {}

  /**
   * The same, as a list.
   *
   * @param outputs not modified
   * @param from the index at which the outputs of the row begin
   */
  default List<Double> restored(float[] outputs, int from) {
    double[] restored = new double[width()];
    restore(outputs, from, restored);
    return Arrays.stream(restored).boxed().toList();
  }

  /**
   * Describes predictions in words: a class, the labels that apply, or quantities.
   *
   * @param restored a row as returned by {@link #restored}
   */
  String text(List<Double> restored);

  /** The names of the columns whose cells must not be missing. */
  default List<String> needed() {
    List<String> needed = new ArrayList<>(names());
    columns().stream()
        .filter(column -> column.fill().isPresent())
        .forEach(column -> needed.remove(column.name()));
    return needed;
  }
}
