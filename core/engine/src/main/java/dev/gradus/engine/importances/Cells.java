package dev.gradus.engine.importances;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.NumberText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The cells of a column as strings. */
final class Cells {

  private Cells() {}

  /** The rows whose cell is not missing. */
  static int[] present(Column column) {
    return IntStream.range(0, column.rows()).filter(row -> !column.isMissing(row)).toArray();
  }

  /**
   * A cell as written; a number whose spelling is not known as a plain number. Empty if it is
   * missing.
   */
  static String text(Column column, int row) {
    boolean unknown = column instanceof NumericColumn numbers && !numbers.hasTexts();
    return unknown && !column.isMissing(row)
        ? NumberText.plain(column.number(row))
        : column.text(row);
  }

  /** For each different cell the first row that has it, the most frequent cell first. */
  static List<Integer> frequent(Column column, int[] rows) {
    Map<String, Integer> firsts = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int row : rows) {
      String cell = text(column, row);
      firsts.putIfAbsent(cell, row);
      counts.merge(cell, 1, Integer::sum);
    }
    return firsts.keySet().stream()
        .sorted(
            Comparator.comparing((String cell) -> -counts.getOrDefault(cell, 0))
                .thenComparing(CategoryOrder.COMPARATOR))
        .map(cell -> firsts.getOrDefault(cell, 0))
        .toList();
  }
}
