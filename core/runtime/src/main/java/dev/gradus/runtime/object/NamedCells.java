package dev.gradus.runtime.object;

import java.util.List;
import java.util.Map;

/** The cells of a row, by the index of a column in a known list of names. */
public interface NamedCells {

  /**
   * A cell.
   *
   * @param column its index among the columns, from 0
   * @return missing if the row has no value for it
   * @throws dev.gradus.runtime.problem.DataException if the value cannot be a cell
   */
  Cell cell(int column);

  /** The names of all values of the row, including those that are not columns; for messages. */
  List<String> names();

  /**
   * The cells of a map.
   *
   * @param columns the names of the columns
   */
  static NamedCells of(Map<String, ?> map, List<String> columns) {
    return new NamedCells() {
      @Override
      public Cell cell(int column) {
        String name = columns.get(column);
        Object value = map.get(name);
        return value == null ? Cell.MISSING : Cell.of(name, value);
      }

      @Override
      public List<String> names() {
        // A raw map may have keys that are not strings.
        return ((Map<?, ?>) map).keySet().stream().map(String::valueOf).toList();
      }
    };
  }

  /**
   * The cells of numbers, one for each column.
   *
   * @param numbers NaN where a number is missing
   * @param columns the names of the columns
   */
  static NamedCells of(double[] numbers, List<String> columns) {
    return new NamedCells() {
      @Override
      public Cell cell(int column) {
        return Cell.of(columns.get(column), numbers[column]);
      }

      @Override
      public List<String> names() {
        return columns;
      }
    };
  }
}
