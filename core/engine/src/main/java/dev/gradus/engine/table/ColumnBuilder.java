package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.problem.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Collects the cells of a column of a file: numbers if all of them are numbers, otherwise strings.
 *
 * <p>A number whose text is not its plain one ({@code 7.0}, {@code 007}) keeps that text, because
 * the column may hold names. If memory is too short for that, the original text of the column's
 * numbers is dropped, and requests for it fail: the plain text could be a different name.
 */
final class ColumnBuilder {

  /** The memory of an empty column in bytes: names, lists, maps. */
  private static final int BYTES_PER_COLUMN = 500;

  /** Unused capacity of up to one row in this many is kept. */
  private static final int LEAST_ROOM = 16;

  private final String name;
  private final NumberStyle style;
  private boolean numeric = true;
  private Numbers numbers = new Numbers();

  /** The number of rows that there is room for. */
  private int capacity;

  /** Empty if they did not fit into memory. */
  private Optional<Spellings> spellings;

  private int[] codes = new int[0];
  private final TextCodes texts = new TextCodes();
  private int rows;

  ColumnBuilder(String name, int capacity) {
    this(name, capacity, NumberStyle.USUAL);
  }

  /** A column whose numbers are written in some style. */
  ColumnBuilder(String name, int capacity, NumberStyle style) {
    this.name = name;
    this.capacity = capacity;
    this.style = style;
    this.spellings = Optional.of(new Spellings(style.decimalSign()));
  }

  /** About how much memory a column without rows takes, in bytes. */
  static double bytesOfEmpty(String name, int capacity) {
    return BYTES_PER_COLUMN + 2.0 * name.length() + (double) capacity * Double.BYTES;
  }

  /** About how much memory the column takes now, in bytes. */
  double bytes() {
    return bytesOfEmpty(name, 0)
        + numbers.bytes()
        + (double) codes.length * Integer.BYTES
        + spellings.map(Spellings::bytes).orElse(0L)
        + texts.bytes();
  }

  /**
   * Makes room for rows in all columns of a table.
   *
   * @param besides the memory of the table without its columns, in bytes
   * @throws DataException if they do not fit into memory
   */
  static void reserve(
      List<ColumnBuilder> columns, int capacity, double besides, MemoryForecast memory) {
    if (memory.dropsTexts() && !memory.fits(besides + bytesOf(columns, capacity))) {
      columns.forEach(column -> column.spellings = Optional.empty());
    }
    memory.check(besides + bytesOf(columns, capacity));
    columns.forEach(column -> column.reserve(capacity));
  }

  private static double bytesOf(List<ColumnBuilder> columns, int capacity) {
    return columns.stream().mapToDouble(column -> column.bytesWith(capacity)).sum();
  }

  private void reserve(int needed) {
    capacity = needed;
    if (!numeric) {
      codes = Arrays.copyOf(codes, needed);
    }
  }

  /** The approximate memory of the column for a number of rows, in bytes. */
  double bytesWith(int capacity) {
    double growth = rows == 0 ? 1 : (double) capacity / rows;
    return numeric
        ? numbers.bytesWith(capacity) + spellings.map(Spellings::bytes).orElse(0L) * growth
        : (double) capacity * Integer.BYTES + texts.bytes() * (repeats() ? 1 : growth);
  }

  /** A column where most rows repeat earlier strings will have few new ones. */
  private boolean repeats() {
    return texts.size() < rows / 2;
  }

  /**
   * Adds a cell.
   *
   * @param length 0 if the cell is missing
   */
  void add(char[] chars, int from, int length) {
    if (numeric) {
      addNumber(chars, from, length);
    } else {
      addText(chars, from, length);
    }
  }

  /** The name of the column. */
  String name() {
    return name;
  }

  /** The number of cells. */
  int rows() {
    return rows;
  }

  /** Whether all cells so far are numbers. */
  boolean isNumeric() {
    return numeric;
  }

  /** Adds a number; NaN if it is missing. */
  void add(double number) {
    if (numeric) {
      numbers.add(number);
      rows++;
    } else {
      char[] chars = Double.isNaN(number) ? new char[0] : NumberText.plain(number).toCharArray();
      addText(chars, 0, chars.length);
    }
  }

  /** Adds the first of other numbers to a numeric column; they are written plainly. */
  void addNumbers(GrowingNumbers more, int count) {
    numbers.addAll(more, count);
    rows += count;
  }

  /** Keeps how the number of a row is written. */
  void spell(int row, char[] chars, int from, int length) {
    spellings.ifPresent(kept -> kept.put(row, chars, from, length));
  }

  private void addNumber(char[] chars, int from, int length) {
    double number = style.parse(chars, from, length);
    if (Double.isNaN(number) && length > 0) {
      turnIntoTexts();
      addText(chars, from, length);
      return;
    }
    if (spellings.isPresent() && length > 0 && !style.isPlain(chars, from, length, number)) {
      spellings.get().put(rows, chars, from, length);
    }
    numbers.add(number);
    rows++;
  }

  private void addText(char[] chars, int from, int length) {
    codes[rows] = texts.codeOf(chars, from, length);
    rows++;
  }

  private void turnIntoTexts() {
    numbers.trim();
    NumericColumn written = new NumericColumn(name, numbers, rows, spellings);
    codes = new int[capacity];
    for (int row = 0; row < rows; row++) {
      codes[row] = texts.codeOf(written.text(row));
    }
    numbers = new Numbers();
    spellings = Optional.empty();
    numeric = false;
  }

  /** Whether so little capacity is unused that it is kept, rather than all cells copied. */
  private boolean isFull() {
    return codes.length <= rows + rows / LEAST_ROOM;
  }

  /** The column; the builder is empty afterwards, so that its memory is free. */
  Column build() {
    Column built =
        numeric
            ? new NumericColumn(name, trimmed(), rows, spellings)
            : new TextColumn(
                name,
                new CodedTexts(isFull() ? codes : Arrays.copyOf(codes, rows), texts.texts()),
                rows,
                style);
    numbers = new Numbers();
    codes = new int[0];
    return built;
  }

  private Numbers trimmed() {
    numbers.trim();
    return numbers;
  }
}
