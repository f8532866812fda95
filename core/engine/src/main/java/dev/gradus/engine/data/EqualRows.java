package dev.gradus.engine.data;

import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import java.util.List;

/**
 * Which rows of a table repeat an earlier row in all columns: {@link Column#value} says which cells
 * are equal, and missing cells equal each other.
 */
public final class EqualRows {

  /** An odd number with bits everywhere: the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** The number of places in which rows are looked up at first. */
  private static final int FEWEST_PLACES = 1 << 10;

  /** The number of rows whose cells in a column are read at once. */
  private static final int SOME_ROWS = 1 << 12;

  /** The least number of cells for which several threads pay off. */
  private static final long CELLS_FOR_TEAM = 1 << 16;

  /** The maximum array length, slightly below the largest int. */
  private static final int MOST_PLACES = Integer.MAX_VALUE - 8;

  /**
   * The most memory that comparing and dividing takes for each row, in bytes. While rows are
   * compared, these are its hash, the first row that equals it, and the places while they become
   * more.
   */
  public static final int BYTES_PER_ROW = 8 * Integer.BYTES;

  /** For each row, the index of the first row that equals it: its own, if it repeats none. */
  private final int[] firstOf;

  /** The number of rows that repeat no earlier one. */
  private final int different;

  private EqualRows(int[] firstOf, int different) {
    this.firstOf = firstOf;
    this.different = different;
  }

  /** Compares the rows of a table. */
  public static EqualRows of(Table table) {
    List<Column> columns = table.columns();
    int[] hashes = hashes(columns, table.rows());
    int[] firstOf = new int[hashes.length];
    // One more than the row that was found first; 0 where there is none.
    int[] places = new int[FEWEST_PLACES];
    int different = 0;
    for (int row = 0; row < hashes.length; row++) {
      if (different >= places.length / 4 * 3) {
        places = withMore(places, hashes);
      }
      int at = placeOf(hashes[row], places.length);
      while (places[at] != 0
          && !(hashes[places[at] - 1] == hashes[row] && equal(columns, places[at] - 1, row))) {
        at = at + 1 < places.length ? at + 1 : 0;
      }
      if (places[at] == 0) {
        places[at] = row + 1;
        different++;
      }
      firstOf[row] = places[at] - 1;
    }
    return new EqualRows(firstOf, different);
  }

  /** The hashes of all rows, on all processors. */
  private static int[] hashes(List<Column> columns, int rows) {
    int[] hashes = new int[rows];
    boolean small = (long) rows * columns.size() < CELLS_FOR_TEAM;
    try (Team team = new Team(small ? 1 : Runtime.getRuntime().availableProcessors())) {
      double[][] some = new double[team.size()][Math.min(rows, SOME_ROWS)];
      team.run(
          (piece, member) -> hash(columns, piece * SOME_ROWS, hashes, some[member]),
          (int) Math.ceil((double) rows / SOME_ROWS));
    }
    return hashes;
  }

  private static void hash(List<Column> columns, int from, int[] hashes, double[] some) {
    int to = from + Math.min(some.length, hashes.length - from);
    for (Column column : columns) {
      if (column instanceof NumericColumn numbers) {
        numbers.copy(from, to, some);
        for (int row = from; row < to; row++) {
          hashes[row] = mixed(hashes[row], hashOf(numbers, row, some[row - from]));
        }
      } else {
        for (int row = from; row < to; row++) {
          hashes[row] = mixed(hashes[row], column.value(row).hashCode());
        }
      }
    }
  }

  private static int mixed(int hash, long more) {
    long mixed = (hash * SPREAD ^ more) * SPREAD;
    return (int) (mixed ^ mixed >>> Integer.SIZE);
  }

  /** Where the search for a row begins. */
  private static int placeOf(int hash, int places) {
    return (int) ((hash & 0xFFFF_FFFFL) * places >>> Integer.SIZE);
  }

  /** The same rows in twice as many places, as far as an array can have them. */
  private static int[] withMore(int[] places, int[] hashes) {
    if (places.length == MOST_PLACES) {
      return places;
    }
    int[] more = new int[(int) Math.min(2L * places.length, MOST_PLACES)];
    for (int next : places) {
      if (next != 0) {
        int at = placeOf(hashes[next - 1], more.length);
        while (more[at] != 0) {
          at = at + 1 < more.length ? at + 1 : 0;
        }
        more[at] = next;
      }
    }
    return more;
  }

  /** A number that is the same for equal cells; adding 0 makes -0 equal to 0. */
  private static long hashOf(NumericColumn column, int row, double number) {
    return Math.abs(number) >= NumericColumn.FIRST_INEXACT && column.losesDigits(row)
        ? column.value(row).hashCode()
        : Double.doubleToLongBits(number + 0.0);
  }

  private static boolean equal(List<Column> columns, int one, int other) {
    return columns.stream().allMatch(column -> column.value(one).equals(column.value(other)));
  }

  /** The number of rows that repeat an earlier one. */
  public int repeats() {
    return firstOf.length - different;
  }

  /** The rows that repeat no earlier one, ascending; a new array. */
  public int[] firsts() {
    int[] firsts = new int[different];
    int next = 0;
    for (int row = 0; row < firstOf.length; row++) {
      if (firstOf[row] == row) {
        firsts[next++] = row;
      }
    }
    return firsts;
  }

  /**
   * Numbers the different rows from 0, in the order in which they appear.
   *
   * @return for each row the number of the first row that equals it
   */
  int[] numbers() {
    int[] numbers = new int[firstOf.length];
    int next = 0;
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = firstOf[row] == row ? next++ : numbers[firstOf[row]];
    }
    return numbers;
  }

  /**
   * Gives every row to the part of the first row that equals it.
   *
   * @param ofFirsts divides the rows of {@link #firsts}, in their order
   */
  public Split spread(Split ofFirsts) {
    return ofFirsts.spread(numbers());
  }
}
