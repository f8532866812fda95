package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsAheadTest {

  private static final int ROWS = 1000;
  private static final int COLUMNS = 3;

  @TempDir private Path folder;

  private MatrixRows rows() {
    return filled(new StoredRows(folder, COLUMNS));
  }

  private static MatrixRows filled(StoredRows rows) {
    for (int row = 0; row < ROWS; row++) {
      rows.add(new float[] {row, row + 0.25f, row + 0.5f}, 1);
    }
    return rows.end();
  }

  private static int[] shuffled(long seed) {
    List<Integer> rows = new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
    Collections.shuffle(rows, new Random(seed));
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] expected(MatrixRows rows, int[] order, int from, int to) {
    float[] expected = new float[(to - from) * COLUMNS];
    for (int i = from; i < to; i++) {
      rows.copyRow(order[i], expected, (i - from) * COLUMNS);
    }
    return expected;
  }

  @Test
  void rowsAreThoseThatAreWantedWhateverIsKept() {
    MatrixRows rows = rows();
    for (int most : new int[] {1, 7, 64, 333, ROWS}) {
      RowsAhead ahead = new RowsAhead(rows, most);
      int[] order = shuffled(most);
      for (int epoch = 0; epoch < 2; epoch++) {
        for (int from = 0; from < ROWS; from += 16) {
          int to = Math.min(ROWS, from + 16);
          float[] into = new float[(to - from) * COLUMNS];
          ahead.copy(order, from, to, into);
          assertArrayEquals(expected(rows, order, from, to), into);
        }
        // The same array in another order, as in the next epoch.
        System.arraycopy(shuffled(99), 0, order, 0, ROWS);
      }
    }
  }

  @Test
  void rowsThatAreNotWantedNextAreReadAgain() {
    MatrixRows rows = rows();
    RowsAhead ahead = new RowsAhead(rows, 100);
    int[] order = shuffled(1);
    for (int from : new int[] {0, 500, 10, 10, 990, 0}) {
      float[] into = new float[10 * COLUMNS];
      ahead.copy(order, from, from + 10, into);
      assertArrayEquals(expected(rows, order, from, from + 10), into);
    }
  }

  /** Rows that note which of them are read. */
  private static MatrixRows watched(MatrixRows all, List<Integer> read) {
    return new MatrixRows() {
      @Override
      public int rows() {
        return all.rows();
      }

      @Override
      public int columns() {
        return all.columns();
      }

      @Override
      public void copyRow(int row, float[] into, int at) {
        read.add(row);
        all.copyRow(row, into, at);
      }

      @Override
      public float at(int row, int column) {
        return all.at(row, column);
      }
    };
  }

  @Test
  void rowsThatLieCloseTogetherAreReadInOnePassOverTheFile() {
    List<Integer> read = new ArrayList<>();
    RowsAhead ahead = new RowsAhead(watched(rows(), read), 500);
    int[] order = shuffled(5);
    for (int from = 0; from < ROWS; from += 20) {
      ahead.copy(order, from, from + 20, new float[20 * COLUMNS]);
      int passes = from < 500 ? 1 : 2;
      assertEquals(
          passes - 1,
          IntStream.range(1, read.size()).filter(i -> read.get(i) <= read.get(i - 1)).count());
      assertTrue(read.size() <= passes * ROWS);
    }
  }

  @Test
  void rowsThatAreLeftOutDoNotMakeTheOthersBeReadAgain() {
    MatrixRows rows = rows();
    List<Integer> read = new ArrayList<>();
    RowsAhead ahead = new RowsAhead(watched(rows, read), 500);
    int[] order = shuffled(6);
    ahead.copy(order, 0, 10, new float[10 * COLUMNS]);
    int once = read.size();
    for (int from = 20; from < 500; from += 20) {
      float[] into = new float[10 * COLUMNS];
      ahead.copy(order, from, from + 10, into);
      assertArrayEquals(expected(rows, order, from, from + 10), into);
    }
    assertEquals(once, read.size());
  }

  @Test
  void rowsOfSeveralBlocksAreTheSameAsOneByOne() {
    int many = 60_000;
    StoredRows stored = new StoredRows(folder, COLUMNS, 2);
    for (int row = 0; row < many; row++) {
      stored.add(new float[] {row, row + 0.25f, row + 0.5f}, 1);
    }
    MatrixRows rows = stored.end();
    for (int[] range : new int[][] {{0, many}, {21_844, 21_846}, {21_845, 43_690}, {1, 59_999}}) {
      float[] into = new float[(range[1] - range[0]) * COLUMNS];
      rows.copyRows(range[0], range[1], into);
      for (int row = range[0]; row < range[1]; row++) {
        assertEquals(row + 0.5f, into[(row - range[0]) * COLUMNS + 2]);
      }
    }
    int[] order = IntStream.range(0, many).map(i -> (int) (i * 7919L % many)).toArray();
    float[] into = new float[many * COLUMNS];
    rows.copyRows(order, 0, many, into);
    assertArrayEquals(expected(rows, order, 0, many), into);
  }

  @Test
  void rowsThatLieFarApartAreReadAlone() {
    int columns = 100;
    MatrixRows all = Matrix.zeros(ROWS, columns);
    List<Integer> read = new ArrayList<>();
    RowsAhead ahead = new RowsAhead(watched(all, read), 10);
    int[] order = {900, 0, 700, 100, 300, 500, 800, 200, 400, 600};
    ahead.copy(order, 0, 10, new float[10 * columns]);
    assertEquals(List.of(0, 100, 200, 300, 400, 500, 600, 700, 800, 900), read);
  }

  @Test
  void rowsSideBySideAreTheSameAsOneByOne() {
    MatrixRows rows = rows();
    for (int[] range : new int[][] {{0, ROWS}, {0, 0}, {999, ROWS}, {17, 400}}) {
      int[] order = IntStream.range(0, ROWS).toArray();
      float[] expected = expected(rows, order, range[0], range[1]);
      float[] into = new float[expected.length];
      rows.copyRows(range[0], range[1], into);
      assertArrayEquals(expected, into);
      Arrays.fill(into, Float.NaN);
      rows.copyRows(order, range[0], range[1], into);
      assertArrayEquals(expected, into);
    }
  }

  @Test
  void batchesAreReadAheadByEachThreadInItsOrder() {
    MatrixRows rows = filled(new StoredRows(folder, COLUMNS, 2));
    IntStream.range(0, 4)
        .parallel()
        .forEach(
            thread -> {
              int[] order = shuffled(thread);
              for (int epoch = 0; epoch < 3; epoch++) {
                for (int from = 0; from < ROWS; from += 50) {
                  float[] into = new float[50 * COLUMNS];
                  rows.copyRows(order, from, from + 50, into);
                  assertArrayEquals(expected(rows, order, from, from + 50), into);
                }
                System.arraycopy(shuffled(10L * thread + epoch), 0, order, 0, ROWS);
              }
            });
  }

  @Test
  void anInterruptedThreadGetsItsBatchAndReadsNothingAhead() {
    MatrixRows rows = rows();
    RowsAhead ahead = new RowsAhead(rows, 100);
    int[] order = shuffled(3);
    float[] into = new float[10 * COLUMNS];
    Thread.currentThread().interrupt();
    ahead.copy(order, 0, 10, into);
    assertArrayEquals(expected(rows, order, 0, 10), into);
    assertTrue(Thread.interrupted());
    ahead.copy(order, 10, 20, into);
    assertArrayEquals(expected(rows, order, 10, 20), into);
  }

  @Test
  void memoryIsThatOfTheRowsThatAreKept() {
    // Three numbers of four bytes, an index, and a place.
    assertEquals(10, RowsAhead.rowsIn(10 * (12 + 12), rows()));
    assertEquals(ROWS, RowsAhead.rowsIn(Long.MAX_VALUE, rows()));
  }
}
