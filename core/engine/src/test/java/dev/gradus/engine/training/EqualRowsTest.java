package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.EqualRows;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that repeat earlier ones, and splits that keep them together. */
class EqualRowsTest {

  private static final int DIFFERENT = 80;

  private static final int ROWS = 3 * DIFFERENT;

  @TempDir Path folder;

  @Test
  void cellsAreComparedByValueAndMissingOnesAreEqual() {
    Table table =
        Table.of(
            Column.of("x", 1, 1, Double.NaN, Double.NaN, 0, -0.0, 1),
            Column.of("s", "a", "b", "", "", "c", "c", "a"));
    EqualRows equal = EqualRows.of(table);
    assertEquals(3, equal.repeats());
    assertArrayEquals(new int[] {0, 1, 2, 4}, equal.firsts());
    Split split = equal.spread(Split.random(4, 0.5, 7));
    assertEquals(7, split.training().length + split.validation().length);
    assertEquals(isIn(split.training(), 0), isIn(split.training(), 6));
    assertEquals(isIn(split.training(), 2), isIn(split.training(), 3));
    assertEquals(isIn(split.training(), 4), isIn(split.training(), 5));
  }

  @Test
  void manyRowsAreCompared() {
    double[] numbers = IntStream.range(0, 10_000).mapToDouble(i -> i % 9_000 / 3.0).toArray();
    String[] texts =
        IntStream.range(0, 10_000).mapToObj(i -> "t" + (i == 9_500 ? 1 : 0)).toArray(String[]::new);
    EqualRows equal = EqualRows.of(Table.of(Column.of("x", numbers), Column.of("s", texts)));
    assertEquals(999, equal.repeats());
    assertEquals(9_500, equal.firsts()[9_000]);
  }

  private static boolean isIn(int[] rows, int row) {
    return Arrays.binarySearch(rows, row) >= 0;
  }

  /** Each of 80 rows three times, in places far apart; only their numbers differ. */
  private static Table tripled() {
    return Table.of(
        Column.of("n", IntStream.range(0, ROWS).asDoubleStream().toArray()),
        Column.of("x", IntStream.range(0, ROWS).mapToDouble(i -> i % DIFFERENT * 0.5).toArray()),
        Column.of(
            "kind",
            IntStream.range(0, ROWS)
                .mapToObj(i -> "k" + i % DIFFERENT % 4)
                .toArray(String[]::new)));
  }

  private ConfiguredTable table(String target, String split, String ignored) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: {csv: a.csv, target: %s, columns: {%s}, split: {%s}}
            network: [dense]
            loss: %s
            optimizer: adam
            """
                .formatted(target, ignored, split, target.equals("x") ? "mse" : "cross-entropy"));
    try (Gradus gradus = Gradus.create()) {
      Configuration configuration = gradus.read(yaml);
      return ConfiguredTable.of(configuration, tripled(), List.of(), warning -> {});
    }
  }

  private static void assertTogether(int[] part) {
    for (int row : part) {
      assertTrue(isIn(part, (row + DIFFERENT) % ROWS), () -> "row " + row + " is alone");
    }
  }

  @Test
  void everyPartAndFoldHasAllEqualRowsOrNone() throws IOException {
    for (String target : List.of("kind", "x")) {
      ConfiguredTable table =
          table(target, "validation: 0.2, test: 0.1, duplicates-together: true", "n: ignore");
      Split split = table.split(true);
      assertEquals(24, split.test().length);
      assertEquals(48, split.validation().length);
      assertEquals(ROWS - 72, split.training().length);
      for (int[] part : List.of(split.test(), split.validation(), split.training())) {
        assertTogether(part);
      }
      List<Split> folds = table.folds(5, 3);
      int held = 0;
      for (Split fold : folds) {
        assertTogether(fold.validation());
        assertTogether(fold.training());
        held += fold.validation().length;
      }
      assertEquals(ROWS, held);
    }
  }

  @Test
  void classesKeepTheirShares() throws IOException {
    Split split =
        table("kind", "validation: 0.2, duplicates-together: true", "n: ignore").split(true);
    for (int kind = 0; kind < 4; kind++) {
      int own = kind;
      assertEquals(
          12, Arrays.stream(split.validation()).filter(row -> row % DIFFERENT % 4 == own).count());
    }
  }

  /** The number of a row makes it different from the others. */
  @Test
  void ignoredColumnsDoNotCount() throws IOException {
    Split asked = table("kind", "validation: 0.2, duplicates-together: true", "").split(true);
    Split plain = table("kind", "validation: 0.2", "").split(true);
    assertArrayEquals(plain.validation(), asked.validation());
  }
}
