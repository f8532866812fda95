package dev.gradus.engine.linear;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of vectors, by the Vector API.
 *
 * <p>It is compiled apart from the rest, because that module of Java is not there unless a flag
 * asks for it; {@link TilesFinder} finds it by name. A method has as many variables as its tile has
 * vectors: in an array they would not stay in registers.
 */
final class VectorTiles implements Tiles {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  /**
   * The bits of an index of {@link #packed}. They tell the compiler that sums of indices do not
   * overflow, so it keeps what is constant out of the loop.
   */
  private static final int PACKED = MOST_PACKED;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void four(
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
      int cStep) {
    switch (vectors) {
      case 4 ->
          fourByFour(
              a, at, rowStep, step, b, bAt, bStep, inner, start, startAt, startStep, c, cAt, cStep);
      case 2 ->
          fourByTwo(
              a, at, rowStep, step, b, bAt, bStep, inner, start, startAt, startStep, c, cAt, cStep);
      default ->
          fourByOne(
              a, at, rowStep, step, b, bAt, bStep, inner, start, startAt, startStep, c, cAt, cStep);
    }
  }

  @Override
  public void one(
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
      int cAt) {
    switch (vectors) {
      case 4 -> oneByFour(a, at, step, b, bAt, bStep, inner, start, startAt, c, cAt);
      case 2 -> oneByTwo(a, at, step, b, bAt, bStep, inner, start, startAt, c, cAt);
      default -> oneByOne(a, at, step, b, bAt, bStep, inner, start, startAt, c, cAt);
    }
  }

  @Override
  public void packed(
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
      int cStep) {
    switch (rows) {
      case 6 -> packedSix(a, at, b, bAt, inner, start, startAt, startStep, c, cAt, cStep);
      case 4 -> packedFour(a, at, b, bAt, inner, start, startAt, startStep, c, cAt, cStep);
      default -> throw new IllegalArgumentException(rows + " rows, but a packed tile has 4 or 6");
    }
  }

  @Override
  public void copyPairs(float[] from, int at, int step, float[] to, int into, int rows) {
    int p = at;
    for (int i = into; i < into + rows * (2 * LANES); i += 2 * LANES) {
      FloatVector.fromArray(SPECIES, from, p).intoArray(to, i);
      FloatVector.fromArray(SPECIES, from, p + LANES).intoArray(to, i + LANES);
      p += step;
    }
  }

