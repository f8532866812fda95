package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.BooleanWords;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The auxiliary columns of losses and metrics: the unscaled numbers of the columns that they name.
 */
public final class AuxiliaryColumns {

  /** No columns. */
  public static final AuxiliaryColumns NONE = new AuxiliaryColumns(Map.of());

  private final Map<AuxiliaryColumn, double[]> numbers;

  private AuxiliaryColumns(Map<AuxiliaryColumn, double[]> numbers) {
    this.numbers = numbers;
  }

  /**
   * Reads the cells of some rows.
   *
   * @param wanted the columns, by their names in the table
   * @param declared the declared columns; those that are boolean define words for yes and no
   * @param rows in the order wanted; not modified
   * @throws DataException naming the first column that does not exist, or the first cell that is
   *     missing or invalid for its column
   */
  public static AuxiliaryColumns of(
      Table table,
      Collection<AuxiliaryColumn> wanted,
      Map<String, ColumnSpec> declared,
      int[] rows) {
    if (wanted.isEmpty()) {
      return NONE;
    }
    Map<AuxiliaryColumn, double[]> numbers = new LinkedHashMap<>();
    for (AuxiliaryColumn each : wanted) {
      numbers.put(each, read(table, each, declared, rows));
    }
    return new AuxiliaryColumns(numbers);
  }

  /**
   * The given numbers of columns.
   *
   * @param columns without duplicates
   * @param numbers for each column one number per example; not copied
   */
  public static AuxiliaryColumns of(List<AuxiliaryColumn> columns, double[][] numbers) {
    Map<AuxiliaryColumn, double[]> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      byColumn.put(columns.get(i), numbers[i]);
    }
    return columns.isEmpty() ? NONE : new AuxiliaryColumns(byColumn);
  }

  private static double[] read(
      Table table, AuxiliaryColumn wanted, Map<String, ColumnSpec> declared, int[] rows) {
    Column column = columnOf(table, wanted);
    for (int row : rows) {
      if (column.isMissing(row)) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' has an empty cell here, but the loss or a metric needs a value; fill it, remove the row, or drop such rows (missing: drop)"
                .formatted(column.name()));
      }
    }
    return switch (wanted.meaning()) {
      case NUMBER -> numbers(table, column, wanted, rows);
      case YES_NO -> answers(table, column, Optional.ofNullable(declared.get(column.name())), rows);
      case GROUP -> groups(column, rows);
    };
  }

  private static Column columnOf(Table table, AuxiliaryColumn wanted) {
    String name = table.nameOf(wanted.name());
    return table
        .find(name)
        .orElseThrow(
            () ->
                new DataException(
                    table.origin(),
                    "there is no column '%s', which the loss or a metric needs.%s The columns are: %s"
                        .formatted(
                            name,
                            ColumnNames.didYouMean(name, table.names()),
                            ColumnNames.list(table.names()))));
  }

  private static double[] numbers(Table table, Column column, AuxiliaryColumn wanted, int[] rows) {
    double[] numbers = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      numbers[i] = column.number(rows[i]);
      if (!wanted.range().contains(numbers[i])) {
        throw new DataException(
            table.placeOf(rows[i]),
            "column '%s' must contain a number %s for the loss or a metric, but here it has '%s'; correct the cell, or remove the row"
                .formatted(column.name(), wanted.range(), column.text(rows[i])));
      }
    }
    return numbers;
  }

  private static double[] answers(
      Table table, Column column, Optional<ColumnSpec> declared, int[] rows) {
    BooleanWords words =
        declared.orElseGet(BooleanSpec::new) instanceof BooleanSpec own
            ? BooleanWords.of(own.positive(), own.negative())
            : BooleanWords.of(List.of(), List.of());
    double[] answers = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      answers[i] = BooleanCells.value(words, column, rows[i]);
      if (Double.isNaN(answers[i])) {
        throw new DataException(
            table.placeOf(rows[i]),
            "column '%1$s' must be boolean for the loss or a metric, but here it has '%2$s', which is not among its words (%3$s); correct the cell, or name the words (columns: {%1$s: {boolean: {positive: …, negative: …}}})"
                .formatted(column.name(), column.text(rows[i]), words));
      }
    }
    return answers;
  }

  /** Numbers the groups in the order in which they appear. */
  private static double[] groups(Column column, int[] rows) {
    Map<Object, Integer> places = new HashMap<>();
    double[] groups = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      groups[i] = places.computeIfAbsent(column.value(rows[i]), unused -> places.size());
    }
    return groups;
  }

  /** Whether there are no columns. */
  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** The names of the columns. */
  public Set<AuxiliaryColumn> columns() {
    return numbers.keySet();
  }

  /**
   * The numbers of some columns.
   *
   * @param wanted names among these columns
   * @return for each column the numbers of all examples; not to be modified
   * @throws IllegalArgumentException if there is no such column
   */
  public double[][] of(List<AuxiliaryColumn> wanted) {
    double[][] found = new double[wanted.size()][];
    for (int i = 0; i < found.length; i++) {
      double[] column = numbers.get(wanted.get(i));
      if (column == null) {
        throw new IllegalArgumentException(
            "the examples have no column '%s'".formatted(wanted.get(i).name()));
      }
      found[i] = column;
    }
    return found;
  }

  /**
   * A copy of the columns for some examples.
   *
   * @param rows in the order wanted; not modified
   */
  public AuxiliaryColumns select(int[] rows) {
    return changed(column -> Arrays.stream(rows).mapToDouble(row -> column[row]).toArray());
  }

  /** A copy of the columns for a range of examples, counted from 0; the end is excluded. */
  public AuxiliaryColumns part(int from, int to) {
    return changed(column -> Arrays.copyOfRange(column, from, to));
  }

  /**
   * Copies the columns of the first examples.
   *
   * @param rows the number of examples
   * @param room the same columns, possibly with fewer rows, or {@link #NONE} if there are no
   *     columns; overwritten
   * @return that room, or a larger one if it was too small
   */
  public AuxiliaryColumns copyOfFirst(int rows, AuxiliaryColumns room) {
    AuxiliaryColumns into =
        numbers.keySet().equals(room.numbers.keySet())
                && room.numbers.values().stream().allMatch(column -> column.length >= rows)
            ? room
            : room(rows);
    numbers.forEach(
        (column, values) -> System.arraycopy(values, 0, into.numbers.get(column), 0, rows));
    return into;
  }

  /** The same columns with zeros, for a number of rows. */
  public AuxiliaryColumns room(int rows) {
    return changed(column -> new double[rows]);
  }

  private AuxiliaryColumns changed(UnaryOperator<double[]> change) {
    if (isEmpty()) {
      return NONE;
    }
    Map<AuxiliaryColumn, double[]> changed = new LinkedHashMap<>();
    numbers.forEach((column, values) -> changed.put(column, change.apply(values)));
    return new AuxiliaryColumns(changed);
  }
}
