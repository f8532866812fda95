package dev.gradus.check;

import dev.gradus.spi.AuxiliaryColumn;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Made-up values of the auxiliary columns of a loss or metric. */
final class Beside {

  /** The number of groups, so small that a few rows contain pairs of the same group. */
  private static final int GROUPS = 2;

  private Beside() {}

  /**
   * The columns that a plugin names.
   *
   * @throws BrokenClaim if they are null, or one occurs twice
   */
  static List<AuxiliaryColumn> check(Object plugin, List<AuxiliaryColumn> columns) {
    List<AuxiliaryColumn> named = Claims.answer(plugin, "columns", columns);
    Set<AuxiliaryColumn> different = new HashSet<>();
    for (AuxiliaryColumn each : named) {
      if (!different.add(Claims.answer(plugin, "columns", each))) {
        throw new BrokenClaim(
            plugin,
            "its method columns names '%s' twice; each column must be named only once"
                .formatted(each.name()));
      }
    }
    return named;
  }

  /** A row that could be a target, followed by numbers of the columns. */
  static double[] append(double[] target, List<AuxiliaryColumn> columns, Samples samples) {
    double[] row = Arrays.copyOf(target, target.length + columns.size());
    for (int k = 0; k < columns.size(); k++) {
      row[target.length + k] = number(columns.get(k), samples);
    }
    return row;
  }

  private static double number(AuxiliaryColumn column, Samples samples) {
    return switch (column.meaning()) {
      case NUMBER -> samples.within(column.range());
      case YES_NO -> samples.below(2);
      case GROUP -> samples.below(GROUPS);
    };
  }

  /** The same with another number in one column. */
  static double[] changed(double[] row, int at, AuxiliaryColumn column, Samples samples) {
    double[] changed = row.clone();
    changed[at] =
        column.meaning() == AuxiliaryColumn.Meaning.NUMBER
            ? samples.within(column.range())
            : 1 - changed[at];
    return changed;
  }

  /** Rows of a target, each followed by the same numbers of the columns: one group, yes, and 1. */
  static double[][] appendSame(double[][] targets, List<AuxiliaryColumn> columns) {
    return Arrays.stream(targets)
        .map(
            row ->
                IntStream.range(0, row.length + columns.size())
                    .mapToDouble(k -> k < row.length ? row[k] : same(columns.get(k - row.length)))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double same(AuxiliaryColumn column) {
    return switch (column.meaning()) {
      case NUMBER -> column.range().contains(1.0) ? 1 : Samples.extremesWithin(column.range())[0];
      case YES_NO -> 1;
      case GROUP -> 0;
    };
  }
}
