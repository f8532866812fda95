package dev.gradus.runtime.object;

import java.util.List;
import java.util.Map;

/** The cells of a row, by the places of columns whose names are known. */
public interface NamedCells {

  /**
   * A cell.
   *
   * @param column its place among the columns, counted from 0
   * @return missing if the row has nothing for it
   * @throws dev.gradus.runtime.problem.DataException if what the row has is no cell
   */
  Cell cell(int column);

  /** The names of all that the row has, among them such as are no columns; for messages. */
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
        // Whoever has a map without types may have other keys in it.
        return ((Map<?, ?>) map).keySet().stream().map(String::valueOf).toList();
      }
    };
  }

  /**
   * The cells of numbers, one for each column.
   *
   * @param numbers NaN where one is missing
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
