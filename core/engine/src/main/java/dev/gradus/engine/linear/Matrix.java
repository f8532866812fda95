package dev.gradus.engine.linear;

import java.util.Arrays;

/**
 * A matrix of {@code float}, stored row by row.
 *
 * <p>It is a view: the array belongs to whoever made it, may be longer than the matrix, and is
 * shared.
 */
public final class Matrix {

  private final int rows;
  private final int columns;
  private final float[] values;

  /** The view that {@link #firstRows} made last: a smaller batch comes again and again. */
  private Matrix view = this;

  /**
   * A view of an array.
   *
   * @param values element (i, j) is {@code values[i * columns + j]}; at least {@code rows *
   *     columns} long; shared
   * @throws IllegalArgumentException if the array is too short
   */
  public Matrix(int rows, int columns, float[] values) {
    if (rows < 0 || columns < 0 || values.length < Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          "an array of %s elements cannot hold a %s x %s matrix"
              .formatted(values.length, rows, columns));
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  private Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.values = new float[0];
  }

  /** A matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new float[Math.multiplyExact(rows, columns)]);
  }

  /**
   * A matrix that has a size, but no numbers: to find out how much memory something takes before
   * any is taken.
   */
  public static Matrix withoutNumbers(int rows, int columns) {
    return new Matrix(rows, columns);
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The array behind it, shared. */
  public float[] values() {
    return values;
  }

  /** The number of elements. */
  public int size() {
    return rows * columns;
  }

  /** Element (row, column). */
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  /** The first {@code count} rows, sharing the array. */
  public Matrix firstRows(int count) {
    if (count == rows) {
      return this;
    }
    Matrix last = view;
    if (last.rows != count) {
      last = new Matrix(count, columns, values);
      view = last;
    }
    return last;
  }

  /**
   * Its rows, so many behind each other as one, sharing the array.
   *
   * @param count divides the number of rows
   */
  public Matrix joined(int count) {
    return count == 1 ? this : new Matrix(rows / count, columns * count, values);
  }

  /**
   * Some of the rows, copied.
   *
   * @param from the first
   * @param to the last, excluded
   */
  public Matrix copyOfRows(int from, int to) {
    return new Matrix(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
  }
}
