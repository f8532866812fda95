package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which rows of a table repeat an earlier row in all columns: {@link Column#value} says which cells
 * are equal, and missing cells equal each other.
 */
public final class EqualRows {

  /** An odd number with bits everywhere: the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** For each row, the index of the first row that equals it: its own, if it repeats none. */
  private final int[] firstOf;

  private final int[] firsts;

  private EqualRows(int[] firstOf) {
    this.firstOf = firstOf;
    firsts = IntStream.range(0, firstOf.length).filter(row -> firstOf[row] == row).toArray();
  }

  /** Compares the rows of a table. */
  public static EqualRows of(Table table) {
    List<Column> columns = table.columns();
    long[] hashes = new long[table.rows()];
    for (Column column : columns) {
      for (int row = 0; row < hashes.length; row++) {
        hashes[row] = (hashes[row] ^ hashOf(column, row)) * SPREAD;
        hashes[row] ^= hashes[row] >>> Integer.SIZE;
      }
    }
    Set<Long> repeated = repeated(hashes);
    Map<Long, List<Integer>> firsts = new HashMap<>();
    int[] firstOf = IntStream.range(0, hashes.length).toArray();
    for (int row = 0; row < hashes.length && !repeated.isEmpty(); row++) {
      if (repeated.contains(hashes[row])) {
        List<Integer> alike = firsts.computeIfAbsent(hashes[row], hash -> new ArrayList<>());
        int own = row;
        firstOf[row] =
            alike.stream().filter(first -> equal(columns, first, own)).findFirst().orElse(row);
        if (firstOf[row] == row) {
          alike.add(row);
        }
      }
    }
    return new EqualRows(firstOf);
  }

  private static Set<Long> repeated(long[] hashes) {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    Set<Long> repeated = new HashSet<>();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        repeated.add(sorted[i]);
      }
    }
    return repeated;
  }

  /** A number that is the same for equal cells; adding 0 makes -0 equal to 0. */
  private static long hashOf(Column column, int row) {
    return column instanceof NumericColumn numbers && !numbers.losesDigits(row)
        ? Double.doubleToLongBits(column.number(row) + 0.0)
        : column.value(row).hashCode();
  }

  private static boolean equal(List<Column> columns, int one, int other) {
    return columns.stream().allMatch(column -> column.value(one).equals(column.value(other)));
  }

  /** The number of rows that repeat an earlier one. */
  public int repeats() {
    return firstOf.length - firsts.length;
  }

  /** The rows that repeat no earlier one, ascending; a copy. */
  public int[] firsts() {
    return firsts.clone();
  }

  /**
   * Gives every row to the part of the first row that equals it.
   *
   * @param ofFirsts divides the rows of {@link #firsts}, in their order
   */
  public Split spread(Split ofFirsts) {
    int[] placeOf = new int[firstOf.length];
    for (int i = 0; i < firsts.length; i++) {
      placeOf[firsts[i]] = i;
    }
    int[] places = Arrays.stream(firstOf).map(first -> placeOf[first]).toArray();
    return ofFirsts.spread(places);
  }
}
