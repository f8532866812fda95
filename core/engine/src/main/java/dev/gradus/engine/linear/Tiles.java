package dev.gradus.engine.linear;

/**
 * Tiles of a product: some rows and vectors of columns, whose sums stay in registers from the first
 * term to the last.
 *
 * <p>Each lane of a vector is one element of the result, and takes its terms in their order, each
 * with one rounding. So the bits are those of the plain loops, which read and write their sums
 * again and again, where a tile only reads its factors.
 *
 * <p>The arguments of both are alike: c = start + a b, where element (i, q) of a is at {@code at +
 * i * rowStep + q * step}, row q of b begins at {@code bAt + q * bStep}, the first terms of row i
 * at {@code startAt + i * startStep}, and row i of the result at {@code cAt + i * cStep}. The first
 * terms are read before anything is written, so they may be in c itself.
 */
interface Tiles {

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
   * Four rows and two vectors of factors in one piece each: element (i, q) of a is at {@code at + 4
   * q + i}, and row q of b begins at {@code bAt + 2 q lanes}. Since these distances are constants,
   * the compiler needs not check each index, and a processor with few registers is faster.
   */
  void packed(
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
