package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.NormalScores;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scales that outliers do not spoil. */
class RobustScalesTest {

  private static ScaledColumn learned(ColumnSpec.Scale scale, double... numbers) {
    return (ScaledColumn) preparation(scale, numbers).inputs().get(0);
  }

  private static Preparation preparation(ColumnSpec.Scale scale, double... numbers) {
    double[] targets = IntStream.range(0, numbers.length).mapToDouble(i -> i).toArray();
    Table table = Table.of(Column.of("x", numbers), Column.of("y", targets));
    PreparationPlan plan = new PreparationPlan(List.of("y"), Map.of(), scale, false, false);
    return TablePreparation.learn(table, IntStream.range(0, numbers.length).toArray(), plan);
  }

  @Test
  void whereTheInterquartileRangeIsZeroHalfOfTheRangeReplacesIt() {
    assertEquals(
        new ScaledColumn("x", 0, 50), learned(ColumnSpec.Scale.ROBUST, 0, 0, 0, 0, 0, 0, 0, 100));
    assertEquals(new ScaledColumn("x", 7, 1), learned(ColumnSpec.Scale.ROBUST, 7, 7, 7));
    assertEquals(
        new ScaledColumn("x", 0, 1.5e308),
        learned(ColumnSpec.Scale.ROBUST, -1.5e308, 0, 0, 0, 0, 0, 0, 1.5e308));
  }

  @Test
  void aClippedNumberStaysBetweenMinusThreeAndThree() {
    ScaledColumn column = learned(ColumnSpec.Scale.ROBUST_CLIPPED, 1, 2, 3, 4, 5);
    assertEquals(new ScaledColumn("x", 3, 2).clipped(), column);
    assertEquals(0, column.apply(3));
    // z = 3 becomes 3/sqrt(2).
    assertEquals(3 / Math.sqrt(2), column.apply(9), 1e-15);
    assertEquals(-3, column.apply(-1e200));
    assertEquals(3, column.apply(1e300));
    assertTrue(Double.isNaN(column.apply(Double.NaN)));
    assertTrue(Double.isInfinite(column.apply(Double.POSITIVE_INFINITY)));
    for (double x : new double[] {-400, -1, 3, 4.5, 77}) {
      assertEquals(x, column.restore(column.apply(x)), 1e-9 * Math.max(1, Math.abs(x)));
    }
    assertTrue(Double.isFinite(column.restore(3)));
    assertEquals(50, column.distance(103).orElseThrow(), "what is far is not clipped");
  }

