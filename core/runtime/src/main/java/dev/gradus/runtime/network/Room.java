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
 * @param products the matrix products of each thread
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record Room(
    int rows, Direction direction, List<Products> products, float[] y, float[] gradient)
    implements Workspace {

  /** A workspace with its own arrays. */
  public static Room of(int rows, Direction direction, List<Products> products, int outputs) {
    int size = Math.multiplyExact(rows, outputs);
    return new Room(
        rows, direction, products, new float[size], new float[direction.isBack() ? size : 0]);
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
    return new Prepared(products.get(0).factor(b, rowsOf, columns, transposed, height), products);
  }

  @Override
  public Workspace inner(int outputs) {
    return of(rows, direction, products, outputs);
  }

  private record Prepared(RightFactor b, List<Products> products) implements Factor {

    @Override
    public void layOut(int from, int to) {
      b.layOut(from, to);
    }

    @Override
    public void multiply(float[] a, float[] start, float[] c, int from, int to, int thread) {
      products.get(thread).multiply(a, b, start, c, from, to);
    }

    @Override
    public void multiplyTransposed(
        float[] a, int rowsOf, int columns, float[] c, int from, int to, int thread) {
      products.get(thread).multiplyTransposedLeft(a, rowsOf, columns, b, c, from, to);
    }
  }
}
