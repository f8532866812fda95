package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The batches of a step are kept in arrays that are made once. */
class StepBatchesTest {

  private static final AuxiliaryColumn COST = AuxiliaryColumn.number("cost");

  private static AuxiliaryColumns costs(double... costs) {
    int[] rows = new int[costs.length];
    Arrays.setAll(rows, i -> i);
    return AuxiliaryColumns.of(Table.of(Column.of("cost", costs)), List.of(COST), Map.of(), rows);
  }

  private static double[] numbers(StepBatches.Seen batch) {
    return batch.auxiliary().of(List.of(COST))[0];
  }

  private static void add(StepBatches batches, int rows, AuxiliaryColumns auxiliary) {
    batches.add(Matrix.zeros(rows, 2), Matrix.zeros(rows, 1), Optional.empty(), auxiliary, 1);
  }

  @Test
  void whatALossSeesBesideTheTargetIsCopiedIntoTheSameArrays() {
    StepBatches batches = new StepBatches(true);
    AuxiliaryColumns room = costs(1, 2, 3);
    add(batches, 3, room);
    double[] first = numbers(batches.get(0));
    assertArrayEquals(new double[] {1, 2, 3}, first);
    assertNotSame(room.of(List.of(COST))[0], first, "the next batch overwrites it");
    batches.clear();
    add(batches, 2, costs(4, 5));
    assertSame(first, numbers(batches.get(0)));
    assertArrayEquals(new double[] {4, 5, 3}, first);
    batches.clear();
    add(batches, 4, costs(6, 7, 8, 9));
    assertArrayEquals(new double[] {6, 7, 8, 9}, numbers(batches.get(0)));
  }

  @Test
  void theirBytesAreCounted() {
    assertEquals(0, StepBatches.bytes(1, 10, 3, 2, 4));
    // Inputs, targets and a weight in float, the columns in double.
    assertEquals(3 * 10 * (4 * (3 + 2 + 1) + 8 * 4), StepBatches.bytes(3, 10, 3, 2, 4));
  }
}
