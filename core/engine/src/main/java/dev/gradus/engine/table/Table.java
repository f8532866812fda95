package dev.gradus.engine.table;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.ejml.data.DMatrix;
import org.ejml.data.DMatrixSparse;
import org.ejml.data.FMatrix;
import org.ejml.data.FMatrixSparse;

/** Rows of named columns, read from a file or created in Java; immutable. */
public final class Table {

  private final List<Column> columns;
  private final Map<String, Column> byName = new LinkedHashMap<>();
  private final Optional<String> file;

  /** Per row the line of the file in which it begins, counted from 1. */
  private final IntUnaryOperator lines;

  /** The folder of the file that holds the cells; empty if they are in memory. */
  private final Optional<Path> folder;

  private final boolean expendable;

  private Table(
      List<? extends Column> columns,
      Optional<String> file,
      IntUnaryOperator lines,
      Optional<Path> folder,
      boolean expendable) {
    TableChecks.checkColumns(columns);
    this.columns = List.copyOf(columns);
    this.columns.forEach(column -> byName.put(column.name(), column));
    this.file = file;
    this.lines = lines;
    this.folder = folder;
    this.expendable = expendable;
  }

  /**
   * A table of columns.
   *
   * @param columns at least one, with distinct names and the same number of rows, at least one
   * @throws DataException if these rules are violated
   */
  public static Table of(List<? extends Column> columns) {
    requireNonNull(columns, "columns must not be null");
    return new Table(columns, Optional.empty(), row -> row + 1, Optional.empty(), false);
  }

  /** A table of columns, as {@link #of(List)}. */
  public static Table of(Column... columns) {
    return of(listOf(columns));
  }

  /**
   * A table of numbers, row by row.
   *
   * @param names the names of the columns
   * @param rows each with one number per column, NaN where a cell is missing; copied
   * @throws DataException if a number is infinite, or a row is too long or too short
   */
  public static Table ofRows(List<String> names, double[][] rows) {
    requireNonNull(names, "names must not be null");
    requireNonNull(rows, "rows must not be null");
    double[][] transposed = new double[names.size()][rows.length];
    for (int i = 0; i < rows.length; i++) {
      TableChecks.checkWidth(rows[i], i, names.size());
      for (int j = 0; j < names.size(); j++) {
        transposed[j][i] = rows[i][j];
      }
    }
    return ofColumns(names, transposed);
  }

  /**
   * A table of records, or of beans.
   *
   * <p>The components of a record are the columns, and so are the properties of a bean: {@code
   * width} where it has a public method {@code getWidth()}. Numbers are numbers; strings, enum
   * constants, and booleans as {@code true} and {@code false}, are strings. A column of strings
   * that are all numbers is numeric, as in a file. {@code null}, NaN, an empty text and an empty
   * {@link Optional} are missing cells.
   *
   * @param rows at least one, all of one class; copied
   * @throws DataException if there are no rows, a value is neither a number nor a string, a number
   *     is infinite, or the class cannot be read from outside its module
   */
  public static Table ofObjects(List<?> rows) {
    return ObjectTable.ofObjects(requireNonNull(rows, "rows must not be null"));
  }

  /**
   * A table of maps from the names of columns to values, as {@link #ofObjects}.
   *
   * @param rows at least one; what a map lacks is a missing cell; copied
   * @throws DataException as {@link #ofObjects}
   */
  public static Table ofMaps(List<? extends Map<String, ?>> rows) {
    return ObjectTable.ofMaps(requireNonNull(rows, "rows must not be null"));
  }

  /**
   * A table of the numbers of an EJML matrix, with the rows and columns of the matrix.
   *
   * @param names the names of the columns
   * @param matrix dense or sparse, with at least one row; copied. NaN is a missing cell
   * @throws DataException if there are more or fewer names than columns, or a number is infinite
   */
  public static Table ofMatrix(List<String> names, FMatrix matrix) {
    requireNonNull(names, "names must not be null");
    requireNonNull(matrix, "matrix must not be null");
    TableChecks.checkNames(names, matrix);
    double[][] columns = new double[names.size()][matrix.getNumRows()];
    if (matrix instanceof FMatrixSparse sparse) {
      sparse.createCoordinateIterator().forEachRemaining(at -> columns[at.col][at.row] = at.value);
    } else {
      for (int j = 0; j < columns.length; j++) {
        int column = j;
        Arrays.setAll(columns[j], row -> matrix.unsafe_get(row, column));
      }
    }
    return ofColumns(names, columns);
  }

