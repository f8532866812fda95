package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of splitting a table and of learning its preparation, term by term. */
class SplitMemoryTest {

  private static final int ROWS = 1000;

  private static final String MODEL =
      """
      network: [dense]
      loss: mse
      optimizer: adam
      """;

  @TempDir Path folder;

  private static Table table() {
    String[] days = new String[ROWS];
    String[] names = new String[ROWS];
    for (int row = 0; row < ROWS; row++) {
      days[row] = row == 0 ? "" : "2013-04-0" + row % 9;
      names[row] = "n" + row % 3;
    }
    return Table.of(
        Column.of("x", new double[ROWS]),
        Column.of("day", days),
        Column.of("name", names),
        Column.of("y", new double[ROWS]));
  }

  private ConfiguredTable table(String data) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: {csv: a.csv, target: y, %s}
            """
                    .formatted(data)
                + MODEL);
    try (Gradus gradus = Gradus.create()) {
      return ConfiguredTable.of(gradus.read(yaml), table(), List.of(), warning -> {});
    }
  }

  /** Bytes for each row. */
  private long bytes(String data) throws IOException {
    return SplitMemory.of(table(data), true, true).bytes() / ROWS;
  }

  /** The parts, and the rows that are learned. */
  private static final int LEARNED = 4 + 4;

  @Test
  void aColumnIsCountedByWhatItLearns() throws IOException {
    String split = "split: {validation: 0}, columns: {day: ignore, ";
    assertEquals(LEARNED, bytes(split + "x: numeric}"));
    assertEquals(LEARNED, bytes(split + "x: {numeric: {missing: mean, scale: log}}}"));
    // Sorting takes a copy and a buffer.
    assertEquals(LEARNED + 16, bytes(split + "x: {numeric: {missing: median}}}"));
    assertEquals(LEARNED + 16, bytes(split + "x: {numeric: {scale: quantile}}}"));
    assertEquals(LEARNED + 16, bytes(split + "y: {numeric: {scale: robust}}}"));
    // Seconds and their fractions; to find the one in the middle, they are sorted.
    assertEquals(LEARNED + 12, bytes("split: {validation: 0}, columns: {day: date}"));
    assertEquals(LEARNED + 12, bytes("split: {validation: 0}"), "as the first date shows");
    assertEquals(LEARNED + 12 + 16, bytes("split: {validation: 0}, missing: fill"));
    assertEquals(LEARNED + 16, bytes(split + "name: categorical}, missing: fill"));
    assertEquals(LEARNED + 16, bytes(split + "name: categorical}, scale: robust"));
  }

  @Test
  void aSplitIsCountedByWhatKeepsRowsTogether() throws IOException {
    String columns = ", columns: {day: ignore}";
    // An order, a class, a mark and a part.
    assertEquals(4 + 4 + 1 + 4, bytes("split: {validation: 0.2}" + columns));
    assertEquals(13 + 16, bytes("split: {validation: 0.2, test: 0.1}" + columns));
    assertEquals(32 + 5, bytes("split: {validation: 0.2, group: name}" + columns));
    assertEquals(32 + 5, bytes("split: {validation: 0.2, duplicates-together: true}" + columns));
    assertEquals(32 + 5, bytes("split: {validation: 0.2, time: x}" + columns));
  }

  @Test
  void foldsAndAnInitialModelNeedLess() throws IOException {
    ConfiguredTable twice =
        table("split: {test: 0.1, group: name, validation: 0.2}, columns: {day: ignore}");
    assertEquals((37 + 16) * ROWS, SplitMemory.of(twice, true, true).bytes());
    assertEquals(37 * ROWS, SplitMemory.of(twice, false, true).bytes(), "within a fold");
    assertEquals((37 + 16) * ROWS, SplitMemory.ofFolds(twice, true).bytes());
    ConfiguredTable never = table("split: {validation: 0, group: name}, columns: {day: ignore}");
    assertEquals(37 * ROWS, SplitMemory.ofFolds(never, true).bytes());
    ConfiguredTable filled = table("missing: fill, split: {validation: 0.2}");
    assertEquals((LEARNED + 12 + 16) * ROWS, SplitMemory.of(filled, true, true).bytes());
    assertEquals(13 * ROWS, SplitMemory.of(filled, true, false).bytes(), "it is not learned");
  }

  @Test
  void foldsThatDoNotFitAreRefused() throws IOException {
    String yaml = "data: {csv: a.csv, target: y, columns: {day: ignore}}\n" + MODEL;
    Path file = Files.writeString(folder.resolve("folds.yaml"), yaml);
    try (Gradus gradus = Gradus.create()) {
      ExperimentBuilder builder =
          new ExperimentBuilder(new NetworkBuilder(gradus.catalogue()), unused -> {}, 24L << 20);
      TrainingException refused =
          assertThrows(
              TrainingException.class,
              () -> builder.folds(gradus.read(file), table(), Optional.empty(), 5));
      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith("data: to split 1,000 rows would need about 13 KB of memory"),
          refused::getMessage);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItBegins() throws IOException {
    ConfiguredTable together = table("split: {group: name}, columns: {day: ignore}");
    // Of little memory, the process takes 24 MB.
    long free = 24L << 20;
    SplitMemory.check(together, true, true, free + 37 * ROWS);
    assertEquals(
        "data: to split 1,000 rows would need about 37 KB of memory, but of the 25 MB of this process it can use 37 KB besides the table; increase it (java -Xmx), or use fewer rows",
        refused(together, free + 37 * ROWS - 1));
    String split = "split: {validation: 0.2}, missing: fill";
    String learning =
        "data: to learn how the columns of 1,000 rows are prepared would need about %s of memory, but of the 25 MB of this process it can use %s besides the table; increase it (java -Xmx), or use fewer rows";
    assertEquals(
        learning.formatted("24 KB", "24 KB")
            + ", or columns whose preparation needs no quantiles ({numeric: {scale: standard, missing: mean}})",
        refused(table(split + ", columns: {day: ignore}"), free + 24 * ROWS - 1));
    // The column of dates needs most.
    assertEquals(learning.formatted("36 KB", "36 KB"), refused(table(split), free + 36 * ROWS - 1));
  }

  @Test
  void aTableInMemoryTakesItsPlace() {
    long mega = 1 << 20;
    assertEquals(700 * mega, MemoryPlan.usableBeside(0, 800 * mega));
    assertEquals(412 * mega, MemoryPlan.usableBeside(288 * mega, 800 * mega));
    assertEquals(0, MemoryPlan.usableBeside(701 * mega, 800 * mega));
    // Of little memory, the estimate for the process and the table are not both subtracted.
    assertEquals(16 * mega, MemoryPlan.usableBeside(18 * mega, 40 * mega));
  }

  private static String refused(ConfiguredTable table, long heap) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> SplitMemory.check(table, true, true, heap))
            .getMessage());
  }
}
