package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.linear.Matrix;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Columns are prepared as scikit-learn prepares them. */
class PreparationReferenceTest {

  private static final double DOUBLE_TOLERANCE = 1e-12;
  private static final double FLOAT_TOLERANCE = 1e-4;

  private static void assertClose(double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
        actual + " is not near " + expected);
  }

  private static void assertMatrix(double[][] expected, Matrix actual) {
    assertEquals(expected.length, actual.rows());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i].length, actual.columns());
      for (int j = 0; j < expected[i].length; j++) {
        assertClose(expected[i][j], actual.get(i, j), FLOAT_TOLERANCE);
      }
    }
  }

  private static Preparation learn(ReferenceCases reference, Map<String, ColumnSpec> columns) {
    Table table = reference.table("fit");
    int[] rows = IntStream.range(0, table.rows()).toArray();
    return Preparation.learn(
        table,
        rows,
        new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.STANDARD, false, false));
  }

  @Test
  void numbersAreStandardised() throws IOException {
    ReferenceCases reference = ReferenceCases.of("standard-scaler-1");
    Preparation preparation = learn(reference, Map.of());
    for (int i = 0; i < preparation.inputs().size(); i++) {
      ScaledColumn column = (ScaledColumn) preparation.inputs().get(i);
      assertClose(reference.vector("mean")[i], column.mean(), DOUBLE_TOLERANCE);
      assertClose(reference.vector("scale")[i], column.deviation(), DOUBLE_TOLERANCE);
    }
    assertMatrix(reference.matrix("fit_transformed"), preparation.inputs(reference.table("fit")));
    assertMatrix(reference.matrix("new_transformed"), preparation.inputs(reference.table("new")));
  }

  @Test
  void oneRowOfRawNumbersIsStandardisedAlike() throws IOException {
    ReferenceCases reference = ReferenceCases.of("standard-scaler-1");
    Preparation preparation = learn(reference, Map.of());
    Matrix all = preparation.inputs(reference.table("new"));
    double[][] raw = reference.matrix("new");
    float[] prepared = new float[4];
    for (int i = 0; i < raw.length; i++) {
      preparation.inputs(raw[i], prepared);
      for (int j = 0; j < 4; j++) {
        assertEquals(all.get(i, j), prepared[j]);
      }
    }
  }

  @Test
  void standardisedNumbersAreRestored() throws IOException {
    ReferenceCases reference = ReferenceCases.of("standard-scaler-1");
    Preparation preparation = learn(reference, Map.of());
    double[][] transformed = reference.matrix("new_transformed");
    double[][] restored = reference.matrix("new_inverse");
    for (int i = 0; i < transformed.length; i++) {
      for (int j = 0; j < 4; j++) {
        ScaledColumn column = (ScaledColumn) preparation.inputs().get(j);
        assertClose(restored[i][j], column.restore(transformed[i][j]), DOUBLE_TOLERANCE);
      }
    }
  }

  @Test
  void textsBecomeOneColumnPerCategory() throws IOException {
    ReferenceCases reference = ReferenceCases.of("one-hot-encoder-1");
    Preparation preparation = learn(reference, Map.of());
    assertEquals(
        List.of(
            new OneHotColumn("c0", List.of("blue", "green", "red")),
            new OneHotColumn("c1", List.of("L", "M", "S", "XL"))),
        preparation.inputs());
    assertMatrix(reference.matrix("fit_transformed"), preparation.inputs(reference.table("fit")));
    assertMatrix(reference.matrix("new_transformed"), preparation.inputs(reference.table("new")));
  }

  @Test
  void numbersDeclaredCategoricalBecomeOneColumnPerCategory() throws IOException {
    ReferenceCases reference = ReferenceCases.of("one-hot-encoder-3");
    Preparation preparation = learn(reference, Map.of("c0", new Categorical()));
    assertEquals(
        List.of(new OneHotColumn("c0", List.of("0", "10", "20", "30"))), preparation.inputs());
    assertMatrix(reference.matrix("fit_transformed"), preparation.inputs(reference.table("fit")));
    assertMatrix(reference.matrix("new_transformed"), preparation.inputs(reference.table("new")));
  }

  private static void assertScaled(String id, ColumnSpec.Scale scale) throws IOException {
    ReferenceCases reference = ReferenceCases.of(id);
    Table table = reference.table("fit");
    Preparation preparation =
        Preparation.learn(
            table,
            IntStream.range(0, table.rows()).toArray(),
            new PreparationPlan(List.of("y"), Map.of(), scale, false, false));
    assertMatrix(reference.matrix("fit_transformed"), preparation.inputs(table));
    assertMatrix(reference.matrix("new_transformed"), preparation.inputs(reference.table("new")));
    double[][] transformed = reference.matrix("new_transformed");
    double[][] restored = reference.matrix("new_inverse");
    for (int i = 0; i < transformed.length; i++) {
      for (int j = 0; j < transformed[i].length; j++) {
        ScaledColumn column = (ScaledColumn) preparation.inputs().get(j);
        assertClose(restored[i][j], column.restore(transformed[i][j]), DOUBLE_TOLERANCE);
      }
    }
  }

  @Test
  void numbersAreBroughtIntoARange() throws IOException {
    assertScaled("min-max-scaler-1", ColumnSpec.Scale.MIN_MAX);
  }

  @Test
  void numbersAreScaledByTheirQuartiles() throws IOException {
    assertScaled("robust-scaler-1", ColumnSpec.Scale.ROBUST);
  }

  private static void assertFilled(String id, Numeric spec) throws IOException {
    ReferenceCases reference = ReferenceCases.of(id);
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    for (String name : reference.table("fit").names()) {
      if (!name.equals("y")) {
        columns.put(name, spec);
      }
    }
    Preparation preparation = learn(reference, columns);
    for (int j = 0; j < columns.size(); j++) {
      ScaledColumn column = (ScaledColumn) preparation.inputs().get(j);
      assertClose(reference.vector("fill")[j], column.fill().orElseThrow(), DOUBLE_TOLERANCE);
    }
    assertMatrix(reference.matrix("fit_transformed"), preparation.inputs(reference.table("fit")));
    assertMatrix(reference.matrix("new_transformed"), preparation.inputs(reference.table("new")));
  }

  private static Numeric filledBy(Numeric.Missing missing, double constant) {
    return new Numeric(ColumnSpec.Scale.NONE, missing, constant, false);
  }

  @Test
  void somethingStandsForMissingNumbers() throws IOException {
    assertFilled("imputer-1", filledBy(Numeric.Missing.MEAN, 0));
    assertFilled("imputer-2", filledBy(Numeric.Missing.MEDIAN, 0));
    assertFilled("imputer-3", filledBy(Numeric.Missing.MOST_FREQUENT, 0));
    assertFilled("imputer-4", filledBy(Numeric.Missing.CONSTANT, -1));
  }

  @Test
  void namesInAnOrderBecomeTheirPlace() throws IOException {
    ReferenceCases reference = ReferenceCases.of("ordinal-encoder-1");
    Preparation preparation =
        learn(
            reference,
            Map.of(
                "c0",
                new Categorical(Categorical.Missing.REFUSE, List.of("blue", "green", "red")),
                "c1",
                new Categorical(Categorical.Missing.REFUSE, List.of("L", "M", "S", "XL"))));
    assertMatrix(reference.matrix("fit_transformed"), preparation.inputs(reference.table("fit")));
    assertMatrix(reference.matrix("new_transformed"), preparation.inputs(reference.table("new")));
  }
}
