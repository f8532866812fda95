package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in blocks are the same as a matrix of them. */
class RowBlocksTest {

  private static RowBlocks rows(int count, int columns) {
    RowBlocks rows = new RowBlocks(count, columns);
    for (int row = 0; row < count; row++) {
      float[] numbers = new float[columns];
      numbers[0] = row;
      rows.add(numbers, 1);
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 40_000})
  void allOfThemAreAMatrix(int count) {
    Matrix matrix = rows(count, 3).inMemory();
    assertEquals(count, matrix.rows());
    assertArrayEquals(rows(count, 3).copyOfRows(0, count).values(), matrix.values());
    assertEquals(3 * count, matrix.values().length);
  }

  @Test
  void aSingleBlockIsNotCopied() {
    RowBlocks rows = rows(500, 3);
    assertSame(rows.inMemory().values(), rows.inMemory().values());
  }
}
