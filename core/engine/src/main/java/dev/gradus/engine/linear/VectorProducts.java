package dev.gradus.engine.linear;

import dev.gradus.engine.linear.SizedProduct.Sizes;
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

  /**
   * The multiplications from which products of constant sizes pay, each of which is compiled by
   * itself.
   */
  private static final double MANY_MORE = 3e10;

  private final Tiles tiles;
  private final TileLoops loops;

  /** Makes products of constant sizes; empty if they do not pay. */
  private final Optional<SizedProducts> sized;

  private final float[] room;

  VectorProducts(Tiles tiles, Optional<SizedProducts> sized) {
    this.tiles = tiles;
    this.sized = sized.filter(any -> Panels.widest(tiles.lanes()) == SizedProduct.WIDTH);
    loops = new TileLoops(tiles);
    room = new float[SizedProduct.ROOM * tiles.lanes()];
  }

  /**
   * The products that do some work soonest on this Java.
   *
   * @param multiplications about as many as will be done with them and others of the same work
   */
  public static Products fastest(double multiplications) {
    return TILES
        .filter(tiles -> multiplications >= MANY)
        .<Products>map(
            tiles ->
                new VectorProducts(
                    tiles,
                    multiplications >= MANY_MORE
                        ? Optional.of(SizedProducts.SHARED)
                        : Optional.empty()))
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
      if (from == 0 && sized.isPresent()) {
        Optional<SizedProduct> own = factor.sized(sized.get(), to, inner, rowStep, columnStep);
        if (own.isPresent()) {
          own.get().multiply(a, factor.panels.numbers(), start, c, room);
          return;
        }
      }
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

    /** The sizes of the first product, which are those of most. */
    private Optional<Sizes> first = Optional.empty();

    private Optional<SizedProduct> ofFirst = Optional.empty();

    PanelFactor(int lanes, float[] matrix, int rows, int columns, boolean transposed, int most) {
      super(matrix, rows, columns, transposed, 0);
      this.matrix = matrix;
      this.transposed = transposed;
      panels = new Panels(lanes, matrix, inner(), columns(), transposed, most);
    }

    /** The product of some sizes, if they are those of the first one, and if it pays. */
    Optional<SizedProduct> sized(
        SizedProducts products, int rows, int inner, int rowStep, int step) {
      if (first.isEmpty()) {
        Sizes sizes = new Sizes(rows, inner, columns(), rowStep, step, panels.isCopied());
        first = Optional.of(sizes);
        ofFirst = products.of(sizes);
      }
      Sizes now = first.get();
      boolean isFirst =
          now.rows() == rows
              && now.inner() == inner
              && now.rowStep() == rowStep
              && now.step() == step;
      return isFirst ? ofFirst : Optional.empty();
    }

    @Override
    public void layOut(int from, int to) {
      panels.copy(matrix, transposed, from, to);
    }
  }
}
