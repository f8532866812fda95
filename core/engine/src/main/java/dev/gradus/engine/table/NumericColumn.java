package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.problem.DataException;
import java.math.BigDecimal;
import java.util.Optional;

/** A column whose cells are all numbers, or missing. */
public final class NumericColumn implements Column {

  /** The first size of a number from which on not every whole number is a double. */
  public static final double FIRST_INEXACT = 1L << 53;

  /** The number of decimal digits that a double always preserves. */
  private static final int EXACT_DIGITS = 15;

  /**
   * The number of rows whose numbers are copied at once; they fit into the cache of a processor.
   */
  private static final int SOME_ROWS = 1 << 12;

  private final String name;
  private final NumberCells numbers;
  private final int rows;
  private final Optional<? extends SpelledCells> spellings;

  /**
   * Takes over what it is given.
   *
   * @param numbers no more are added to them
   * @param spellings the text of the cells that are not written plainly; empty if unknown
   */
  NumericColumn(
      String name, NumberCells numbers, int rows, Optional<? extends SpelledCells> spellings) {
    this.name = TableChecks.checkName(name);
    this.numbers = numbers;
    this.rows = rows;
    this.spellings = spellings;
  }

  static NumericColumn ofFinite(String name, double[] numbers) {
    double[] copy = numbers.clone();
    for (int row = 0; row < copy.length; row++) {
      TableChecks.checkFinite(copy[row], row, name);
    }
    return ofPlain(name, copy);
  }

  /** Takes over numbers that are written plainly; NaN where a cell is missing. */
  static NumericColumn ofPlain(String name, double[] numbers) {
    return new NumericColumn(
        name, new Numbers(numbers), numbers.length, Optional.of(new Spellings()));
  }

  @Override
  public NumericColumn named(String other) {
    return new NumericColumn(other, numbers, rows, spellings);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(numbers.get(row));
  }

  @Override
  public String text(int row) {
    double number = numbers.get(row);
    if (Double.isNaN(number)) {
      return "";
    }
    String spelled = spellings.orElseThrow(this::textsDidNotFit).get(row, number);
    return spelled.isEmpty() ? NumberText.plain(number) : spelled;
  }

  /** Whether the original text of the numbers is known. */
  public boolean hasTexts() {
    return spellings.isPresent();
  }

  private DataException textsDidNotFit() {
    return new DataException(
        "",
        "column '%s' is needed as it is written in the file, but there was not enough memory to keep the spelling of its numbers (007, 2.50); give the process more (java -Xmx), or, if they are not names, declare the column numeric, or ignore it"
            .formatted(name));
  }

  @Override
  public double number(int row) {
    return numbers.get(row);
  }

  @Override
  public Object value(int row) {
    // Adding 0 makes -0 equal to 0.
    double number = numbers.get(row) + 0.0;
    if (!(Math.abs(number) >= FIRST_INEXACT)) {
      return number;
    }
    BigDecimal kept = new BigDecimal(NumberText.plain(number));
    if (spellings.isEmpty() && kept.precision() <= EXACT_DIGITS) {
      return number;
    }
    String written = text(row);
    if (Double.isNaN(NumberText.parse(written))) {
      return written;
    }
    BigDecimal exact = new BigDecimal(written).stripTrailingZeros();
    return exact.compareTo(kept) == 0 ? (Object) number : exact;
  }

  /**
   * Whether a cell is written with digits that its number does not keep, as the identifier {@code
   * 1152921504606846977}; see {@link #value}.
   */
  public boolean losesDigits(int row) {
    return Math.abs(numbers.get(row)) >= FIRST_INEXACT && !(value(row) instanceof Double);
  }

  /** Whether any cell {@link #losesDigits(int) loses digits}. */
  public boolean losesDigits() {
    if (!numbers.mayReach(FIRST_INEXACT)) {
      return false;
    }
    double[] some = new double[Math.min(rows, SOME_ROWS)];
    for (int from = 0; from < rows; from += Math.min(SOME_ROWS, rows - from)) {
      int count = Math.min(SOME_ROWS, rows - from);
      copy(from, from + count, some);
      for (int i = 0; i < count; i++) {
        if (Math.abs(some[i]) >= FIRST_INEXACT && losesDigits(from + i)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The numbers in consecutive cells; NaN where one is missing. Takes a fraction of the time of
   * {@link #number} for each of them.
   *
   * @param from the first row
   * @param to the row after the last
   * @param into overwritten from the beginning
   */
  public void copy(int from, int to, double[] into) {
    copy(from, to, into, 0);
  }

  /** The same into another place of the array. */
  void copy(int from, int to, double[] into, int at) {
    numbers.copy(from, to, into, at);
  }

  /**
   * The numbers in some cells; NaN where one is missing.
   *
   * @param rows their indices, of which those from {@code from} to {@code to} count; not modified
   * @param into overwritten from the beginning
   */
  public void copy(int[] rows, int from, int to, double[] into) {
    numbers.copy(rows, from, to, into);
  }

  /** Frees the memory of the first rows, as far as possible; they must not be read again. */
  void release(int rows) {
    numbers.release(rows);
    spellings.ifPresent(kept -> kept.release(rows));
  }

  /** The text of the numbers that are not written plainly, as far as it is known. */
  Optional<? extends SpelledCells> spellings() {
    return spellings;
  }

  @Override
  public NumericColumn select(int[] rows) {
    return at(rows.clone());
  }

  /** As {@link #select}, of rows that are not modified later either. */
  NumericColumn at(int[] rows) {
    return new NumericColumn(
        name, numbers.select(rows), rows.length, spellings.map(kept -> kept.select(rows, numbers)));
  }
}
