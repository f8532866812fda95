package dev.gradus.engine.linear;

import java.util.Arrays;

/**
 * Goes through a product tile by tile, in blocks that stay in the caches.
 *
 * <p>A block of rows takes a block of terms of every panel before the next terms. Where the terms
 * of a row of a are far apart, the block is copied first: a cache holds few numbers that are far
 * apart.
 */
final class TileLoops {

  /** The rows of a tile. */
  private static final int HEIGHT = 4;

  /** The rows of a block, and its terms; 64 KB. */
  private static final int ROWS = 64;

  private static final int TERMS = 256;

  /** The stride between terms in a copy: no power of two, which would share a cache line. */
  private static final int STEP = ROWS + 16;

  private static final float[] NONE = {};

  private final Tiles tiles;

  /** First terms, of one row, for products that start from nothing. */
  private final float[] zeros;

  /** The first terms, and the result, of a tile that is wider than the product. */
  private final float[] paddedStart;

  private final float[] padded;

  private float[] copy = NONE;

  TileLoops(Tiles tiles) {
    this.tiles = tiles;
    zeros = new float[Panels.widest(tiles.lanes()) * tiles.lanes()];
    paddedStart = new float[tiles.lanes()];
    padded = new float[HEIGHT * tiles.lanes()];
  }

  /** How the products are computed, in words. */
  static String shape(Tiles tiles) {
    return "vectors of %s numbers (Vector API), %s rows x %s vectors at a time"
        .formatted(tiles.lanes(), HEIGHT, Panels.widest(tiles.lanes()));
  }

  /**
   * c = start + a b, for some rows.
   *
   * @param a element (i, q) is at {@code i * rowStep + q * columnStep}; not modified
   * @param b with at least {@code inner} rows; not modified
   * @param start the first term of each column, or empty for zeros; not modified
   * @param c rows of as many columns as b; the rows from the first to the last, exclusive, are
   *     overwritten
   */
  void multiply(
      float[] a,
      int rowStep,
      int columnStep,
      Panels b,
      int inner,
      float[] start,
      float[] c,
      int from,
      int to) {
    boolean narrow = b.columns() < tiles.lanes();
    int most = narrow ? HEIGHT : ROWS;
    int i = from;
    while (i < to) {
      int left = to - i;
      int rows =
          left < HEIGHT ? Math.min(HEIGHT, to - from) : Math.min(most, left / HEIGHT * HEIGHT);
      // The last rows fill their tile with rows before them, which are computed once more.
      int row = Math.min(i, to - rows);
      if (narrow) {
        multiplyNarrow(a, rowStep, columnStep, b, inner, start, c, row, rows);
      } else {
        // The last panel may compute once more what its neighbour has, all terms after all terms.
        int apart = b.apart();
        blocks(a, rowStep, columnStep, b, inner, start, c, row, rows, 0, apart);
        blocks(a, rowStep, columnStep, b, inner, start, c, row, rows, apart, b.columns());
      }
      i = row + rows;
    }
  }

  /** All terms of some rows and panels. */
  private void blocks(
      float[] a,
      int rowStep,
      int columnStep,
      Panels b,
      int inner,
      float[] start,
      float[] c,
      int row,
      int rows,
      int fromColumn,
      int toColumn) {
    boolean wide = toColumn - fromColumn > 2 * tiles.lanes();
    boolean packs = wide && b.isPacked() && rows % HEIGHT == 0;
    boolean copies = wide && columnStep > 1;
    for (int q = 0; q == 0 || q < inner; q += TERMS) {
      int terms = Math.min(TERMS, inner - q);
      int at = row * rowStep + q * columnStep;
      if (packs) {
        pack(a, at, rowStep, columnStep, rows, terms);
        packedBlock(b, q, terms, start, c, row, rows, fromColumn, toColumn);
      } else if (copies) {
        copy(a, at, columnStep, rows, terms);
        block(copy, 0, 1, STEP, b, q, terms, start, c, row, rows, fromColumn, toColumn);
      } else {
        block(a, at, rowStep, columnStep, b, q, terms, start, c, row, rows, fromColumn, toColumn);
      }
    }
  }

  private void copy(float[] a, int at, int step, int rows, int terms) {
    if (copy.length == 0) {
      copy = new float[TERMS * STEP];
    }
    for (int q = 0; q < terms; q++) {
      System.arraycopy(a, at + q * step, copy, q * STEP, rows);
    }
  }