  /** A table of the numbers of a matrix in {@code double}, as {@link #ofMatrix(List, FMatrix)}. */
  public static Table ofMatrix(List<String> names, DMatrix matrix) {
    requireNonNull(names, "names must not be null");
    requireNonNull(matrix, "matrix must not be null");
    TableChecks.checkNames(names, matrix);
    double[][] columns = new double[names.size()][matrix.getNumRows()];
    if (matrix instanceof DMatrixSparse sparse) {
      sparse.createCoordinateIterator().forEachRemaining(at -> columns[at.col][at.row] = at.value);
    } else {
      for (int j = 0; j < columns.length; j++) {
        int column = j;
        Arrays.setAll(columns[j], row -> matrix.unsafe_get(row, column));
      }
    }
    return ofColumns(names, columns);
  }

  private static Table ofColumns(List<String> names, double[][] columns) {
    return of(
        IntStream.range(0, columns.length)
            .mapToObj(j -> Column.of(names.get(j), columns[j]))
            .toList());
  }

  /**
   * The same rows with further columns appended, such as a target.
   *
   * @param more columns with new names, and as many rows
   * @throws DataException if a name or the number of rows does not fit
   */
  public Table with(Column... more) {
    List<Column> all = new ArrayList<>(columns);
    all.addAll(listOf(more));
    return new Table(all, file, lines, folder, expendable);
  }

  /**
   * The same cells under other names.
   *
   * @param names one for each column, each only once
   * @throws DataException if there are more or fewer names than columns, or a name occurs twice
   */
  public Table renamed(List<String> names) {
    requireNonNull(names, "names must not be null");
    if (names.size() != columns.size()) {
      throw new DataException(
          origin(),
          "%s names cannot be given to %s columns".formatted(names.size(), columns.size()));
    }
    return new Table(
        IntStream.range(0, names.size()).mapToObj(i -> columns.get(i).named(names.get(i))).toList(),
        file,
        lines,
        folder,
        expendable);
  }

  private static List<Column> listOf(Column... columns) {
    requireNonNull(columns, "columns must not be null");
    for (Column column : columns) {
      requireNonNull(column, "a column must not be null");
    }
    return List.of(columns);
  }

  /** The same rows with the columns of another table appended, as {@link #with(Column...)}. */
  public Table with(Table more) {
    requireNonNull(more, "more must not be null");
    return with(more.columns.toArray(Column[]::new));
  }

  /**
   * A table that was read from a file; takes over the array.
   *
   * @param lines per row the line of the file in which it begins, counted from 1
   */
  static Table ofFile(String file, List<? extends Column> columns, int[] lines) {
    return new Table(columns, Optional.of(file), row -> lines[row], Optional.empty(), false);
  }

  /**
   * A table whose cells are in a file of the cache.
   *
   * @param file its name in messages
   * @param lines per row the line of the file in which it begins, counted from 1
   * @param folder the folder of the cache
   */
  static Table stored(
      String file, List<? extends Column> columns, IntUnaryOperator lines, Path folder) {
    return new Table(columns, Optional.of(file), lines, Optional.of(folder), false);
  }

  /**
   * A table that a data source has read.
   *
   * @param origin its name in messages
   * @param before the number of rows of the source before those of the table
   */
  static Table ofSource(String origin, List<? extends Column> columns, long before) {
    int[] rows = new int[columns.get(0).rows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (int) Math.min(before + i + 1, Integer.MAX_VALUE);
    }
    return new Table(columns, Optional.of(origin), row -> rows[row], Optional.empty(), false);
  }

