package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was learned about the columns that are to be predicted. */
@Stored("the target")
public sealed interface TargetColumns permits NumericTarget, ClassTarget, LabelTarget {

  /** The names of the columns. */
  List<String> names();

  /** What losses and metrics are told about them. */
  Target target();

  /** The number of outputs that the network has. */
  int width();

  /** What was learned about each column that becomes a number; none where a class is predicted. */
  default List<? extends PreparedColumn> columns() {
    return List.of();
  }

  /**
   * Turns outputs of the network back into the units of the data: numbers in their own scale,
   * probabilities as they are.
   *
   * @param outputs not modified
   * @param from where the outputs of the row begin
   * @param restored {@link #width} numbers; overwritten
   */
  default void restore(float[] outputs, int from, double[] restored) {
    for (int i = 0; i < width(); i++) {
      restored[i] = outputs[from + i];
    }
  }

  /**
   * The same of numbers that are no outputs of the network themselves.
   *
   * @param seen {@link #width} numbers as the network sees the target; not modified
   * @param restored {@link #width} numbers; overwritten
   */
  default void restore(double[] seen, double[] restored) {
    System.arraycopy(seen, 0, restored, 0, width());
  }

  /**
   * The same, as a list.
   *
   * @param outputs not modified
   * @param from where the outputs of the row begin
   */
  default List<Double> restored(float[] outputs, int from) {
    double[] restored = new double[width()];
    restore(outputs, from, restored);
    return Arrays.stream(restored).boxed().toList();
  }

  /**
   * What numbers say, in words: a class, the labels that apply, or quantities.
   *
   * @param restored a row of what {@link #restored} gives
   */
  String text(List<Double> restored);

  /** The names of those columns in which a cell must not be missing. */
  default List<String> needed() {
    List<String> needed = new ArrayList<>(names());
    columns().stream()
        .filter(column -> column.fill().isPresent())
        .forEach(column -> needed.remove(column.name()));
    return needed;
  }
}
