package dev.gradus.engine.table;

import dev.gradus.runtime.problem.Bytes;
import dev.gradus.runtime.problem.DataException;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Foretells, from the part of a file that was read, how many rows and how much memory the whole one
 * takes, and refuses it in time.
 */
final class MemoryForecast {

  /**
   * The part of the heap that a table may take. The matrices made of its numbers take as much again
   * if it holds four bytes for each, and half as much if it holds eight.
   */
  static final double SHARE_OF_HEAP = 0.4;

  /** The same for a table whose rows are freed while they become matrices. */
  static final double EXPENDABLE_SHARE = 0.55;

  /** The minimum growth factor, so that arrays are seldom copied. */
  private static final double LEAST_GROWTH = 1.1;

  /** The growth factor if the size of the file is unknown. */
  private static final double GROWTH_WITHOUT_FORECAST = 1.5;

  /** Rows are not of quite equal length. */
  private static final double MARGIN = 1.02;

  /** The maximum array length, slightly below the largest int. */
  static final int MOST_ROWS = Integer.MAX_VALUE - 8;

  private final String origin;
  private final long fileBytes;
  private final LongSupplier bytesRead;
  private final long heapBytes;
  private final double share;
  private boolean exceeded;
  private boolean keepsTexts;

  /**
   * A forecast for a file.
   *
   * @param fileBytes the size of the file; 0 if unknown
   * @param bytesRead the number of bytes read so far
   * @param heapBytes the memory of the process
   */
  MemoryForecast(String origin, long fileBytes, LongSupplier bytesRead, long heapBytes) {
    this(origin, fileBytes, bytesRead, heapBytes, SHARE_OF_HEAP);
  }

  /**
   * The same.
   *
   * @param share the part of the memory that the table may take
   */
  MemoryForecast(
      String origin, long fileBytes, LongSupplier bytesRead, long heapBytes, double share) {
    this.share = share;
    this.origin = origin;
    this.fileBytes = fileBytes;
    this.bytesRead = bytesRead;
    this.heapBytes = heapBytes;
  }

  /**
   * The number of rows to make room for.
   *
   * @param rows the number of rows read
   * @throws DataException if no array could hold that many
   */
  int expectedRows(int rows) {
    if (rows >= MOST_ROWS) {
      throw new DataException(
          origin, String.format(Locale.ROOT, "there are more than %,d rows", MOST_ROWS));
    }
    boolean known = fileBytes > 0;
    double progress = known ? Math.min(1, (double) bytesRead.getAsLong() / fileBytes) : 1;
    double least = (known ? LEAST_GROWTH : GROWTH_WITHOUT_FORECAST) * rows + 1;
    return (int) Math.min(MOST_ROWS, Math.max(least, MARGIN * rows / progress));
  }

  /** Refuses a table that only fits without the text of its numbers, since it can be in a file. */
  void keepTexts() {
    keepsTexts = true;
  }

  /** Whether the text of numbers may be dropped, so that the table fits. */
  boolean dropsTexts() {
    return !keepsTexts;
  }

  /** Whether a check has found that the table does not fit. */
  boolean isExceeded() {
    return exceeded;
  }

  /** Whether a table of this size fits into memory. */
  boolean fits(double bytes) {
    return bytes <= share * heapBytes;
  }

  /**
   * Checks that the table fits into memory.
   *
   * @param bytes what it needs with the expected number of rows
   * @throws DataException if it does not
   */
  void check(double bytes) {
    double most = share * heapBytes;
    if (!fits(bytes)) {
      exceeded = true;
      throw new DataException(
          origin,
          "as a table in memory this needs about %s, but of the %s of this process a table may take %s; give it more memory (java -Xmx), or train on fewer rows or columns"
              .formatted(Bytes.text((long) bytes), Bytes.text(heapBytes), Bytes.text((long) most)));
    }
  }
}
