package dev.gradus.engine.linear;

/**
 * A product c = start + a b of sizes that are constants for the compiler, so it checks fewer
 * indices and computes fewer of them.
 *
 * <p>Each sum takes its terms in their order, so the bits are those of all other products.
 */
interface SizedProduct {

  /** The rows of a tile, and the fewest of a product. */
  int HEIGHT = 4;

  /** The vectors of the widest tile. */
  int WIDTH = 2;

  /** The vectors of room that {@link #multiply} needs: a tile, and the first terms of its sums. */
  int ROOM = HEIGHT + 1;

  /**
   * The sizes.
   *
   * @param rows of a and c, at least {@link #HEIGHT}
   * @param inner the number of terms of a sum
   * @param columns of b and c
   * @param rowStep the distance from one row of a to the next
   * @param step the distance from one term of a row of a to the next
   * @param isCopied whether b is copied into panels, see {@link Panels}
   */
  record Sizes(int rows, int inner, int columns, int rowStep, int step, boolean isCopied) {}

  /**
   * Computes the product.
   *
   * @param a not modified
   * @param b panels of at most {@value #WIDTH} vectors; not modified
   * @param start the first term of each column, or empty for zeros; not modified
   * @param c overwritten
   * @param room {@value #ROOM} vectors; overwritten
   */
  void multiply(float[] a, float[] b, float[] start, float[] c, float[] room);
}
