package dev.gradus.engine.data;

import dev.gradus.spi.Target;
import java.util.List;

/**
 * Quantities to be predicted.
 *
 * @param columns the columns, one output each; at least one
 */
public record NumericTarget(List<ScaledColumn> columns) implements TargetColumns {

  private static final Target.Scale AS_IT_IS = new Target.Scale(0, 1, false);

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
    List<Target.Scale> scales =
        columns.stream()
            .map(each -> new Target.Scale(each.mean(), each.deviation(), each.log()))
            .toList();
    boolean asTheyAre = scales.stream().allMatch(AS_IT_IS::equals);
    return new Target(Target.Kind.NUMERIC, names(), asTheyAre ? List.of() : scales);
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
