package dev.gradus.engine.linear;

import java.util.Arrays;

/**
 * Goes through a product tile by tile, in blocks that stay in the caches.
 *
 * <p>A block of rows takes a block of terms of every panel before the next terms. Where the terms
 * of a row of a are far apart, the block is copied first: a cache holds few numbers that are far
 * apart. Where b is packed, so is the block, see {@link Tiles#packed}.
 */
final class TileLoops {

  /** The rows of a tile. */
  private static final int HEIGHT = 4;

  /** The rows of a higher tile, of packed factors. */
  private static final int HIGH = 6;

  /** The rows of a block. */
  private static final int ROWS = 64;

  /** About as many terms as a block has, so that it takes about 64 KB. */
  private static final int TERMS = 256;

  /**
   * The terms of the longest block. The blocks of a sum differ by at most one term, so that none
   * has only a few.
   */
  static final int MOST_TERMS = TERMS + TERMS / 2;

  /** The stride between terms in a copy: no power of two, which would share a cache line. */
  private static final int STEP = ROWS + 16;

  /** The rows of memory that are copied at a time: about as many as a processor prefetches. */
  static final int FEW = 16;

  private static final float[] NONE = {};

  private final Tiles tiles;

  /** The rows that are packed side by side; as many as a panel of two vectors has columns. */
  private final int group;

  /** First terms, of one row, for products that start from nothing. */
  private final float[] zeros;

  /** The first terms, and the result, of a tile that is wider than the product. */
  private final float[] paddedStart;

  private final float[] padded;

  private float[] copy = NONE;

  TileLoops(Tiles tiles) {
    this.tiles = tiles;
    group = 2 * tiles.lanes();
    zeros = new float[Panels.widest(tiles.lanes()) * tiles.lanes()];
    paddedStart = new float[tiles.lanes()];
    padded = new float[HEIGHT * tiles.lanes()];
  }

  /** How the products are computed, in words. */
  static String shape(Tiles tiles) {
    boolean isHigh = Panels.widest(tiles.lanes()) == 2 && 2 * tiles.lanes() > 2 * HEIGHT;
    return "vectors of %s numbers (Vector API), %s rows x %s vectors at a time"
        .formatted(tiles.lanes(), isHigh ? HIGH : HEIGHT, Panels.widest(tiles.lanes()));
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

  /** The number of blocks of a sum. */
  static int blocks(int inner) {
    return Math.max(1, (inner + TERMS / 2) / TERMS);
  }

  /** Where a block of a sum begins; behind the last block, where the sum ends. */
  static int firstTerm(int block, int blocks, int inner) {
    return (int) ((long) block * inner / blocks);
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
    if ((packs || copies) && copy.length == 0) {
      copy = new float[MOST_TERMS * STEP];
    }
    int blocks = blocks(inner);
    for (int block = 0; block < blocks; block++) {
      int q = firstTerm(block, blocks, inner);
      int terms = firstTerm(block + 1, blocks, inner) - q;
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
    for (int q = 0; q < terms; q++) {
      System.arraycopy(a, at + q * step, copy, q * STEP, rows);
    }
  }

  /**
   * Copies a block in groups of rows, and a group term by term, with as many numbers between two
   * terms as a panel has.
   */
  private void pack(float[] a, int at, int rowStep, int step, int rows, int terms) {
    if (rowStep == 1) {
      packColumns(a, at, step, rows, terms);
      return;
    }
    for (int i = 0; i < rows; i += HEIGHT) {
      packFour(a, at + i * rowStep, rowStep, step, i / group * group * terms + i % group, terms);
    }
  }

  /** Copies a block whose rows are columns in memory, some terms of all groups at a time. */
  private void packColumns(float[] a, int at, int step, int rows, int terms) {
    for (int q = 0; q < terms; q += FEW) {
      int few = Math.min(FEW, terms - q);
      int i = 0;
      for (; i + group <= rows; i += group) {
        tiles.copyPairs(a, at + q * step + i, step, copy, i * terms + q * group, few);
      }
      for (int k = q; i < rows && k < q + few; k++) {
        System.arraycopy(a, at + k * step + i, copy, i * terms + k * group, rows - i);
      }
    }
  }

  private void packFour(float[] a, int from, int rowStep, int step, int into, int terms) {
    float[] to = copy;
    int p = from;
    int next = into;
    for (int q = 0; q < terms; q++) {
      to[next] = a[p];
      to[next + 1] = a[p + rowStep];
      to[next + 2] = a[p + 2 * rowStep];
      to[next + 3] = a[p + 3 * rowStep];
      p += step;
      next += group;
    }
  }

  /**
   * The rows of the next packed tile of a group: 16 are divided into 6, 6 and 4, 12 into 6 and 6,
   * and 8 into 4 and 4.
   */
  private static int height(int left) {
    return left == HEIGHT || left == 2 * HEIGHT ? HEIGHT : HIGH;
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
      int i = 0;
      while (i < rows) {
        int begin = i / group * group;
        int height = vectors == 2 ? height(Math.min(begin + group, rows) - i) : HEIGHT;
        int at = begin * terms + i - begin;
        int cAt = (row + i) * columns + first;
        int sumsAt = goesOn ? cAt : fromZero ? 0 : first;
        int step = goesOn ? columns : 0;
        if (vectors == 2) {
          tiles.packed(
              height, copy, at, b.numbers(), bAt, terms, sums, sumsAt, step, c, cAt, columns);
        } else {
          tiles.four(
              vectors,
              copy,
              at,
              1,
              group,
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
        i += height;
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
