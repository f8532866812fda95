package dev.gradus.engine.importances;

import dev.gradus.engine.data.Quantities;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A row made from a table, with which others are compared. */
final class BaselineRow {

  private BaselineRow() {}

  /**
   * The mean of each column of numbers, the median of dates, and the most frequent cell of other
   * columns; missing cells do not count, unless there are no others.
   *
   * @return a table of one row, with the columns of the inputs
   */
  static Table of(Preparation preparation, Table table) {
    List<Column> columns = new ArrayList<>();
    for (PreparedColumn input : preparation.inputs()) {
      columns.add(cell(input, table.column(input.name())));
    }
    return Table.of(columns);
  }

  private static Column cell(PreparedColumn input, Column column) {
    int[] present = Cells.present(column);
    if (present.length == 0) {
      return column.select(new int[] {0});
    }
    Optional<Quantities> quantities = Quantities.of(input, column);
    if (quantities.isPresent()) {
      return quantities.get().areNumbers()
          ? Column.of(column.name(), mean(column, present))
          : column.select(new int[] {middle(quantities.get(), present)});
    }
    return column.select(new int[] {Cells.frequent(column, present).get(0)});
  }

  private static double mean(Column column, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += column.number(row);
    }
    return sum / rows.length;
  }

  /** The row with the median, the lower one of two. */
  private static int middle(Quantities quantities, int[] rows) {
    return sorted(quantities, rows).get((rows.length - 1) / 2);
  }

  /** Rows in the order of their quantities. */
  static List<Integer> sorted(Quantities quantities, int[] rows) {
    return IntStream.of(rows).boxed().sorted(Comparator.comparingDouble(quantities::of)).toList();
  }
}
