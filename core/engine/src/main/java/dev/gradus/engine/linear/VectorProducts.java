package dev.gradus.engine.linear;

import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.linear.RightFactor;
import java.util.Optional;

/**
 * Products of matrices by the Vector API, with the bits of the plain loops.
 *
 * <p>Java has that module only if it was started with {@code --add-modules jdk.incubator.vector}.
 */
public final class VectorProducts extends Products {

  private static final Optional<Tiles> TILES = TilesFinder.find();

  /** How products are computed on this Java, in words. */
  public static final String METHOD = TILES.map(TileLoops::shape).orElse(Products.METHOD);

  /**
   * The multiplications from which the Vector API pays. Until it is compiled, which takes a third
   * of a second, it is slower than the plain loops, and they do these in half a second.
   */
  private static final double MANY = 1e10;

  private final Tiles tiles;
  private final TileLoops loops;

  VectorProducts(Tiles tiles) {
    this.tiles = tiles;
    loops = new TileLoops(tiles);
  }

  /**
   * The products that do some work soonest on this Java.
   *
   * @param multiplications about as many as will be done with them and others of the same work
   */
  public static Products fastest(double multiplications) {
    return TILES
        .filter(tiles -> multiplications >= MANY)
        .<Products>map(VectorProducts::new)
        .orElseGet(Products::new);
  }

  @Override
  public RightFactor factor(float[] values, int rows, int columns, boolean transposed, int most) {
    return new PanelFactor(tiles.lanes(), values, rows, columns, transposed, most);
  }

  @Override
  protected void multiply(
      float[] a,
      int rowStep,
      int columnStep,
      RightFactor b,
      int inner,
      float[] start,
      float[] c,
      int from,
      int to) {
    if (b instanceof PanelFactor factor) {
      loops.multiply(a, rowStep, columnStep, factor.panels, inner, start, c, from, to);
    } else {
      super.multiply(a, rowStep, columnStep, b, inner, start, c, from, to);
    }
  }

  /** A factor in panels, and nothing for the plain loops. */
  private static final class PanelFactor extends RightFactor {

    private final float[] matrix;
    private final boolean transposed;
    private final Panels panels;

    PanelFactor(int lanes, float[] matrix, int rows, int columns, boolean transposed, int most) {
      super(matrix, rows, columns, transposed, 0);
      this.matrix = matrix;
      this.transposed = transposed;
      panels = new Panels(lanes, matrix, inner(), columns(), transposed, most);
    }

    @Override
    public void layOut(int from, int to) {
      panels.copy(matrix, transposed, from, to);
    }
  }
}
