package dev.gradus.runtime.network;

import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.linear.RightFactor;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerFunction.Factor;
import dev.gradus.spi.LayerFunction.Workspace;
import java.util.List;

/**
 * The workspace of a kernel.
 *
 * @param rows the largest number of rows
 * @param members the number of rows for each row of the batch; 1 outside of an ensemble
 * @param products the matrix products of each thread
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record Room(
    int rows,
    int members,
    Direction direction,
    List<Products> products,
    float[] y,
    float[] gradient)
    implements Workspace {

  /** A workspace with its own arrays. */
  public static Room of(int rows, Direction direction, List<Products> products, int outputs) {
    return of(rows, 1, direction, products, outputs);
  }

  private static Room of(
      int rows, int members, Direction direction, List<Products> products, int outputs) {
    int size = Math.multiplyExact(rows, outputs);
    return new Room(
        rows,
        members,
        direction,
        products,
        new float[size],
        new float[direction.isBack() ? size : 0]);
  }

  /** The same arrays, for the rows of the members of an ensemble. */
  Room of(int count) {
    return new Room(rows * count, count, direction, products, y, gradient);
  }

  /**
   * Ranges begin with the first member, at the same rows of the batch as outside of an ensemble.
   */
  @Override
  public int block() {
    return members == 1
        ? Workspace.super.block()
        : members * new Room(rows / members, 1, direction, products, y, gradient).block();
  }

  @Override
  public int threads() {
    return products.size();
  }

  @Override
  public Factor factor(float[] b, int rowsOf, int columns, int height) {
    return prepared(b, rowsOf, columns, false, height);
  }

  @Override
  public Factor transposed(float[] b, int rowsOf, int columns, int height) {
    return prepared(b, rowsOf, columns, true, height);
  }

  private Factor prepared(float[] b, int rowsOf, int columns, boolean transposed, int height) {
    RightFactor factor = products.get(0).factor(b, rowsOf, columns, transposed, height);
    List<Products> ofThreads = products;
    return new Factor() {

      @Override
      public void layOut(int from, int to) {
        factor.layOut(from, to);
      }

      @Override
      public void multiply(float[] a, float[] start, float[] c, int from, int to, int thread) {
        ofThreads.get(thread).multiply(a, factor, start, c, from, to);
      }

      @Override
      public void multiplyTransposed(
          float[] a, int rowsOfA, int columnsOfA, float[] c, int from, int to, int thread) {
        ofThreads.get(thread).multiplyTransposedLeft(a, rowsOfA, columnsOfA, factor, c, from, to);
      }
    };
  }

  @Override
  public Workspace inner(int outputs) {
    return of(rows, members, direction, products, outputs);
  }
}
