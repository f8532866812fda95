package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of splitting a table and of learning its preparation, term by term. */
class SplitMemoryTest {

  private static final int ROWS = 1000;

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
            network: [dense]
            loss: mse
            optimizer: adam
            """
                .formatted(data));
    try (Gradus gradus = Gradus.create()) {
      return ConfiguredTable.of(gradus.read(yaml), table(), List.of(), warning -> {});
    }
  }

  /** Bytes for each row. */
  private long bytes(String data) throws IOException {
    return SplitMemory.bytes(table(data)) / ROWS;
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
  void whatDoesNotFitIsRefusedBeforeItBegins() throws IOException {
    ConfiguredTable together = table("split: {group: name}, columns: {day: ignore}");
    // Of little memory, the process takes 24 MB.
    long heap = (24L << 20) + 37 * ROWS;
    SplitMemory.check(together, heap);
    assertEquals(
        "data: to split 1,000 rows and to learn how their columns are prepared would need about 37 KB of memory, but of the 25 MB of this process it can use 37 KB; increase it (java -Xmx), or use fewer rows",
        refused(together, heap - 1));
    assertEquals(
        "data: to split 1,000 rows and to learn how their columns are prepared would need about 36 KB of memory, but of the 25 MB of this process it can use 36 KB; increase it (java -Xmx), or use fewer rows, or columns whose preparation needs no quantiles ({numeric: {scale: standard, missing: mean}})",
        refused(table("split: {validation: 0.2}, missing: fill"), (24L << 20) + 36 * ROWS - 1));
  }

  private static String refused(ConfiguredTable table, long heap) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> SplitMemory.check(table, heap)).getMessage());
  }
}
