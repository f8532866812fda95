package dev.gradus.engine.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The column of example weights. */
class ExampleWeightsTest {

  private static final int[] ROWS = {2, 0};

  private static PreparationPlan plan(String... weights) {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    for (String name : weights) {
      columns.put(name, new WeightSpec());
    }
    return new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.STANDARD, false, false);
  }

  private static Table csv(String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "counted.csv");
  }

  private static String refusal(Table table, PreparationPlan plan, int... rows) {
    return String.valueOf(
        assertThrows(DataException.class, () -> ExampleWeights.of(table, plan, rows)).getMessage());
  }

  @Test
  void theyAreThoseOfTheRowsInTheOrderWanted() {
    Table table = csv("x,count,y", "1,0.5,1", "2,7,2", "3,2,3");
    Matrix weights = ExampleWeights.of(table, plan("count"), ROWS).orElseThrow();
    assertEquals(2, weights.rows());
    assertEquals(1, weights.columns());
    assertArrayEquals(new float[] {2, 0.5f}, weights.values());
    assertEquals(Optional.empty(), ExampleWeights.of(table, plan(), ROWS));
  }

  @Test
  void twoColumnsOfThemAreRefused() {
    assertEquals(
        "columns 'count' and 'share' are both declared as weight; keep one of them, and ignore the other",
        refusal(csv("count,share,y", "1,1,1"), plan("count", "share"), 0));
  }

  /** As a float: a table itself has no number that is not finite. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.0", "-1", "1e-50", "1e39", "-1e39"})
  void oneThatIsNotAboveZeroOrNotFiniteHasAPlace(String weight) {
    Table table = csv("count,y", "1,1", weight + ",2", "1,3");
    assertEquals(
        "counted.csv:3: column 'count' is the weight of the examples, which must be a number above 0, but here it has '%s'; correct the cell, or remove the row"
            .formatted(weight),
        refusal(table, plan("count"), 0, 1, 2));
    assertArrayEquals(
        new float[] {1, 1},
        ExampleWeights.of(table, plan("count"), new int[] {0, 2}).orElseThrow().values(),
        "only those of the rows that were requested count");
  }
}
