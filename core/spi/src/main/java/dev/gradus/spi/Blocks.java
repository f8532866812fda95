package dev.gradus.spi;

/**
 * How the rows of a batch are divided into blocks, so that sums over them do not depend on which
 * thread computes them.
 */
final class Blocks {

  /** The minimum number of rows in a block. */
  private static final int LEAST_ROWS = 16;

  /** The maximum number of blocks. */
  private static final int MOST = 64;

  private Blocks() {}

  /**
   * The number of rows of a block; the last of a batch may have fewer.
   *
   * @param rows the largest number of rows of a batch
   */
  static int size(int rows) {
    return Math.max(LEAST_ROWS, (rows + MOST - 1) / MOST);
  }

  /**
   * The number of blocks, at most 64.
   *
   * @param rows the largest number of rows of a batch
   */
  static int count(int rows) {
    int size = size(rows);
    return (rows + size - 1) / size;
  }
}
