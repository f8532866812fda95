package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.DateText;
import dev.gradus.runtime.problem.DataException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/** When the rows of a table were, for a split by time: rows of the same time stay together. */
public final class RowTimes {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * The most memory that they take for each row, in bytes, while they are sorted: the times twice,
   * a buffer of the sort, and the places.
   */
  public static final int BYTES_PER_ROW = 3 * Double.BYTES + 2 * Integer.BYTES;

  private final String name;

  /** For each row, the index of its time among all times, the earliest first. */
  private final int[] moments;

  /** For each time, the number of rows before it; at the end, the number of all rows. */
  private final int[] before;

  private RowTimes(String name, double[] times) {
    this.name = name;
    double[] different = times.clone();
    Arrays.sort(different);
    int count = 0;
    for (double time : different) {
      if (count == 0 || time != different[count - 1]) {
        different[count++] = time;
      }
    }
    moments = new int[times.length];
    for (int row = 0; row < moments.length; row++) {
      moments[row] = Arrays.binarySearch(different, 0, count, times[row]);
    }
    before = new int[count + 1];
    for (int moment : moments) {
      before[moment + 1]++;
    }
    Arrays.parallelPrefix(before, Integer::sum);
  }

  /**
   * The times of the rows.
   *
   * @param name the column, of numbers or dates
   * @param declared its declaration; dates must be declared unless they are ISO dates
   * @throws DataException if there is no such column, or a cell is empty or not a time
   */
  public static RowTimes of(Table table, String name, Optional<ColumnSpec> declared) {
    Column column =
        table
            .find(name)
            .orElseThrow(
                () ->
                    new DataException(
                        table.origin(),
                        "there is no column '%s', which data.split.time names.%s The columns are: %s"
                            .formatted(
                                name,
                                ColumnNames.didYouMean(name, table.names()),
                                ColumnNames.list(table.names()))));
    Optional<DateSpec> dates =
        declared.filter(DateSpec.class::isInstance).map(DateSpec.class::cast);
    DateText reader = DateText.of(dates.map(DateSpec::format).orElse(""));
    boolean numbers = column instanceof NumericColumn && dates.isEmpty();
    double[] times = new double[table.rows()];
    for (int row = 0; row < times.length; row++) {
      if (column.isMissing(row)) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' has an empty cell here, but data.split.time needs the time of the row; fill it, remove the row, or drop such rows (missing: drop)"
                .formatted(name));
      }
      // Adding 0 makes -0 equal to 0.
      times[row] = numbers ? column.number(row) + 0.0 : seconds(dateOf(column, row, reader, table));
    }
    return new RowTimes(name, times);
  }

  private static LocalDateTime dateOf(Column column, int row, DateText reader, Table table) {
    return DateCells.read(reader, column, row)
        .orElseThrow(
            () ->
                new DataException(
                    table.placeOf(row),
                    "column '%s' has '%s' here, but data.split.time needs the time of the row; correct the cell, name another column, or declare the format of its dates (columns: {%s: {date: {format: …}}})"
                        .formatted(
                            column.name(), column.text(row), ColumnNames.inYaml(column.name()))));
  }

  private static double seconds(LocalDateTime date) {
    return date.toEpochSecond(ZoneOffset.UTC) + date.getNano() / NANOS_PER_SECOND;
  }

  /** The number of rows. */
  int rows() {
    return moments.length;
  }

  /**
   * Holds out the latest rows.
   *
   * @param wanted how many, at least 1 and below that of all
   * @return whether each row is held out; neither all nor none; as many as wanted, or as near as
   *     rows of the same time allow
   * @throws DataException if all rows have the same time
   */
  boolean[] latest(int wanted) {
    int different = before.length - 1;
    if (different < 2) {
      throw new DataException(
          "",
          "data.split.time: all %s rows have the same time in column '%s', so none is later; name another column, or remove time"
              .formatted(rows(), name));
    }
    int first = nearest(rows() - wanted, 1, different - 1);
    boolean[] latest = new boolean[rows()];
    for (int row = 0; row < latest.length; row++) {
      latest[row] = moments[row] >= first;
    }
    return latest;
  }

  /**
   * Divides the rows into pieces, one later than the other, of the same size as far as rows of the
   * same time allow.
   *
   * @param pieces at least 3
   * @return for each row its piece, from 0
   * @throws DataException if there are fewer times than pieces
   */
  int[] pieces(int pieces) {
    int different = before.length - 1;
    if (pieces < 3 || pieces > different) {
      throw new DataException(
          "",
          "data.split.time: the %s times of column '%s' cannot be divided into %s folds and the rows before them; use at least 2 folds, and fewer than times"
              .formatted(different, name, pieces - 1));
    }
    int[] pieceOf = new int[different];
    int begin = 0;
    for (int piece = 1; piece < pieces; piece++) {
      long wanted = (long) rows() * piece / pieces;
      begin = nearest((int) wanted, begin + 1, different - pieces + piece);
      Arrays.fill(pieceOf, begin, different, piece);
    }
    return Arrays.stream(moments).map(moment -> pieceOf[moment]).toArray();
  }

  /** The time, between two others, before which the number of rows is nearest to a given one. */
  private int nearest(int rows, int from, int to) {
    int best = from;
    for (int moment = from + 1; moment <= to; moment++) {
      if (Math.abs(before[moment] - rows) < Math.abs(before[best] - rows)) {
        best = moment;
      }
    }
    return best;
  }
}