  /**
   * The rows without missing cells in the selected columns.
   *
   * @param counts whether rows with a missing cell in a column, by its name, are dropped
   * @throws DataException if no row is left
   */
  public Table withoutMissing(Predicate<String> counts) {
    requireNonNull(counts, "counts must not be null");
    List<Column> looked = columns.stream().filter(column -> counts.test(column.name())).toList();
    int[] kept =
        IntStream.range(0, rows())
            .filter(row -> looked.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    if (kept.length == 0) {
      throw new DataException(
          origin(), "a cell is missing in every row, so no row is left; fill them (missing: fill)");
    }
    return kept.length == rows() ? this : select(kept);
  }

  /**
   * Some of the rows.
   *
   * @param rows their indices, at least one, in the order wanted; not modified
   * @throws DataException if there are none
   */
  public Table select(int[] rows) {
    requireNonNull(rows, "rows must not be null");
    int[] kept = rows.clone();
    return new Table(
        columns.stream().map(column -> rowsOf(column, kept)).toList(),
        file,
        folder.isPresent() ? row -> lines.applyAsInt(kept[row]) : linesOf(kept),
        folder,
        expendable);
  }

  private IntUnaryOperator linesOf(int[] rows) {
    int[] own = Arrays.stream(rows).map(lines).toArray();
    return row -> own[row];
  }

  /** All columns share one array of rows. */
  private static Column rowsOf(Column column, int[] rows) {
    return column instanceof NumericColumn numbers
        ? numbers.at(rows)
        : ((TextColumn) column).at(rows);
  }

  /**
   * The folder that holds the cells, if they did not fit into memory. What is made of them does not
   * fit either, and may be kept there too.
   */
  public Optional<Path> folder() {
    return folder;
  }

  /**
   * The same table for one training alone, which frees the memory of rows as soon as it has
   * prepared them. Neither table can be used for anything else.
   */
  public Table expendable() {
    return new Table(columns, file, lines, folder, true);
  }

  /** Whether it is {@link #expendable()}. */
  public boolean isExpendable() {
    return expendable;
  }

  /**
   * Frees the memory of cells, as far as possible, if the table is {@link #expendable()}. They must
   * not be read again.
   *
   * @param rows the number of rows, from the first one
   * @param which whether the cells of a column are freed, by its name
   */
  public void release(int rows, Predicate<String> which) {
    requireNonNull(which, "which must not be null");
    if (expendable) {
      for (Column column : columns) {
        if (column instanceof NumericColumn numbers && which.test(column.name())) {
          numbers.release(rows);
        }
      }
    }
  }

  /** The number of rows, at least one. */
  public int rows() {
    return columns.get(0).rows();
  }

  /** The columns in their order. */
  public List<Column> columns() {
    return columns;
  }

  /** The names of the columns in their order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The column of that name, if there is one. */
  public Optional<Column> find(String name) {
    return Optional.ofNullable(byName.get(requireNonNull(name, "name must not be null")));
  }

  /**
   * The column of that name.
   *
   * @throws DataException if there is no such column; its message lists the columns, and suggests a
   *     similar one
   */
  public Column column(String name) {
    return column(name, Set.of());
  }

  /**
   * The same.
   *
   * @param taken names of other columns, which are not suggested
   */
  public Column column(String name, Set<String> taken) {
    requireNonNull(taken, "taken must not be null");
    return find(name).orElseThrow(() -> new DataException(origin(), missing(name, taken)));
  }

  private String missing(String name, Set<String> taken) {
    return ColumnNames.isNumber(name)
        ? "there is no column %s: columns are numbered from 1, and there are %s: %s"
            .formatted(name, columns.size(), ColumnNames.list(names()))
        : "there is no column '%s'.%s The columns are: %s"
            .formatted(
                name, ColumnNames.didYouMean(name, names(), taken), ColumnNames.list(names()));
  }

  /**
   * The name of a column that is given by its name or, if no column has that name, by its number,
   * from 1.
   *
   * @return the argument, if there is no such column
   */
  public String nameOf(String nameOrNumber) {
    requireNonNull(nameOrNumber, "nameOrNumber must not be null");
    if (find(nameOrNumber).isPresent() || !ColumnNames.isNumber(nameOrNumber)) {
      return nameOrNumber;
    }
    int number = Integer.parseInt(nameOrNumber);
    return number >= 1 && number <= columns.size() ? columns.get(number - 1).name() : nameOrNumber;
  }

  /** The origin of the table, for messages: the name of its file, or {@code the table}. */
  public String origin() {
    return file.orElse("the table");
  }

  /**
   * The line of the file in which a row begins, or the number of the row if there is no file;
   * counted from 1.
   */
  public int lineOf(int row) {
    return lines.applyAsInt(row);
  }

  /** The place of a row, for messages: {@code iris.csv:12}, or {@code row 12}. */
  public String placeOf(int row) {
    return file.map(name -> name + ":" + lineOf(row)).orElseGet(() -> "row " + lineOf(row));
  }
}
