package dev.gradus.engine.importances;

import dev.gradus.engine.data.Quantities;
import dev.gradus.engine.data.SeenRange;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What rows are compared with. Of a column of codes it may be the mean of all categories, which no
 * row has: then the vectors of the categories are averaged.
 *
 * @param row the encoded row, with any code in the averaged columns
 * @param cells its cells in words
 * @param codes for each averaged column, by its index, the codes
 */
record Baseline(EncodedRows row, List<String> cells, Map<Integer, List<Integer>> codes) {

  /**
   * A row made from a table: the mean of each column of numbers, the median of dates, and the most
   * frequent cell of other columns; missing cells do not count, unless there are no others.
   */
  static Baseline of(Preparation preparation, Table table) {
    List<Column> columns = new ArrayList<>();
    for (PreparedColumn input : preparation.inputs()) {
      columns.add(cell(input, table.column(input.name())));
    }
    return new Baseline(
        EncodedRows.of(preparation, Table.of(columns), new int[] {0}, unused -> {}),
        columns.stream().map(column -> Cells.text(column, 0)).toList(),
        Map.of());
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

  /**
   * The middle of the training data, as far as the model knows it: the centre by which a column of
   * numbers is scaled, or if that is none, the middle of its range; the mean of each part of a
   * date, and of a cycle no place at all; the mean of all categories, and of yes and no.
   *
   * @param ranges of the columns in the training rows; may be empty
   */
  static Baseline middle(Preparation preparation, Map<String, SeenRange> ranges) {
    float[] encoded = new float[preparation.encodedWidth()];
    List<String> cells = new ArrayList<>();
    Map<Integer, List<Integer>> codes = new HashMap<>();
    int at = 0;
    for (PreparedColumn column : preparation.inputs()) {
      if (column.codes() > 0) {
        codes.put(cells.size(), places(column));
      }
      SeenRange range = ranges.get(column.name());
      cells.add(
          column.middle(
              range == null ? Double.NaN : range.least(),
              range == null ? Double.NaN : range.largest(),
              encoded,
              at));
      at += column.width();
    }
    return new Baseline(EncodedRows.ofOne(preparation, encoded), cells, codes);
  }

  /** The codes of the names that cells have. */
  private static List<Integer> places(PreparedColumn column) {
    List<String> all = column.categories();
    List<String> named = column.choices().isEmpty() ? all : column.choices();
    return named.stream().map(all::indexOf).toList();
  }
}
