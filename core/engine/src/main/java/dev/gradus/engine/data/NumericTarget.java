package dev.gradus.engine.data;

import dev.gradus.spi.Target;
import java.util.List;

/**
 * Quantities to be predicted.
 *
 * @param columns the columns, one output each; at least one
 */
public record NumericTarget(List<ScaledColumn> columns) implements TargetColumns {

  /** Keeps a copy. */
  public NumericTarget {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a numeric target has at least one column");
    }
  }

  @Override
  public List<String> names() {
    return columns.stream().map(ScaledColumn::name).toList();
  }

  @Override
  public Target target() {
    return new Target(Target.Kind.NUMERIC, names());
  }

  @Override
  public int width() {
    return columns.size();
  }

  @Override
  public void restore(float[] outputs, int from, double[] restored) {
    for (int i = 0; i < columns.size(); i++) {
      restored[i] = columns.get(i).restore(outputs[from + i]);
    }
  }
}
