package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The ranges of the input columns in the rows that a network was trained on: of numbers, and of
 * dates, unless the network only sees their place in a cycle, such as the month.
 *
 * @param byColumn by the name of the column
 */
public record SeenRanges(Map<String, SeenRange> byColumn) {

  /** The number of rows whose quantities are in memory at once. */
  private static final int ROWS_AT_ONCE = 1 << 12;

  /** No ranges are known. */
  public static final SeenRanges NONE = new SeenRanges(Map.of());

  public SeenRanges {
    byColumn = Collections.unmodifiableMap(new LinkedHashMap<>(byColumn));
  }

  /**
   * The ranges in some rows of a table.
   *
   * @param rows not modified; missing cells do not count
   */
  public static SeenRanges of(Preparation preparation, Table table, int[] rows) {
    Map<String, SeenRange> ranges = new LinkedHashMap<>();
    for (PreparedColumn input : preparation.inputs()) {
      table
          .find(input.name())
          .flatMap(column -> Quantities.of(input, column))
          .filter(Quantities::goOn)
          .flatMap(quantities -> range(quantities, rows))
          .ifPresent(range -> ranges.put(input.name(), range));
    }
    return new SeenRanges(ranges);
  }

  private static Optional<SeenRange> range(Quantities quantities, int[] rows) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    double[] some = new double[Math.min(rows.length, ROWS_AT_ONCE)];
    for (int from = 0; from < rows.length; from += Math.min(ROWS_AT_ONCE, rows.length - from)) {
      int count = Math.min(ROWS_AT_ONCE, rows.length - from);
      quantities.copy(rows, from, from + count, some);
      for (int i = 0; i < count; i++) {
        if (!Double.isNaN(some[i])) {
          least = Math.min(least, some[i]);
          largest = Math.max(largest, some[i]);
        }
      }
    }
    return least <= largest ? Optional.of(new SeenRange(least, largest)) : Optional.empty();
  }

  /** The ranges that hold these and others. */
  public SeenRanges and(SeenRanges others) {
    Map<String, SeenRange> both = new LinkedHashMap<>(byColumn);
    others.byColumn.forEach((column, range) -> both.merge(column, range, SeenRange::and));
    return new SeenRanges(both);
  }

  /**
   * The cells unlike those of the training data, row by row: numbers and dates outside of the
   * range, and names that the model does not know, or counts among the rest. A number whose range
   * is unknown counts if it {@link PreparedColumn#isFar is far}.
   *
   * @param table with the columns of the inputs
   * @return for each row, in the order of the inputs
   */
  public List<List<UnseenCell>> unseen(Preparation preparation, Table table) {
    List<List<UnseenCell>> unseen = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      unseen.add(new ArrayList<>());
    }
    for (PreparedColumn input : preparation.inputs()) {
      Column column = table.column(input.name());
      Test test = test(input, column);
      for (int row = 0; row < table.rows(); row++) {
        if (!column.isMissing(row) && test.isUnseen().test(row)) {
          unseen
              .get(row)
              .add(new UnseenCell(input.name(), DateCells.text(column, row), test.seen()));
        }
      }
    }
    return unseen;
  }

  /**
   * Tests the cells of a column that are not missing.
   *
   * @param seen what was seen instead
   */
  private record Test(IntPredicate isUnseen, String seen) {}

  private Test test(PreparedColumn input, Column column) {
    Optional<SeenRange> known = Optional.ofNullable(byColumn.get(input.name()));
    Optional<Quantities> quantities = Quantities.of(input, column);
    if (known.isPresent() && quantities.isPresent()) {
      SeenRange range = known.get();
      Quantities cells = quantities.get();
      return new Test(
          row -> !range.holds(cells.of(row)),
          "%s to %s".formatted(cells.text(range.least()), cells.text(range.largest())));
    }
    if (input instanceof CategoryColumn names) {
      CategoryPlaces places = new CategoryPlaces(names.categories());
      return new Test(row -> places.of(column.text(row)) == CategoryColumn.UNKNOWN, "");
    }
    return quantities.isPresent()
        ? new Test(row -> input.isFar(column.number(row)), input.learnedFrom())
        : new Test(EncodedCells.unknown(input, column), "");
  }
}
