package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Quantities that are predicted.
 *
 * @param columns the columns, one output each; at least one
 */
@Stored("columns")
public record NumericTarget(List<ScaledColumn> columns) implements TargetColumns {

  private static final Target.Scale AS_IT_IS = new Target.Scale(0, 1, false);

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

  @Override
  public void restore(double[] seen, double[] restored) {
    for (int i = 0; i < columns.size(); i++) {
      restored[i] = columns.get(i).restore(seen[i]);
    }
  }

  /**
   * Converts a number of a column, as the network sees it, to the unit of the data.
   *
   * @param column its index, from 0
   */
  public double restore(int column, double seen) {
    return columns.get(column).restore(seen);
  }

  /**
   * Converts a standard deviation to the unit of the data.
   *
   * @param column its index, from 0
   * @param y the prediction of the network
   * @param around the standard deviation around this prediction
   */
  public double restoreDeviation(int column, double y, double around) {
    return columns.get(column).restoreDeviation(y, around);
  }

  @Override
  public String text(List<Double> restored) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i).text(restored.get(i)))
        .collect(Collectors.joining(", "));
  }
}
