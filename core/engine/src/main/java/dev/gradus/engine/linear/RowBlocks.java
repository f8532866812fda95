package dev.gradus.engine.linear;

/**
 * The rows of a matrix in memory, in blocks: they take their memory one after the other, so that
 * what they are made of can be freed at the same time.
 */
public final class RowBlocks implements MatrixRows, GrowingRows {

  /** The approximate number of numbers in a block of rows, which has at least one row. */
  private static final int NUMBERS_OF_BLOCK = 1 << 16;

  private final int rows;
  private final int columns;

  /** The binary logarithm of the number of rows of a block. */
  private final int logOfRows;

  private final float[][] blocks;
  private int added;

  /**
   * No rows yet.
   *
   * @param rows the number of rows that will be added
   * @param columns at least 1
   */
  public RowBlocks(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    int most = Math.max(1, NUMBERS_OF_BLOCK / columns);
    this.logOfRows = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(most);
    this.blocks = new float[(rows + (1 << logOfRows) - 1) >>> logOfRows][];
  }

  @Override
  public void add(float[] numbers, int count) {
    int taken = 0;
    while (taken < count) {
      int block = added >>> logOfRows;
      int first = added & ((1 << logOfRows) - 1);
      int length = Math.min(1 << logOfRows, rows - (block << logOfRows));
      if (first == 0) {
        blocks[block] = new float[Math.multiplyExact(length, columns)];
      }
      int some = Math.min(count - taken, length - first);
      System.arraycopy(numbers, taken * columns, blocks[block], first * columns, some * columns);
      taken += some;
      added += some;
    }
  }

  @Override
  public MatrixRows end() {
    return this;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  private int placeInBlock(int row) {
    return (row & ((1 << logOfRows) - 1)) * columns;
  }

  @Override
  public void copyRow(int row, float[] into, int at) {
    System.arraycopy(blocks[row >>> logOfRows], placeInBlock(row), into, at, columns);
  }

  @Override
  public Matrix inMemory() {
    return blocks.length == 1 ? new Matrix(rows, columns, blocks[0]) : copyOfRows(0, rows);
  }

  @Override
  public float at(int row, int column) {
    return blocks[row >>> logOfRows][placeInBlock(row) + column];
  }
}
