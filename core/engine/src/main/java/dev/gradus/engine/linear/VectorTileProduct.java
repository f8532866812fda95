package dev.gradus.engine.linear;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A product of constant sizes in tiles of four rows and two vectors, as {@link VectorTiles} has
 * them, on panels of at most two vectors.
 *
 * <p>Nobody uses this class itself: {@link SizedProducts} defines hidden copies of it, each with
 * its own sizes. It is compiled like {@link VectorTiles}.
 */
final class VectorTileProduct implements SizedProduct {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PAIR = WIDTH * LANES;

  private static final int ROWS;
  private static final int INNER;
  private static final int COLUMNS;
  private static final int ROW_STEP;
  private static final int STEP;
  private static final boolean IS_COPIED;

  /** The first terms of products that start from nothing. */
  private static final float[] ZEROS;

  static {
    Sizes sizes = sizes();
    ROWS = sizes.rows();
    INNER = sizes.inner();
    COLUMNS = sizes.columns();
    ROW_STEP = sizes.rowStep();
    STEP = sizes.step();
    IS_COPIED = sizes.isCopied();
    ZEROS = new float[Math.max(COLUMNS, LANES)];
  }

  VectorTileProduct() {}

  private static Sizes sizes() {
    try {
      return MethodHandles.classData(MethodHandles.lookup(), "_", Sizes.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may see its own data", e);
    }
  }

  @Override
  public void multiply(float[] a, float[] b, float[] start, float[] c, float[] room) {
    if (COLUMNS < LANES) {
      multiplyNarrow(a, b, start, c, room);
      return;
    }
    float[] sums = start.length == 0 ? ZEROS : start;
    for (int row = 0; row < ROWS; row += HEIGHT) {
      // The last rows fill their tile with rows before them, which are computed once more.
      int i = Math.min(row, ROWS - HEIGHT);
      int j = 0;
      for (; COLUMNS >= PAIR && j + PAIR <= COLUMNS; j += PAIR) {
        two(a, i, b, j, j, sums, c);
      }
      // So do the last columns.
      if (COLUMNS >= PAIR && COLUMNS - j > LANES) {
        two(a, i, b, j, COLUMNS - PAIR, sums, c);
      } else {
        for (; j < COLUMNS; j += LANES) {
          int first = Math.min(j, COLUMNS - LANES);
          int from = IS_COPIED ? j * INNER : first;
          one(
              a,
              i,
              b,
              from,
              IS_COPIED ? LANES : COLUMNS,
              sums,
              first,
              c,
              i * COLUMNS + first,
              COLUMNS);
        }
      }
    }
  }

  /** One tile is wider than the product. */
  private static void multiplyNarrow(float[] a, float[] b, float[] start, float[] c, float[] room) {
    int sums = HEIGHT * LANES;
    Arrays.fill(room, sums, sums + LANES, 0);
    System.arraycopy(start, 0, room, sums, start.length);
    for (int row = 0; row < ROWS; row += HEIGHT) {
      int i = Math.min(row, ROWS - HEIGHT);
      one(a, i, b, 0, LANES, room, sums, room, 0, LANES);
      for (int k = 0; k < HEIGHT; k++) {
        for (int j = 0; j < COLUMNS; j++) {
          c[(i + k) * COLUMNS + j] = room[k * LANES + j];
        }
      }
    }
  }

  /**
   * Four rows and two vectors.
   *
   * @param panel the column at which the panel begins in b
   * @param first the first column of the panel
   */
  private static void two(
      float[] a, int row, float[] b, int panel, int first, float[] start, float[] c) {
    int bAt = IS_COPIED ? panel * INNER : first;
    int bStep = IS_COPIED ? PAIR : COLUMNS;
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, first);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, first + LANES);
    FloatVector sum10 = sum00;
    FloatVector sum11 = sum01;
    FloatVector sum20 = sum00;
    FloatVector sum21 = sum01;
    FloatVector sum30 = sum00;
    FloatVector sum31 = sum01;
    int at = row * ROW_STEP;
    for (int q = 0; q < INNER; q++) {
      int p = at + q * STEP;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + q * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + q * bStep + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[p + ROW_STEP]);
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[p + 2 * ROW_STEP]);
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[p + 3 * ROW_STEP]);
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
    }
    int cAt = row * COLUMNS + first;
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
    sum10.intoArray(c, cAt + COLUMNS);
    sum11.intoArray(c, cAt + COLUMNS + LANES);
    sum20.intoArray(c, cAt + 2 * COLUMNS);
    sum21.intoArray(c, cAt + 2 * COLUMNS + LANES);
    sum30.intoArray(c, cAt + 3 * COLUMNS);
    sum31.intoArray(c, cAt + 3 * COLUMNS + LANES);
  }

  /** Four rows and one vector. */
  private static void one(
      float[] a,
      int row,
      float[] b,
      int bAt,
      int bStep,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int cStep) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int at = row * ROW_STEP;
    for (int q = 0; q < INNER; q++) {
      int p = at + q * STEP;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + q * bStep);
      sum0 = FloatVector.broadcast(SPECIES, a[p]).fma(b0, sum0);
      sum1 = FloatVector.broadcast(SPECIES, a[p + ROW_STEP]).fma(b0, sum1);
      sum2 = FloatVector.broadcast(SPECIES, a[p + 2 * ROW_STEP]).fma(b0, sum2);
      sum3 = FloatVector.broadcast(SPECIES, a[p + 3 * ROW_STEP]).fma(b0, sum3);
    }
    sum0.intoArray(c, cAt);
    sum1.intoArray(c, cAt + cStep);
    sum2.intoArray(c, cAt + 2 * cStep);
    sum3.intoArray(c, cAt + 3 * cStep);
  }
}