  @Test
  void aQuantileBecomesTheNormalScoreOfItsRank() {
    NormalScores scores =
        learned(ColumnSpec.Scale.QUANTILE, 10, 0, -5, 1000, 20).quantiles().orElseThrow();
    assertEquals(List.of(-5.0, 0.0, 10.0, 20.0, 1000.0), scores.values());
    // scipy.stats.norm.ppf((r - 0.5)/5)
    double[] expected = {
      -1.2815515655446004, -0.5244005127080409, 0, 0.5244005127080407, 1.2815515655446004
    };
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], scores.scores().get(k), 1e-14);
    }
    ScaledColumn column = learned(ColumnSpec.Scale.QUANTILE, 10, 0, -5, 1000, 20);
    assertEquals((0.5244005127080407 + 1.2815515655446004) / 2, column.apply(510), 1e-14);
    assertEquals(expected[0], column.apply(-1e300), 1e-14, "the nearest quantile");
    assertEquals(expected[4], column.apply(1e300), 1e-14, "the nearest quantile");
    assertTrue(Double.isNaN(column.apply(Double.NaN)));
    assertTrue(Double.isInfinite(column.apply(Double.NEGATIVE_INFINITY)));
    assertEquals(510, column.restore(column.apply(510)), 1e-9);
    assertEquals(49.5, column.distance(1000).orElseThrow(), "(1000 - 10)/20");
  }

  @Test
  void equalNumbersHaveTheirMeanRank() {
    ScaledColumn column = learned(ColumnSpec.Scale.QUANTILE, 0, 0, 0, 1, -0.0, 2, 2, 3);
    NormalScores scores = column.quantiles().orElseThrow();
    assertEquals(List.of(0.0, 1.0, 2.0, 3.0), scores.values());
    assertEquals(NormalQuantiles.score(2.0 / 8), scores.scores().get(0));
    assertEquals(NormalQuantiles.score(6.0 / 8), scores.scores().get(2));
    assertEquals(column.apply(0.0), column.apply(-0.0));
    assertEquals(0, learned(ColumnSpec.Scale.QUANTILE, 4, 4, 4).apply(9), "a constant column");
  }

  @Test
  void manyNumbersBecomeNormallyDistributedBy256Quantiles() {
    double[] numbers =
        new SplittableRandom(1).doubles(5000).map(u -> StrictMath.exp(20 * u * u)).toArray();
    ScaledColumn column = learned(ColumnSpec.Scale.QUANTILE, numbers);
    NormalScores scores = column.quantiles().orElseThrow();
    int count = scores.values().size();
    assertTrue(count > 200 && count <= NormalQuantiles.MOST, count + " quantiles");
    assertEquals(Arrays.stream(numbers).min().orElseThrow(), scores.values().get(0));
    assertEquals(Arrays.stream(numbers).max().orElseThrow(), scores.values().get(count - 1));
    double[] mapped = Arrays.stream(numbers).map(column::apply).sorted().toArray();
    double mean = Arrays.stream(mapped).average().orElseThrow();
    double squares = Arrays.stream(mapped).map(z -> z * z).average().orElseThrow();
    assertEquals(0, mean, 0.001);
    assertEquals(1, squares, 0.001);
    for (double share : new double[] {0.001, 0.01, 0.1, 0.3, 0.7, 0.99}) {
      assertEquals(NormalQuantiles.score(share), mapped[(int) (share * 5000)], 0.03, share + "");
    }
  }

  /** Values of scipy.stats.norm.ppf. */
  @Test
  void scoresAreThoseOfTheNormalDistribution() {
    assertEquals(0, NormalQuantiles.score(0.5));
    assertEquals(1.959963984540054, NormalQuantiles.score(0.975), 1e-15);
    assertEquals(-0.8416212335729142, NormalQuantiles.score(0.2), 1e-15);
    assertEquals(-3.090232306167813, NormalQuantiles.score(0.001), 1e-14);
    assertEquals(-6.361340902404056, NormalQuantiles.score(1e-10), 1e-14);
    assertEquals(-11.464024688443617, NormalQuantiles.score(1e-30), 1e-13);
  }

  @Test
  void theyAreStoredInTheModel() throws IOException {
    for (ColumnSpec.Scale scale :
        List.of(ColumnSpec.Scale.ROBUST_CLIPPED, ColumnSpec.Scale.QUANTILE)) {
      Preparation preparation = preparation(scale, 3, 1, 4, 1, 5);
      String json = PreparationJson.write(preparation);
      assertEquals(preparation, PreparationJson.read(json), json);
    }
    String broken =
        PreparationJson.write(preparation(ColumnSpec.Scale.QUANTILE, 1, 2, 3))
            .replace("1.0,2.0,3.0", "2.0,1.0,3.0");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PreparationJson.read(broken));
    assertEquals("3 quantiles do not fit 3 scores, or are not in order", e.getMessage());
  }

  @Test
  void aTargetIsScaledLinearly() {
    assertEquals(
        new NumericTarget(List.of(new ScaledColumn("y", 2, 2))),
        preparation(ColumnSpec.Scale.ROBUST_CLIPPED, 1, 2, 3, 4, 5).targets());
    assertEquals(
        new NumericTarget(List.of(new ScaledColumn("y", 2, Math.sqrt(2)))),
        preparation(ColumnSpec.Scale.QUANTILE, 1, 2, 3, 4, 5).targets());
    Table table = Table.of(Column.of("x", 1, 2, 3), Column.of("y", 1, 2, 3));
    PreparationPlan plan =
        new PreparationPlan(
            List.of("y"),
            Map.of("y", new NumericSpec(ColumnSpec.Scale.QUANTILE)),
            ColumnSpec.Scale.STANDARD,
            false,
            false);
    DataException e =
        assertThrows(
            DataException.class, () -> TablePreparation.learn(table, new int[] {0, 1, 2}, plan));
    assertEquals(
        "column 'y' is a target, and only inputs can be clipped or mapped to a normal distribution; use scale: standard for it",
        e.problems().get(0).sentence());
  }
}
