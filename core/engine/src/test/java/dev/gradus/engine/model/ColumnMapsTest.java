package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Functions between two preparations of a column take little memory and few encodings. */
class ColumnMapsTest {

  private static final int ROWS = 300_000;

  private static final Table TABLE =
      Table.of(
          Column.of(
              "size",
              IntStream.range(0, ROWS)
                  .mapToDouble(row -> row % 1000 == 999 ? Double.NaN : row % 77)
                  .toArray()));

  private static final PreparedColumn COMMON = new ScaledColumn("size", 38, 22).filled(38, true);

  private int encodedCommon;
  private int longest;

  private List<Optional<ColumnMaps.Linear>> to(List<PreparedColumn> others) {
    encodedCommon = 0;
    return new ColumnMaps(
            TABLE,
            COMMON,
            (column, rows) -> {
              encodedCommon += column.equals(COMMON) ? rows.length : 0;
              longest = Math.max(longest, rows.length);
              return TablePreparation.of(
                      new Preparation(
                          List.of(column), new NumericTarget(List.of(ScaledColumn.unchanged("y")))))
                  .inputs(TABLE, rows, unused -> {});
            })
        .to(others);
  }

  private static List<PreparedColumn> others(int count) {
    List<PreparedColumn> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      others.add(new ScaledColumn("size", 30 - i, 20 + i).filled(30 - i, true));
    }
    return others;
  }

  @Test
  void oneEncodingServesAllMembers() {
    to(others(1));
    int forOne = encodedCommon;
    assertEquals(9, to(others(9)).size());
    assertEquals(forOne, encodedCommon, "rows encoded for 9 members as for 1");
    assertTrue(forOne < 2.5 * ROWS, "once to fit and once to check, but " + forOne);
    assertTrue(longest <= 1 << 16, "rows in memory at once: " + longest);
  }

  @Test
  void theyAreExactAlsoForMissingCells() {
    double[][] map = to(others(1)).get(0).orElseThrow().coefficients();
    assertEquals(22 / 20.0, map[0][0], 1e-5);
    assertEquals((38 - 30) / 20.0, map[2][0], 1e-5, "the constant");
    // A missing cell is filled with the mean, which is 0 in each preparation.
    assertEquals(-map[2][0], map[1][0], 1e-5, "the indicator makes up for the fill value");
    assertEquals(1, map[1][1], 1e-5);
  }

  /** As with {@code scale: none}. */
  @Test
  void theUnitOfAColumnDoesNotMatter() {
    double[] cells = IntStream.range(0, 100).mapToDouble(row -> 1e-7 * (row % 7)).toArray();
    PreparedColumn common = ScaledColumn.unchanged("size");
    List<Optional<ColumnMaps.Linear>> maps =
        maps(cells, common, List.of(common, new ScaledColumn("size", 1e-7, 2)));
    assertEquals(1, maps.get(0).orElseThrow().coefficients()[0][0]);
    assertEquals(0, maps.get(0).orElseThrow().coefficients()[1][0]);
    assertEquals(0.5, maps.get(1).orElseThrow().coefficients()[0][0], 1e-5);
    assertEquals(-0.5e-7, maps.get(1).orElseThrow().coefficients()[1][0], 1e-12);
    PreparedColumn curve = new ScaledColumn("size", 3e-7, 1e-7).clipped();
    assertTrue(maps(cells, curve, List.of(common)).get(0).isEmpty());
  }

  /** A far cell leaves few digits for the others, of which a usual scale needs more. */
  @Test
  void digitsThatAFarCellTookAreMissed() {
    double[] cells = IntStream.range(0, 1000).mapToDouble(row -> row % 77).toArray();
    cells[500] = 1e12;
    PreparedColumn common = new ScaledColumn("size", 1e9, 3.2e10);
    PreparedColumn usual = new ScaledColumn("size", 38, 22);
    assertTrue(maps(cells, common, List.of(usual)).get(0).isEmpty());
    cells[500] = 1e5;
    common = new ScaledColumn("size", 1e2, 3.2e3);
    assertTrue(maps(cells, common, List.of(usual)).get(0).isPresent());
  }

  private static List<Optional<ColumnMaps.Linear>> maps(
      double[] cells, PreparedColumn common, List<PreparedColumn> others) {
    return new ColumnMaps(
            Table.of(Column.of("size", cells)),
            common,
            new NumericTarget(List.of(ScaledColumn.unchanged("y"))))
        .to(others);
  }

  @Test
  void aCurveIsNotLinear() {
    List<PreparedColumn> others = new ArrayList<>(others(2));
    others.set(0, new ScaledColumn("size", 38, 22).filled(38, true).clipped());
    List<Optional<ColumnMaps.Linear>> maps = to(others);
    assertTrue(maps.get(0).isEmpty());
    assertTrue(maps.get(1).isPresent());
  }
}
