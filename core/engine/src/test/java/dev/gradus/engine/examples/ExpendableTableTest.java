package dev.gradus.engine.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.PreparationThreads;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is freed while it is prepared becomes the same examples. */
class ExpendableTableTest {

  private static final int ROWS = 30_000;

  @TempDir private Path folder;

  private final List<int[]> splits =
      List.of(rows(row -> row % 5 < 3), rows(row -> row % 5 == 3), rows(row -> row % 5 == 4));

  private static int[] rows(IntPredicate wanted) {
    return IntStream.range(0, ROWS).filter(wanted).toArray();
  }

  /**
   * A table of two numbers and a city, to be classified.
   *
   * @param wrong the row of a number that is too large once it is scaled
   */
  private static Table table(int wrong) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("long,short,city,side\n");
    for (int row = 0; row < ROWS; row++) {
      boolean last = row % 5 > 2;
      csv.append(random.nextGaussian()).append(',');
      csv.append(row == wrong ? "1e300" : random.nextInt(100) + ".50").append(',');
      csv.append(last ? "new" + row % 7 : "old" + row % 3).append(',');
      csv.append(random.nextBoolean() ? "left\n" : "right\n");
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "rows.csv");
  }

  private Preparation learned(Table table) {
    return TablePreparation.learn(table, splits.get(0), new PreparationPlan("side"));
  }

  private static List<Examples> freed(
      Preparation preparation,
      Table table,
      List<int[]> splits,
      List<Warning> warnings,
      Optional<Path> folder) {
    try (PreparationThreads threads = new PreparationThreads(2)) {
      return Examples.of(
          preparation, table, splits, name -> !name.equals("side"), warnings::add, threads, folder);
    }
  }

  @Test
  void theExamplesAndWarningsAreTheSame() {
    Table table = table(-1);
    Preparation preparation = learned(table);
    List<Warning> expected = new ArrayList<>();
    List<Examples> separate =
        splits.stream().map(rows -> Examples.of(preparation, table, rows, expected::add)).toList();
    for (Optional<Path> kept : List.of(Optional.of(folder), Optional.<Path>empty())) {
      List<Warning> said = new ArrayList<>();
      List<Examples> together = freed(preparation, table(-1).expendable(), splits, said, kept);
      assertEquals(expected, said);
      assertEquals(2, said.size());
      for (int i = 0; i < splits.size(); i++) {
        Examples examples = together.get(i);
        assertEquals(kept.isPresent(), examples.isStored());
        assertSame(separate.get(i).inputs(), examples.inputs());
        assertSame(separate.get(i).targets(), examples.targets());
        assertEquals(separate.get(i).inputs().at(77, 1), examples.inputs().at(77, 1));
      }
    }
  }

  private static void assertSame(MatrixRows expected, MatrixRows actual) {
    assertEquals(expected.rows(), actual.rows());
    assertArrayEquals(expected.inMemory().values(), actual.inMemory().values());
  }

  @Test
  void theCellsAreFreedOfAnExpendableTableAlone() {
    Table kept = table(-1);
    Preparation preparation = learned(kept);
    freed(preparation, kept, splits, new ArrayList<>(), Optional.empty());
    assertEquals(0.5, kept.column("short").number(0) % 1);

    Table table = table(-1).expendable();
    freed(preparation, table, splits, new ArrayList<>(), Optional.empty());
    assertThrows(RuntimeException.class, () -> table.column("short").number(0));
    assertTrue(List.of("left", "right").contains(table.column("side").text(0)));
  }

  /** The first wrong cell is reported, with its line, though cells before it are gone. */
  @Test
  void theErrorIsTheSame() {
    int wrong = splits.get(1)[ROWS / 6];
    Preparation preparation = learned(table(-1));
    DataException expected =
        assertThrows(
            DataException.class,
            () -> Examples.of(preparation, table(wrong), splits.get(1), unused -> {}));
    DataException error =
        assertThrows(
            DataException.class,
            () ->
                freed(
                    preparation,
                    table(wrong).expendable(),
                    splits,
                    new ArrayList<>(),
                    Optional.empty()));
    assertEquals(expected.getMessage(), error.getMessage());
    assertTrue(expected.getMessage().contains("rows.csv:" + (wrong + 2)));
  }
}
