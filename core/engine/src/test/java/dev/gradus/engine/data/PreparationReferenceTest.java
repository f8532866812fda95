package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.ReadNumbers;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CodeColumn;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.ScaledColumn;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Columns are prepared as in scikit-learn; see the README next to the file. */
class PreparationReferenceTest {

  private static final double DOUBLE_TOLERANCE = 1e-12;
  private static final double FLOAT_TOLERANCE = 1e-4;

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "note",
          "definition",
          "transformer",
          "params",
          "fit",
          "fitted",
          "fit_transformed",
          "new",
          "new_transformed",
          "new_inverse");

  /** Transformers of rows: Gradus prepares columns. */
  private static final Set<String> NOT_HERE = Set.of("row-normalizer");

  @TestFactory
  Stream<DynamicTest> columnsArePreparedAsInTheReference() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            PreparationReferenceTest.class.getResourceAsStream("preprocessing.json"))) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      assertFalse(cases.isEmpty(), "the file holds cases");
      return elements(cases)
          .filter(c -> !NOT_HERE.contains(c.get("transformer").asText()))
          .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c)));
    }
  }

  private static void replay(JsonNode c) {
    c.fieldNames()
        .forEachRemaining(field -> assertTrue(FIELDS.contains(field), "unknown field " + field));
    switch (c.get("transformer").asText()) {
      case "standard-scaler" -> standard(c);
      case "min-max-scaler" -> minMax(c);
      case "robust-scaler" -> robust(c);
      case "max-abs-scaler" -> given(c, zeros(c), fitted(c, "max_abs"));
      case "imputer" -> imputer(c);
      case "one-hot-encoder" -> oneHot(c);
      case "ordinal-encoder" -> ordinal(c);
      default -> throw new AssertionError("there is no row for " + c.get("transformer"));
    }
  }

  private static void standard(JsonNode c) {
    JsonNode params = c.get("params");
    if (params.get("with_mean").asBoolean() && params.get("with_std").asBoolean()) {
      scaled(c, ColumnSpec.Scale.STANDARD, fitted(c, "mean"), fitted(c, "scale"));
    } else {
      given(c, fitted(c, "mean"), fitted(c, "scale"));
    }
  }

  private static void minMax(JsonNode c) {
    double low = c.get("params").get("min").asDouble();
    double high = c.get("params").get("max").asDouble();
    double[] least = fitted(c, "data_min");
    double[] most = fitted(c, "data_max");
    double[] centers = new double[least.length];
    double[] scales = new double[least.length];
    for (int j = 0; j < least.length; j++) {
      double range = most[j] == least[j] ? 1 : most[j] - least[j];
      scales[j] = range / (high - low);
      centers[j] = least[j] - low * scales[j];
    }
    if (low == 0 && high == 1) {
      scaled(c, ColumnSpec.Scale.MIN_MAX, centers, scales);
    } else {
      given(c, centers, scales);
    }
  }

  private static void robust(JsonNode c) {
    JsonNode params = c.get("params");
    if (params.get("quantile_low").asDouble() == 25
        && params.get("quantile_high").asDouble() == 75) {
      scaled(c, ColumnSpec.Scale.ROBUST, fitted(c, "center"), fitted(c, "scale"));
    } else {
      given(c, fitted(c, "center"), fitted(c, "scale"));
    }
  }

  /** A scale that Gradus learns. */
  private static void scaled(
      JsonNode c, ColumnSpec.Scale scale, double[] centers, double[] scales) {
    Preparation preparation = learn(c, new NumericSpec(scale));
    List<ScaledColumn> columns =
        preparation.inputs().stream().map(column -> (ScaledColumn) column).toList();
    for (int j = 0; j < centers.length; j++) {
      assertClose(centers[j], columns.get(j).mean(), DOUBLE_TOLERANCE);
      assertClose(scales[j], columns.get(j).deviation(), DOUBLE_TOLERANCE);
    }
    assertTransforms(c, preparation);
    assertScales(c, columns);
    double[][] raw = matrix(c.get("new"));
    Matrix all = TablePreparation.of(preparation).inputMatrix(table(c.get("new")), warning -> {});
    float[] prepared = new float[columns.size()];
    for (int i = 0; i < raw.length; i++) {
      preparation.rows().prepare(raw[i], prepared);
      for (int j = 0; j < prepared.length; j++) {
        assertEquals(all.get(i, j), prepared[j], "one row of numbers is prepared alike");
      }
    }
  }

  /** A scale that Gradus applies, but does not learn. */
  private static void given(JsonNode c, double[] centers, double[] scales) {
    assertScales(
        c,
        IntStream.range(0, centers.length)
            .mapToObj(j -> new ScaledColumn("c" + j, centers[j], scales[j]))
            .toList());
  }

  private static void assertScales(JsonNode c, List<ScaledColumn> columns) {
    for (String part : List.of("fit", "new")) {
      double[][] raw = matrix(c.get(part));
      double[][] transformed = matrix(c.get(part + "_transformed"));
      for (int i = 0; i < raw.length; i++) {
        for (int j = 0; j < raw[i].length; j++) {
          assertClose(transformed[i][j], columns.get(j).apply(raw[i][j]), DOUBLE_TOLERANCE);
        }
      }
    }
    double[][] transformed = matrix(c.get("new_transformed"));
    double[][] restored = matrix(c.get("new_inverse"));
    for (int i = 0; i < transformed.length; i++) {
      for (int j = 0; j < transformed[i].length; j++) {
        assertClose(restored[i][j], columns.get(j).restore(transformed[i][j]), DOUBLE_TOLERANCE);
      }
    }
  }

  private static void imputer(JsonNode c) {
    String strategy = c.get("params").get("strategy").asText().toUpperCase(Locale.ROOT);
    NumericSpec spec =
        new NumericSpec(
            ColumnSpec.Scale.NONE,
            NumericSpec.Missing.valueOf(strategy),
            c.get("params").path("fill_value").asDouble(0),
            false);
    Preparation preparation = learn(c, spec);
    double[] fill = fitted(c, "fill");
    for (int j = 0; j < fill.length; j++) {
      ScaledColumn column = (ScaledColumn) preparation.inputs().get(j);
      assertClose(fill[j], column.fill().orElseThrow(), DOUBLE_TOLERANCE);
    }
    assertTransforms(c, preparation);
  }

  private static void oneHot(JsonNode c) {
    Preparation preparation = learn(c, new CategoricalSpec());
    List<List<String>> categories = categories(c);
    List<Integer> dropped = new ArrayList<>();
    int width = 0;
    for (int j = 0; j < categories.size(); j++) {
      assertEquals(
          categories.get(j), ((OneHotColumn) preparation.inputs().get(j)).categories(), "c" + j);
      if (c.get("params").get("drop").asText().equals("first")) {
        dropped.add(width);
      }
      width += categories.get(j).size();
    }
    for (String part : List.of("fit", "new")) {
      Matrix inputs =
          TablePreparation.of(preparation).inputMatrix(table(c.get(part)), warning -> {});
      int[] kept = IntStream.range(0, inputs.columns()).filter(k -> !dropped.contains(k)).toArray();
      assertMatrix(matrix(c.get(part + "_transformed")), inputs, kept);
    }
  }

  private static void ordinal(JsonNode c) {
    assertEquals(CodeColumn.UNKNOWN, c.get("params").get("unknown_value").asInt());
    List<List<String>> categories = categories(c);
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    for (int j = 0; j < categories.size(); j++) {
      columns.put("c" + j, new CategoricalSpec(CategoricalSpec.Missing.REFUSE, categories.get(j)));
    }
    assertTransforms(c, learn(table(c.get("fit")), columns));
  }

  private static void assertTransforms(JsonNode c, Preparation preparation) {
    for (String part : List.of("fit", "new")) {
      Matrix inputs =
          TablePreparation.of(preparation).inputMatrix(table(c.get(part)), warning -> {});
      assertMatrix(
          matrix(c.get(part + "_transformed")),
          inputs,
          IntStream.range(0, inputs.columns()).toArray());
    }
  }

  /** Learns with all columns declared alike. */
  private static Preparation learn(JsonNode c, ColumnSpec spec) {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    for (int j = 0; j < c.get("fit").get(0).size(); j++) {
      columns.put("c" + j, spec);
    }
    return learn(table(c.get("fit")), columns);
  }

  private static Preparation learn(Table table, Map<String, ColumnSpec> columns) {
    return TablePreparation.learn(
        table,
        IntStream.range(0, table.rows()).toArray(),
        new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.STANDARD, false, false));
  }

  /** Texts or numbers, as columns called c0, c1, and so on; and a target. */
  private static Table table(JsonNode rows) {
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < rows.get(0).size(); j++) {
      int column = j;
      List<JsonNode> cells = elements(rows).map(row -> row.get(column)).toList();
      columns.add(
          cells.stream().anyMatch(JsonNode::isTextual)
              ? Column.of("c" + j, cells.stream().map(JsonNode::asText).toArray(String[]::new))
              : ReadNumbers.of(
                  "c" + j, cells.stream().mapToDouble(PreparationReferenceTest::number).toArray()));
    }
    columns.add(Column.of("y", new double[rows.size()]));
    return Table.of(columns);
  }

  private static List<List<String>> categories(JsonNode c) {
    return elements(c.get("fitted").get("categories"))
        .map(names -> elements(names).map(JsonNode::asText).toList())
        .toList();
  }

  private static double[] zeros(JsonNode c) {
    return new double[c.get("fit").get(0).size()];
  }

  private static double[] fitted(JsonNode c, String key) {
    return elements(c.get("fitted").get(key)).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static double[][] matrix(JsonNode rows) {
    return elements(rows)
        .map(row -> elements(row).mapToDouble(PreparationReferenceTest::number).toArray())
        .toArray(double[][]::new);
  }

  /** A missing cell is null there, and NaN here. */
  private static double number(JsonNode cell) {
    return cell.isNull() ? Double.NaN : cell.asDouble();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static void assertMatrix(double[][] expected, Matrix actual, int[] columns) {
    assertEquals(expected.length, actual.rows());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i].length, columns.length, Arrays.toString(columns));
      for (int j = 0; j < columns.length; j++) {
        assertClose(expected[i][j], actual.get(i, columns[j]), FLOAT_TOLERANCE);
      }
    }
  }

  private static void assertClose(double expected, double actual, double tolerance) {
    assertTrue(
        Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
        actual + " is not near " + expected);
  }
}
