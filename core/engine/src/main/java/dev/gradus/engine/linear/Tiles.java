package dev.gradus.engine.linear;

/**
 * Tiles of a product: some rows and vectors of columns, whose sums stay in registers from the first
 * term to the last.
 *
 * <p>Each lane of a vector is one element of the result, and takes its terms in their order, each
 * with one rounding. So the bits are those of the plain loops, which read and write their sums
 * again and again, where a tile only reads its factors.
 *
 * <p>The arguments of {@link #four} and {@link #one} are alike: c = start + a b, where element (i,
 * q) of a is at {@code at + i * rowStep + q * step}, row q of b begins at {@code bAt + q * bStep},
 * the first terms of row i at {@code startAt + i * startStep}, and row i of the result at {@code
 * cAt + i * cStep}. The first terms are read before anything is written, so they may be in c
 * itself.
 */
interface Tiles {

  /** The most elements of an array that {@link #packed} takes. */
  int MOST_PACKED = (1 << 30) - 1;

  /** The number of elements of a vector. */
  int lanes();

  /** Four rows and one, two or four vectors. */
  void four(
      int vectors,
      float[] a,
      int at,
      int rowStep,
      int step,
      float[] b,
      int bAt,
      int bStep,
      int inner,
      float[] start,
      int startAt,
      int startStep,
      float[] c,
      int cAt,
      int cStep);

  /**
   * Four or six rows and two vectors of packed factors, whose terms are equally far apart: element
   * (i, q) of a is at {@code at + 2 q lanes + i}, and row q of b begins at {@code bAt + 2 q lanes}.
   * So one variable goes through both, and the compiler need not check each index. Six rows do more
   * with each vector of b; a processor with 16 registers has room for no more.
   *
   * @param rows 4 or 6
   * @param a with at most {@link #MOST_PACKED} elements, like b
   */
  void packed(
      int rows,
      float[] a,
      int at,
      float[] b,
      int bAt,
      int inner,
      float[] start,
      int startAt,
      int startStep,
      float[] c,
      int cAt,
      int cStep);

  /**
   * Copies rows of two vectors, each {@code step} elements after the one before, to rows without
   * gaps between them.
   */
  void copyPairs(float[] from, int at, int step, float[] to, int into, int rows);

  /** One row and one, two or four vectors. */
  void one(
      int vectors,
      float[] a,
      int at,
      int step,
      float[] b,
      int bAt,
      int bStep,
      int inner,
      float[] start,
      int startAt,
      float[] c,
      int cAt);
}