  /** Copies a block tile by tile, and in a tile term by term. */
  private void pack(float[] a, int at, int rowStep, int step, int rows, int terms) {
    if (copy.length == 0) {
      copy = new float[TERMS * STEP];
    }
    float[] into = copy;
    int next = 0;
    for (int i = 0; i < rows; i += HEIGHT) {
      int p = at + i * rowStep;
      for (int q = 0; q < terms; q++) {
        into[next] = a[p];
        into[next + 1] = a[p + rowStep];
        into[next + 2] = a[p + 2 * rowStep];
        into[next + 3] = a[p + 3 * rowStep];
        p += step;
        next += HEIGHT;
      }
    }
  }

  /** Some terms of some rows, which are packed, and panels, added to those before. */
  private void packedBlock(
      Panels b,
      int q,
      int terms,
      float[] start,
      float[] c,
      int row,
      int rows,
      int fromColumn,
      int toColumn) {
    int columns = b.columns();
    int j = fromColumn;
    while (j < toColumn) {
      int vectors = b.vectors(j);
      int first = b.first(j);
      int bStep = b.step(j);
      int bAt = b.start(j) + q * bStep;
      boolean goesOn = q > 0;
      boolean fromZero = start.length == 0;
      float[] sums = goesOn ? c : fromZero ? zeros : start;
      for (int i = 0; i < rows; i += HEIGHT) {
        int cAt = (row + i) * columns + first;
        int sumsAt = goesOn ? cAt : fromZero ? 0 : first;
        int step = goesOn ? columns : 0;
        if (vectors == 2) {
          tiles.packed(
              copy, i * terms, b.numbers(), bAt, terms, sums, sumsAt, step, c, cAt, columns);
        } else {
          tiles.four(
              vectors,
              copy,
              i * terms,
              1,
              HEIGHT,
              b.numbers(),
              bAt,
              bStep,
              terms,
              sums,
              sumsAt,
              step,
              c,
              cAt,
              columns);
        }
      }
      j += vectors * tiles.lanes();
    }
  }

  /** Some terms of some rows and panels, added to those before. */
  private void block(
      float[] a,
      int at,
      int rowStep,
      int step,
      Panels b,
      int q,
      int terms,
      float[] start,
      float[] c,
      int row,
      int rows,
      int fromColumn,
      int toColumn) {
    int columns = b.columns();
    int j = fromColumn;
    while (j < toColumn) {
      int vectors = b.vectors(j);
      int first = b.first(j);
      int bStep = b.step(j);
      int bAt = b.start(j) + q * bStep;
      int cAt = row * columns + first;
      float[] numbers = b.numbers();
      if (q > 0) {
        tiles(
            vectors, a, at, rowStep, step, numbers, bAt, bStep, terms, c, cAt, columns, c, cAt,
            columns, rows);
      } else {
        boolean fromZero = start.length == 0;
        tiles(
            vectors,
            a,
            at,
            rowStep,
            step,
            numbers,
            bAt,
            bStep,
            terms,
            fromZero ? zeros : start,
            fromZero ? 0 : first,
            0,
            c,
            cAt,
            columns,
            rows);
      }
      j += vectors * tiles.lanes();
    }
  }

  /** All terms of one tile, which is wider than the product. */
  private void multiplyNarrow(
      float[] a,
      int rowStep,
      int columnStep,
      Panels b,
      int inner,
      float[] start,
      float[] c,
      int row,
      int rows) {
    int lanes = tiles.lanes();
    int columns = b.columns();
    Arrays.fill(paddedStart, 0);
    System.arraycopy(start, 0, paddedStart, 0, start.length);
    tiles(
        1,
        a,
        row * rowStep,
        rowStep,
        columnStep,
        b.numbers(),
        0,
        lanes,
        inner,
        paddedStart,
        0,
        0,
        padded,
        0,
        lanes,
        rows);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(padded, i * lanes, c, (row + i) * columns, columns);
    }
  }

  private void tiles(
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
      int cStep,
      int rows) {
    int height = rows < HEIGHT ? 1 : HEIGHT;
    for (int i = 0; i < rows; i += height) {
      int aAt = at + i * rowStep;
      int sumsAt = startAt + i * startStep;
      int into = cAt + i * cStep;
      if (height == 1) {
        tiles.one(vectors, a, aAt, step, b, bAt, bStep, inner, start, sumsAt, c, into);
      } else {
        tiles.four(
            vectors, a, aAt, rowStep, step, b, bAt, bStep, inner, start, sumsAt, startStep, c, into,
            cStep);
      }
    }
  }
}
