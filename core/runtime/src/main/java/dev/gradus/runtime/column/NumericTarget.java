package dev.gradus.runtime.column;

import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Quantities that are predicted.
 *
 * @param columns the columns, one output each; at least one
 * @param range the lowest and the highest prediction of each column, one after the other, in the
 *     unit of the data; empty if predictions are not limited
 */
@Stored("columns")
public record NumericTarget(List<ScaledColumn> columns, Optional<List<Double>> range)
    implements TargetColumns {

  private static final Target.Scale AS_IT_IS = new Target.Scale(0, 1, false);

  public NumericTarget {
    columns = List.copyOf(columns);
    range = range.map(List::copyOf);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a numeric target has at least one column");
    }
    if (range.isPresent() && range.get().size() != 2 * columns.size()) {
      throw new IllegalArgumentException("the range of a numeric target has two numbers a column");
    }
  }

  /** A target with unlimited predictions. */
  public NumericTarget(List<ScaledColumn> columns) {
    this(columns, Optional.empty());
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

  @Override
  public void limit(double[] predicted) {
    for (int i = 0; i < predicted.length && range.isPresent(); i++) {
      predicted[i] = limited(i, predicted[i]);
    }
  }

  /**
   * A prediction in its range; NaN stays.
   *
   * @param column its index, from 0
   * @param predicted in the unit of the data
   */
  double limited(int column, double predicted) {
    return range.isEmpty()
        ? predicted
        : Math.max(
            range.get().get(2 * column), Math.min(range.get().get(2 * column + 1), predicted));
  }

  /** The same, as the network sees it; what is in the range keeps its bits. */
  double limitedSeen(int column, double seen) {
    double predicted = restore(column, seen);
    double limited = limited(column, predicted);
    return limited < predicted || limited > predicted ? columns.get(column).apply(limited) : seen;
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
