package dev.gradus.engine.linear;

import org.ejml.data.FMatrixRMaj;

/**
 * An EJML matrix with views: {@code float}, row by row, in one array.
 *
 * <p>EJML can use it like any {@link FMatrixRMaj}. In addition it has views of the same array,
 * since a batch is a part of a table and the last one is smaller. The array belongs to its creator,
 * may be longer than the matrix, and is shared. The size is fixed: nothing in the engine reshapes
 * it.
 */
@SuppressWarnings("unchecked") // EJML's own overriding of generic methods
public final class Matrix extends FMatrixRMaj implements MatrixRows {

  /** The last view that {@link #firstRows} made, because the same smaller batch recurs. */
  private Matrix view = this;

  /**
   * A view of an array.
   *
   * @param values element (i, j) is {@code values[i * columns + j]}; at least {@code rows *
   *     columns} long; shared
   * @throws IllegalArgumentException if the array is too short
   */
  public Matrix(int rows, int columns, float[] values) {
    this(values, rows, columns);
    if (rows < 0 || columns < 0 || values.length < Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          "an array of %s elements cannot hold a %s x %s matrix"
              .formatted(values.length, rows, columns));
    }
  }

  private Matrix(float[] values, int rows, int columns) {
    super(0);
    data = values;
    numRows = rows;
    numCols = columns;
  }

  /** A matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new float[Math.multiplyExact(rows, columns)]);
  }

  /** A matrix with a size but without values, to compute memory needs before allocating any. */
  public static Matrix withoutNumbers(int rows, int columns) {
    return new Matrix(new float[0], rows, columns);
  }

  @Override
  public int rows() {
    return numRows;
  }

  @Override
  public int columns() {
    return numCols;
  }

  /** The array behind it, shared. */
  public float[] values() {
    return data;
  }

  /** The number of elements. */
  public int size() {
    return numRows * numCols;
  }

  /** The first {@code count} rows, sharing the array. */
  public Matrix firstRows(int count) {
    if (count == numRows) {
      return this;
    }
    Matrix last = view;
    if (last.numRows != count) {
      last = new Matrix(count, numCols, data);
      view = last;
    }
    return last;
  }

  @Override
  public void copyRow(int row, float[] into, int at) {
    System.arraycopy(data, row * numCols, into, at, numCols);
  }

  @Override
  public void copyRows(int from, int to, float[] into) {
    System.arraycopy(data, from * numCols, into, 0, (to - from) * numCols);
  }

  @Override
  public float at(int row, int column) {
    return data[row * numCols + column];
  }

  @Override
  public Matrix inMemory() {
    return this;
  }
}
