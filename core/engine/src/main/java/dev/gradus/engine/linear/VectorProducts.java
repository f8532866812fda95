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
  public static final String METHOD =
      TILES.isPresent() ? TileLoops.shape(TILES.get()) : Products.METHOD;

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
    this.sized = sized;
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
    int inner = transposed ? columns : rows;
    int across = transposed ? rows : columns;
    int widest =
        sized.isPresent() && SizedProducts.pays(most, inner, across)
            ? SizedProduct.WIDTH
            : Panels.widest(tiles.lanes());
    return new PanelFactor(tiles, widest, values, rows, columns, transposed, most);
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
      if (sized.isPresent() && factor.isFull(inner, from, to)) {
        Optional<SizedProduct> own = factor.sized(sized.get(), rowStep, columnStep);
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

    private final Tiles tiles;
    private final float[] matrix;
    private final boolean transposed;
    private final int most;
    private final Panels panels;

    /** What {@link #product} was made for. */
    private Optional<Sizes> sizes = Optional.empty();

    private Optional<SizedProduct> product = Optional.empty();

    PanelFactor(
        Tiles tiles,
        int widest,
        float[] matrix,
        int rows,
        int columns,
        boolean transposed,
        int most) {
      super(matrix, rows, columns, transposed, 0);
      this.tiles = tiles;
      this.matrix = matrix;
      this.transposed = transposed;
      this.most = most;
      panels = new Panels(tiles.lanes(), widest, matrix, inner(), columns(), transposed, most);
    }

    /**
     * Whether a product is as large as the factor was made for, as those of most batches are, and
     * not that of a short batch, nor a thread's piece. Panels lie as many terms apart as the factor
     * has, so the terms of any other product are elsewhere.
     */
    boolean isFull(int inner, int from, int to) {
      return inner == inner() && from == 0 && to == most;
    }

    /** What computes the full product; empty if constant sizes do not pay. */
    Optional<SizedProduct> sized(SizedProducts products, int rowStep, int step) {
      boolean isMade =
          sizes.isPresent() && sizes.get().rowStep() == rowStep && sizes.get().step() == step;
      if (!isMade) {
        Sizes full = new Sizes(most, inner(), columns(), rowStep, step, panels.isCopied());
        sizes = Optional.of(full);
        product = products.of(full);
      }
      return product;
    }

    @Override
    public void layOut(int from, int to) {
      panels.copy(tiles, matrix, transposed, from, to);
    }
  }
}
