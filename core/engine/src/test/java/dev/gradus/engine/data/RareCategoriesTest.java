package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Categories beyond a number, or in too few rows, share one, which unknown ones belong to. */
class RareCategoriesTest {

  private static final String[] NAMES = {"d", "a", "b", "a", "c", "b", "a", "c"};

  private static CategoricalSpec spec(Optional<Integer> most, int minCount) {
    return new CategoricalSpec(CategoricalSpec.Missing.MOST_FREQUENT, List.of(), most, minCount);
  }

  private static Table table(String... cells) {
    return Table.of(
        Column.of("name", cells),
        Column.of("y", IntStream.range(0, cells.length).asDoubleStream().toArray()));
  }

  private static Preparation learn(CategoricalSpec spec, boolean codes, String... cells) {
    return TablePreparation.learn(
        table(cells),
        IntStream.range(0, cells.length).toArray(),
        new PreparationPlan(
            List.of("y"), Map.of("name", spec), ColumnSpec.Scale.STANDARD, false, codes));
  }

  private static List<String> kept(CategoricalSpec spec, String... cells) {
    return learn(spec, false, cells).inputs().get(0).categories();
  }

  @Test
  void theMostFrequentAreKept() {
    assertEquals(List.of("(other)", "a", "b"), kept(spec(Optional.of(3), 1), NAMES));
    assertEquals(List.of("(other)", "a", "b", "c"), kept(spec(Optional.empty(), 2), NAMES));
    assertEquals(List.of("(other)", "a"), kept(spec(Optional.of(9), 3), NAMES));
    assertEquals(List.of("a", "b", "c", "d"), kept(spec(Optional.of(4), 1), NAMES));
    CategoricalSpec refuses =
        new CategoricalSpec(CategoricalSpec.Missing.REFUSE, List.of(), Optional.empty(), 9);
    assertEquals(List.of("(other)"), kept(refuses, "x", "y"));
    assertEquals(List.of("7", "(other)"), kept(spec(Optional.empty(), 2), "7.0", "7", "8", "9"));
  }

  @Test
  void aFillValueIsKept() {
    CategoricalSpec own =
        new CategoricalSpec(CategoricalSpec.Missing.CATEGORY, List.of(), Optional.of(2), 3);
    assertEquals(List.of("(missing)", "(other)"), kept(own, "a", "a", "a", "b", ""));
    assertEquals(List.of("(other)", "a"), kept(spec(Optional.empty(), 9), "a", "a", "b", ""));
  }

  @Test
  void rareAndUnknownOnesAreTheSameInTablesRowsAndFiles() throws IOException {
    for (boolean codes : new boolean[] {false, true}) {
      Preparation learned = learn(spec(Optional.of(3), 1), codes, NAMES);
      Preparation preparation = PreparationJson.read(PreparationJson.write(learned));
      assertEquals(learned, preparation);
      List<Warning> warnings = new ArrayList<>();
      String[] cells = {"a", "d", "Oslo", "", "b"};
      float[] found = TablePreparation.of(preparation).inputs(table(cells), warnings::add);
      assertEquals(List.of(), warnings);
      float[] expected =
          codes
              ? new float[] {1, 0, 0, 1, 2}
              : new float[] {0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
      assertArrayEquals(expected, found);
      int width = found.length / cells.length;
      float[] row = new float[preparation.rows().room()];
      for (int i = 0; i < cells.length; i++) {
        preparation.rows().prepare(Map.of("name", cells[i]), row);
        assertArrayEquals(
            Arrays.copyOfRange(found, i * width, (i + 1) * width), Arrays.copyOf(row, width));
      }
    }
  }

  /** More than a column may have without a limit. */
  @Test
  void thereIsNoBoundToTheNamesThatAreCut() {
    String[] many =
        IntStream.range(0, 12_000)
            .mapToObj(i -> "n" + (i < 6_000 ? i : i % 5))
            .toArray(String[]::new);
    assertEquals(6, kept(spec(Optional.of(6), 1), many).size());
    assertEquals(Preparation.MOST_CATEGORIES, kept(spec(Optional.of(9_999), 1), many).size());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CategoricalSpec(
                CategoricalSpec.Missing.REFUSE, List.of("a", "b"), Optional.of(3), 1));
    DataException target =
        assertThrows(
            DataException.class,
            () ->
                TablePreparation.learn(
                    table(NAMES),
                    new int[] {0, 1, 2},
                    new PreparationPlan(
                        List.of("name"),
                        Map.of("name", spec(Optional.of(3), 1)),
                        ColumnSpec.Scale.STANDARD,
                        false,
                        false)));
    assertTrue(
        String.valueOf(target.getMessage())
            .contains(
                "column 'name' is a target, and classes cannot share one; remove max-categories and min-count"),
        target.getMessage());
  }
}
