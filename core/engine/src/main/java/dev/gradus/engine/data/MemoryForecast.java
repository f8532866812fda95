package dev.gradus.engine.data;

import java.util.function.LongSupplier;

/**
 * Foretells, from the part of a file that was read, how many rows and how much memory the whole one
 * takes, and refuses it in time.
 */
final class MemoryForecast {

  /**
   * The part of the heap that a table may take. The matrices made of its numbers take half as much,
   * and the same once more while they are split into training and validation.
   */
  private static final double SHARE_OF_HEAP = 0.4;

  /** By how much room grows at least, so that it seldom has to. */
  private static final double LEAST_GROWTH = 1.1;

  /** By how much it grows where the end of the file is not known. */
  private static final double GROWTH_WITHOUT_FORECAST = 1.5;

  private final String origin;
  private final long fileBytes;
  private final LongSupplier bytesRead;
  private final long heapBytes;

  /**
   * A forecast for a file.
   *
   * @param fileBytes the size of the file; 0 if it is not known
   * @param bytesRead how far the file is read
   * @param heapBytes the memory of the process
   */
  MemoryForecast(String origin, long fileBytes, LongSupplier bytesRead, long heapBytes) {
    this.origin = origin;
    this.fileBytes = fileBytes;
    this.bytesRead = bytesRead;
    this.heapBytes = heapBytes;
  }

  /**
   * The number of rows to make room for.
   *
   * @param rows the number of rows read
   * @param bytesPerRow the memory of a row, without texts
   * @param bytesOfTexts the memory of the different texts found so far
   * @throws DataException if the file does not fit into memory
   */
  int capacityAfter(int rows, long bytesPerRow, long bytesOfTexts) {
    boolean known = fileBytes > 0;
    double progress = known ? Math.min(1, (double) bytesRead.getAsLong() / fileBytes) : 1;
    double foreseen = known ? LEAST_GROWTH * rows : GROWTH_WITHOUT_FORECAST * rows;
    double expectedRows = Math.max(foreseen + 1, 1.02 * rows / progress);
    double needed = expectedRows * bytesPerRow + bytesOfTexts / progress;
    if (needed > SHARE_OF_HEAP * heapBytes || expectedRows > Integer.MAX_VALUE - 8) {
      throw new DataException(
          origin,
          "as a table in memory this file needs about %,d bytes, but of the %,d bytes of this process a table may take %,d; give it more memory (java -Xmx), or train on fewer rows or columns"
              .formatted((long) needed, heapBytes, (long) (SHARE_OF_HEAP * heapBytes)));
    }
    return (int) expectedRows;
  }
}