  private static void packedSix(
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
      int cStep) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, start, startAt + startStep);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, start, startAt + startStep + LANES);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep);
    FloatVector sum21 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep + LANES);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep);
    FloatVector sum31 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep + LANES);
    FloatVector sum40 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStep);
    FloatVector sum41 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStep + LANES);
    FloatVector sum50 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStep);
    FloatVector sum51 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStep + LANES);
    int apart = (at & PACKED) - (bAt & PACKED);
    int end = (bAt + inner * (2 * LANES)) & PACKED;
    for (int q = bAt & PACKED; q < end; q += 2 * LANES) {
      int p = q + apart;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[p + 4]);
      sum40 = x4.fma(b0, sum40);
      sum41 = x4.fma(b1, sum41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[p + 5]);
      sum50 = x5.fma(b0, sum50);
      sum51 = x5.fma(b1, sum51);
    }
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
    sum10.intoArray(c, cAt + cStep);
    sum11.intoArray(c, cAt + cStep + LANES);
    sum20.intoArray(c, cAt + 2 * cStep);
    sum21.intoArray(c, cAt + 2 * cStep + LANES);
    sum30.intoArray(c, cAt + 3 * cStep);
    sum31.intoArray(c, cAt + 3 * cStep + LANES);
    sum40.intoArray(c, cAt + 4 * cStep);
    sum41.intoArray(c, cAt + 4 * cStep + LANES);
    sum50.intoArray(c, cAt + 5 * cStep);
    sum51.intoArray(c, cAt + 5 * cStep + LANES);
  }

  private static void packedFour(
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
      int cStep) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, start, startAt + startStep);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, start, startAt + startStep + LANES);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep);
    FloatVector sum21 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep + LANES);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep);
    FloatVector sum31 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep + LANES);
    int apart = (at & PACKED) - (bAt & PACKED);
    int end = (bAt + inner * (2 * LANES)) & PACKED;
    for (int q = bAt & PACKED; q < end; q += 2 * LANES) {
      int p = q + apart;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, q);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, q + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[p + 1]);
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[p + 2]);
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[p + 3]);
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
    }
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
    sum10.intoArray(c, cAt + cStep);
    sum11.intoArray(c, cAt + cStep + LANES);
    sum20.intoArray(c, cAt + 2 * cStep);
    sum21.intoArray(c, cAt + 2 * cStep + LANES);
    sum30.intoArray(c, cAt + 3 * cStep);
    sum31.intoArray(c, cAt + 3 * cStep + LANES);
  }

  private static void fourByFour(
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
      int cStep) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector sum02 = FloatVector.fromArray(SPECIES, start, startAt + 2 * LANES);
    FloatVector sum03 = FloatVector.fromArray(SPECIES, start, startAt + 3 * LANES);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, start, startAt + startStep);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, start, startAt + startStep + LANES);
    FloatVector sum12 = FloatVector.fromArray(SPECIES, start, startAt + startStep + 2 * LANES);
    FloatVector sum13 = FloatVector.fromArray(SPECIES, start, startAt + startStep + 3 * LANES);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep);
    FloatVector sum21 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep + LANES);
    FloatVector sum22 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep + 2 * LANES);
    FloatVector sum23 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep + 3 * LANES);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep);
    FloatVector sum31 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep + LANES);
    FloatVector sum32 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep + 2 * LANES);
    FloatVector sum33 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep + 3 * LANES);
    for (int q = 0; q < inner; q++) {
      int p = at + q * step;
      int from = bAt + q * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, from + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, from + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      sum02 = x0.fma(b2, sum02);
      sum03 = x0.fma(b3, sum03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[p + rowStep]);
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      sum12 = x1.fma(b2, sum12);
      sum13 = x1.fma(b3, sum13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[p + 2 * rowStep]);
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      sum22 = x2.fma(b2, sum22);
      sum23 = x2.fma(b3, sum23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[p + 3 * rowStep]);
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
      sum32 = x3.fma(b2, sum32);
      sum33 = x3.fma(b3, sum33);
    }
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
    sum02.intoArray(c, cAt + 2 * LANES);
    sum03.intoArray(c, cAt + 3 * LANES);
    sum10.intoArray(c, cAt + cStep);
    sum11.intoArray(c, cAt + cStep + LANES);
    sum12.intoArray(c, cAt + cStep + 2 * LANES);
    sum13.intoArray(c, cAt + cStep + 3 * LANES);
    sum20.intoArray(c, cAt + 2 * cStep);
    sum21.intoArray(c, cAt + 2 * cStep + LANES);
    sum22.intoArray(c, cAt + 2 * cStep + 2 * LANES);
    sum23.intoArray(c, cAt + 2 * cStep + 3 * LANES);
    sum30.intoArray(c, cAt + 3 * cStep);
    sum31.intoArray(c, cAt + 3 * cStep + LANES);
    sum32.intoArray(c, cAt + 3 * cStep + 2 * LANES);
    sum33.intoArray(c, cAt + 3 * cStep + 3 * LANES);
  }

  private static void fourByTwo(
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
      int cStep) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, start, startAt + startStep);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, start, startAt + startStep + LANES);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep);
    FloatVector sum21 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep + LANES);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep);
    FloatVector sum31 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep + LANES);
    for (int q = 0; q < inner; q++) {
      int p = at + q * step;
      int from = bAt + q * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[p + rowStep]);
      sum10 = x1.fma(b0, sum10);
      sum11 = x1.fma(b1, sum11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[p + 2 * rowStep]);
      sum20 = x2.fma(b0, sum20);
      sum21 = x2.fma(b1, sum21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[p + 3 * rowStep]);
      sum30 = x3.fma(b0, sum30);
      sum31 = x3.fma(b1, sum31);
    }
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
    sum10.intoArray(c, cAt + cStep);
    sum11.intoArray(c, cAt + cStep + LANES);
    sum20.intoArray(c, cAt + 2 * cStep);
    sum21.intoArray(c, cAt + 2 * cStep + LANES);
    sum30.intoArray(c, cAt + 3 * cStep);
    sum31.intoArray(c, cAt + 3 * cStep + LANES);
  }

  private static void fourByOne(
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
      int cStep) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, start, startAt + startStep);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStep);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStep);
    for (int q = 0; q < inner; q++) {
      int p = at + q * step;
      int from = bAt + q * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[p + rowStep]);
      sum10 = x1.fma(b0, sum10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[p + 2 * rowStep]);
      sum20 = x2.fma(b0, sum20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[p + 3 * rowStep]);
      sum30 = x3.fma(b0, sum30);
    }
    sum00.intoArray(c, cAt);
    sum10.intoArray(c, cAt + cStep);
    sum20.intoArray(c, cAt + 2 * cStep);
    sum30.intoArray(c, cAt + 3 * cStep);
  }

  private static void oneByFour(
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
      int cAt) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector sum02 = FloatVector.fromArray(SPECIES, start, startAt + 2 * LANES);
    FloatVector sum03 = FloatVector.fromArray(SPECIES, start, startAt + 3 * LANES);
    for (int q = 0; q < inner; q++) {
      int p = at + q * step;
      int from = bAt + q * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, from + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, from + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
      sum02 = x0.fma(b2, sum02);
      sum03 = x0.fma(b3, sum03);
    }
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
    sum02.intoArray(c, cAt + 2 * LANES);
    sum03.intoArray(c, cAt + 3 * LANES);
  }

  private static void oneByTwo(
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
      int cAt) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    for (int q = 0; q < inner; q++) {
      int p = at + q * step;
      int from = bAt + q * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
      sum01 = x0.fma(b1, sum01);
    }
    sum00.intoArray(c, cAt);
    sum01.intoArray(c, cAt + LANES);
  }

  private static void oneByOne(
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
      int cAt) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, start, startAt);
    for (int q = 0; q < inner; q++) {
      int p = at + q * step;
      int from = bAt + q * bStep;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[p]);
      sum00 = x0.fma(b0, sum00);
    }
    sum00.intoArray(c, cAt);
  }
}
