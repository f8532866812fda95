package dev.gradus.engine.data;

import dev.gradus.runtime.column.DateText;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import java.util.function.ToDoubleFunction;

/**
 * The dates in the cells of a column, in 8 bytes each, or 12 if some have fractions of a second.
 * Each look at one makes it anew.
 */
final class PackedDates extends AbstractList<LocalDateTime> implements RandomAccess {

  /** The memory that they take for each row, in bytes. */
  static final int BYTES = Long.BYTES + Integer.BYTES;

  /** What finding the median takes in addition, in bytes for each row. */
  static final int MIDDLE_BYTES = ColumnNumbers.SORTED_BYTES;

  private static final int AT_ONCE = 1 << 13;

  private final long[] seconds;

  /** Empty, if all are 0. */
  private int[] nanos = {};

  private int size;

  private PackedDates(int most) {
    seconds = new long[most];
  }

  /**
   * Reads the cells that are not missing.
   *
   * @param cells all dates in that format
   */
  static PackedDates of(ColumnCells cells, DateText format) {
    PackedDates dates = new PackedDates(cells.rows().length - cells.missing());
    for (int row : cells.rows()) {
      if (!cells.column().isMissing(row)) {
        dates.append(DateCells.read(format, cells.column(), row).orElseThrow());
      }
    }
    return dates;
  }

  private void append(LocalDateTime date) {
    seconds[size] = date.toEpochSecond(ZoneOffset.UTC);
    if (date.getNano() != 0) {
      nanos = nanos.length == 0 ? new int[seconds.length] : nanos;
      nanos[size] = date.getNano();
    }
    size++;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public LocalDateTime get(int index) {
    return date(seconds[index], nanos.length == 0 ? 0 : nanos[index]);
  }

  private static LocalDateTime date(long seconds, int nanos) {
    return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
  }

  /** The date in the middle; the earlier of two. */
  LocalDateTime middle() {
    long[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int place = (size - 1) / 2;
    long second = sorted[place];
    if (nanos.length == 0) {
      return date(second, 0);
    }
    int first = place;
    while (first > 0 && sorted[first - 1] == second) {
      first--;
    }
    int[] within = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (seconds[i] == second) {
        within[count++] = nanos[i];
      }
    }
    Arrays.sort(within, 0, count);
    return date(second, within[place - first]);
  }

  /**
   * A number for each date, followed by those of cells that are filled.
   *
   * @param part the number for a date
   * @param filled the number for a filled cell
   * @param gaps the number of filled cells
   */
  ColumnNumbers numbers(ToDoubleFunction<LocalDateTime> part, double filled, int gaps) {
    return new ColumnNumbers(
        size + gaps,
        visitor -> {
          double[] some = new double[Math.min(AT_ONCE, size + gaps)];
          int next = 0;
          for (int i = 0; i < size + gaps; i++) {
            some[next++] = i < size ? part.applyAsDouble(get(i)) : filled;
            if (next == some.length) {
              visitor.accept(some, next);
              next = 0;
            }
          }
          visitor.accept(some, next);
        });
  }
}
