package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.InputPlane;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.RowPreparation;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.column.Whitening;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whitened inputs are uncorrelated, of variance 1, and the same in any unit. */
class WhiteningTest {

  private static final NumericSpec WHITEN = new NumericSpec(ColumnSpec.Scale.WHITEN);

  private static Preparation learn(Table table, Map<String, ColumnSpec> columns) {
    return learn(table, columns, IntStream.range(0, table.rows()).toArray());
  }

  private static Preparation learn(Table table, Map<String, ColumnSpec> columns, int[] rows) {
    return TablePreparation.learn(
        table,
        rows,
        new PreparationPlan(List.of("t"), columns, ColumnSpec.Scale.WHITEN, false, false));
  }

  private static Preparation learn(Table table) {
    return learn(table, Map.of());
  }

  private static Matrix inputs(Preparation preparation, Table table) {
    return TablePreparation.of(preparation).inputMatrix(table, warning -> {});
  }

  private static Table table(List<double[]> columns) {
    List<Column> all = new ArrayList<>();
    for (int j = 0; j < columns.size(); j++) {
      all.add(Column.of("x" + j, columns.get(j)));
    }
    all.add(Column.of("t", IntStream.range(0, columns.get(0).length).asDoubleStream().toArray()));
    return Table.of(all);
  }

  /** A column that depends on some others, except for some noise. */
  private static double[] mixture(SplittableRandom random, double noise, double[]... of) {
    double[] mixed = random.doubles(of[0].length).map(u -> noise * (2 * u - 1)).toArray();
    for (double[] other : of) {
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] += other[i];
      }
    }
    return mixed;
  }

  private static double[] scaled(double[] column, double factor, double offset) {
    return IntStream.range(0, column.length)
        .mapToDouble(i -> column[i] * factor + offset)
        .toArray();
  }

  static Stream<Arguments> correlated() {
    SplittableRandom random = new SplittableRandom(7);
    double[] a = random.doubles(500, 0, 1).toArray();
    double[] b = random.doubles(500).map(u -> -Math.log(1 - u)).toArray();
    double[] sum = mixture(random, 0.3, a, b);
    List<double[]> many = new ArrayList<>(List.of(a, b));
    while (many.size() < 40) {
      many.add(mixture(random, 0.3, scaled(many.get(many.size() - 1), 0.8, 0), a));
    }
    return Stream.of(
        Arguments.of("correlated", List.of(a, b, sum), 3),
        Arguments.of(
            "scaled", List.of(scaled(a, 1e6, -3e7), scaled(b, 1e-6, 5), scaled(sum, -1e6, 0)), 3),
        Arguments.of("nearly collinear", List.of(a, b, mixture(random, 1e-3, a)), 3),
        Arguments.of("collinear", List.of(a, b, mixture(random, 0, a, b), scaled(a, -3, 1)), 2),
        Arguments.of("constant", List.of(a, new double[500], b, scaled(a, 0, 1e9)), 2),
        Arguments.of("many", many, 40));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("correlated")
  void trainingInputsAreUncorrelatedAndOfVarianceOne(
      String what, List<double[]> columns, int directions) {
    Table table = table(columns);
    Preparation preparation = learn(table);
    assertEquals(directions, preparation.inputWidth());
    assertEquals(directions, preparation.inputColumns().width());
    Matrix inputs = inputs(preparation, table);
    assertEquals(directions, inputs.columns());
    for (int i = 0; i < directions; i++) {
      double mean = 0;
      for (int row = 0; row < inputs.rows(); row++) {
        mean += inputs.get(row, i) / inputs.rows();
      }
      assertEquals(0, mean, 1e-4);
      for (int j = 0; j < directions; j++) {
        double covariance = 0;
        for (int row = 0; row < inputs.rows(); row++) {
          covariance += (double) inputs.get(row, i) * inputs.get(row, j) / inputs.rows();
        }
        assertEquals(i == j ? 1 : 0, covariance, 2e-6, "of inputs %s and %s".formatted(i, j));
      }
    }
  }

  /** The numbers are those of numpy 2.4.6, numpy.linalg.eigh, in float64. */
  @Test
  void theDirectionsAreThePrincipalAxesOfTheStandardisedColumns() {
    Table table =
        Table.of(
            Column.of("a", 1, 2, 3, 4, 6, 8),
            Column.of("b", 2, 1.5, 5, 4.5, 7, 6),
            Column.of("c", 10, 14, 9, 20, 13, 30),
            Column.of("t", 1, 2, 3, 4, 5, 6));
    double[] expected = {
      -1.24403862, 0.25183724, -0.15429768,
      -0.96543803, 0.95968723, 1.25782887,
      -0.39133333, -1.16599097, -0.56059536,
      0.2207217, 0.44873185, -1.77816874,
      0.69707998, -1.53797234, 0.89601128,
      1.68300831, 1.043707, 0.33922162
    };
    Matrix inputs = inputs(learn(table), table);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], inputs.values()[k], 1e-6, "number " + k);
    }
  }

  @Test
  void aUnitChangesNothing() {
    SplittableRandom random = new SplittableRandom(3);
    double[] a = random.doubles(200).toArray();
    double[] b = mixture(random, 0.4, a);
    double[] c = random.doubles(200).toArray();
    Table metres = table(List.of(a, b, c));
    Table miles = table(List.of(scaled(a, 1 / 1609.344, 0), scaled(b, 1e6, 0), scaled(c, 3, 40)));
    assertArrayEquals(
        inputs(learn(metres), metres).values(), inputs(learn(miles), miles).values(), 1e-5f);
  }

  /** All their directions have equal variance, so rounding could rotate them arbitrarily. */
  @Test
  void columnsOfADesignStayThemselvesInAnyUnit() {
    double[] a = IntStream.range(0, 27).mapToDouble(i -> i % 3 * 0.1).toArray();
    double[] b = IntStream.range(0, 27).mapToDouble(i -> i / 3 % 3 * 0.7).toArray();
    double[] c = IntStream.range(0, 27).mapToDouble(i -> i / 9 % 3 * 1.3).toArray();
    for (double factor : new double[] {1, 0.3, 1.7, 1e5}) {
      Table table = table(List.of(a, scaled(b, factor, 0.1), scaled(c, 1 / factor, 7)));
      Matrix whitened = inputs(learn(table), table);
      Matrix standardised =
          inputs(
              learn(
                  table,
                  Map.of(
                      "x0", new NumericSpec(), "x1", new NumericSpec(), "x2", new NumericSpec())),
              table);
      assertArrayEquals(standardised.values(), whitened.values(), 1e-6f);
    }
  }

  private static Table mixed() {
    return Table.of(
        Column.of("colour", "red", "blue", "red", "blue", "red", "blue"),
        Column.of("a", 1, 2, 3, 4, 6, 8),
        Column.of("own", 4, 5, 6, 7, 8, 9),
        Column.of("b", 2, 1.5, 5, 4.5, 7, 6),
        Column.of("old", "yes", "no", "yes", "yes", "no", "no"),
        Column.of("w", 1, 1, 2, 1, 1, 1),
        Column.of("t", 1, 2, 3, 4, 5, 6));
  }

  @Test
  void onlyNumbersWithoutAScaleOfTheirOwnAreWhitened() {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    columns.put("own", new NumericSpec());
    columns.put("old", new BooleanSpec());
    columns.put("w", new WeightSpec());
    Preparation preparation = learn(mixed(), columns);
    assertEquals(List.of("a", "b"), preparation.whitening().orElseThrow().columns());
    Matrix inputs = inputs(preparation, mixed());
    assertEquals(6, inputs.columns());
    // After the two whitened values: blue, red, own, old.
    float own = (float) ((4 - 6.5) / Math.sqrt(35 / 12.0));
    for (int k = 2; k < 6; k++) {
      assertEquals(List.of(0f, 1f, own, 1f).get(k - 2), inputs.get(0, k), 1e-6f);
    }
    assertEquals(
        List.of("colour", "a", "own", "b", "old"),
        preparation.inputs().stream().map(PreparedColumn::name).toList());
  }

  @Test
  void aColumnMayBeWhitenedOfItsOwn() {
    Map<String, ColumnSpec> columns = Map.of("own", WHITEN, "b", WHITEN, "w", new IgnoredSpec());
    PreparationPlan plan =
        new PreparationPlan(List.of("t"), columns, ColumnSpec.Scale.STANDARD, false, false);
    Preparation preparation = TablePreparation.learn(mixed(), new int[] {0, 1, 2, 3, 4, 5}, plan);
    assertEquals(List.of("own", "b"), preparation.whitening().orElseThrow().columns());
  }

  @Test
  void codesStandBehindWhatIsWhitened() {
    PreparationPlan plan =
        new PreparationPlan(
            List.of("t"),
            Map.of("w", new IgnoredSpec(), "old", new IgnoredSpec()),
            ColumnSpec.Scale.WHITEN,
            false,
            true);
    Preparation preparation = TablePreparation.learn(mixed(), new int[] {0, 1, 2, 3, 4, 5}, plan);
    assertEquals(List.of(0, 0, 0, 2), preparation.inputColumns().categories());
    assertEquals(1, inputs(preparation, mixed()).get(0, 3), "red");
  }

  @Test
  void targetsAreStandardised() {
    NumericTarget target = (NumericTarget) learn(mixed()).targets();
    assertEquals(List.of(new ScaledColumn("t", 3.5, Math.sqrt(35 / 12.0))), target.columns());
    refused(
        "the table: column 't' is a target, and only inputs can be whitened; use scale: standard for it",
        () -> learn(mixed(), Map.of("t", WHITEN)));
  }

  @Test
  void onlyTrainingRowsAreLearnedFrom() {
    Table table = table(List.of(new double[] {1, 2, 3, 4, 1e6}, new double[] {2, 1, 4, 3, -1e6}));
    Table without = table(List.of(new double[] {1, 2, 3, 4}, new double[] {2, 1, 4, 3}));
    assertEquals(
        learn(without).whitening(), learn(table, Map.of(), new int[] {0, 1, 2, 3}).whitening());
  }

  @Test
  void whatIsMissingIsFilledInBefore() {
    NumericSpec filled =
        new NumericSpec(ColumnSpec.Scale.WHITEN, NumericSpec.Missing.MEDIAN, 0, true);
    Table holes =
        Table.of(
            Column.of("a", "1", "2", "", "4", "6"),
            Column.of("b", 2, 1.5, 5, 4.5, 7),
            Column.of("t", 1, 2, 3, 4, 5));
    Table full =
        Table.of(
            Column.of("a", 1, 2, 3, 4, 6),
            Column.of("b", 2, 1.5, 5, 4.5, 7),
            Column.of("t", 1, 2, 3, 4, 5));
    Preparation preparation = learn(holes, Map.of("a", filled));
    Matrix inputs = inputs(preparation, holes);
    Matrix expected = inputs(learn(full), full);
    assertEquals(3, inputs.columns(), "with the indicator");
    float[] row = new float[preparation.rows().room()];
    for (int i = 0; i < holes.rows(); i++) {
      double[] raw = {holes.column("a").number(i), holes.column("b").number(i)};
      preparation.rows().prepare(raw, row);
      for (int k = 0; k < 3; k++) {
        float wanted = k < 2 ? expected.get(i, k) : i == 2 ? 1 : 0;
        assertEquals(wanted, inputs.get(i, k), "row %s, input %s".formatted(i, k));
        assertEquals(wanted, row[k], "row %s alone, input %s".formatted(i, k));
      }
    }
  }

  // --------------------------------------------------------------------------- what does not vary

  private static List<Warning> warnings(Table table) {
    List<Warning> warnings = new ArrayList<>();
    TablePreparation.of(learn(table)).warnOfWhitening(table, warnings::add);
    return warnings;
  }

  @Test
  void directionsThatAreLeftOutAreSaid() {
    double[] a = {1, 2, 3, 4, 6};
    double[] b = {2, 1.5, 5, 4.5, 7};
    double[] constant = new double[5];
    String rest = "), so the network has 2 inputs for these columns";
    assertEquals(List.of(), warnings(table(List.of(a, b))));
    assertEquals(
        List.of(
            new Warning(
                "the table: the training rows do not vary along 1 of the 3 directions of the whitened columns (constant: 'x1'"
                    + rest,
                1)),
        warnings(table(List.of(a, constant, b))));
    assertEquals(
        List.of(
            new Warning(
                "the table: the training rows do not vary along 2 of the 4 directions of the whitened columns (2 columns depend on others"
                    + rest,
                2)),
        warnings(table(List.of(a, b, scaled(a, 9, 1), scaled(b, -1, 0)))));
    assertEquals(
        List.of(
            new Warning(
                "the table: the training rows do not vary along 2 of the 4 directions of the whitened columns (constant: 'x3'; 1 column depends on others"
                    + rest,
                2)),
        warnings(table(List.of(a, b, scaled(a, 9, 1), constant))));
  }

  @Test
  void fewerRowsThanColumnsHaveFewerDirections() {
    Table table =
        table(List.of(new double[] {1, 2, 4}, new double[] {3, 1, 2}, new double[] {0, 1, 5}));
    assertEquals(2, learn(table).inputWidth());
  }

  @Test
  void whereNothingVariesNoInputIsLeft() {
    refused(
        "the table: all columns are constant in the training rows, so whitening leaves no input to predict 't' from",
        () -> learn(table(List.of(new double[3], new double[3]))));
    Table table =
        Table.of(Column.of("x", 1, 1), Column.of("colour", "red", "blue"), Column.of("t", 1, 2));
    assertEquals(2, inputs(learn(table), table).columns());
    assertEquals(Map.of("x", "1", "colour", "red"), cells(learn(table), table, 0));
  }

  @Test
  void tooManyColumnsAreRefused() {
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> columns = Stream.generate(() -> random.doubles(3).toArray()).limit(801).toList();
    refused(
        "the table: 801 columns are whitened, but whitening is limited to 800, because it uses the correlation of every pair; ignore some (columns: {x0: ignore}), set another scale for some, or use scale: standard for all",
        () -> learn(table(columns)));
  }

  // -------------------------------------------------------------------------------- later tables

  @Test
  void aNumberThatIsTooLargeIsRefusedInItsRow() {
    SplittableRandom random = new SplittableRandom(1);
    double[] a = random.doubles(100).toArray();
    Table table = table(List.of(a, mixture(random, 1e-3, a)));
    Preparation preparation = learn(table);
    Table large = Table.of(Column.of("x0", 1, 5e37), Column.of("x1", 1, 1));
    refused(
        "row 2: a number of this row is so large that its whitened value is not a finite float; correct it",
        () -> TablePreparation.of(preparation).inputs(large, warning -> {}));
    RowPreparation rows = preparation.rows();
    refused(
        "a number of this row is so large that its whitened value is not a finite float; correct it",
        () -> rows.prepare(new double[] {5e37, 1}, new float[rows.room()]));
    refused(
        "column 'x0' has NaN here; after scaling (mean %s, standard deviation %s) that is not a finite float"
            .formatted(
                ((ScaledColumn) preparation.inputs().get(0)).mean(),
                ((ScaledColumn) preparation.inputs().get(0)).deviation()),
        () -> rows.prepare(new double[] {Double.NaN, 1}, new float[rows.room()]));
  }

  private static Map<String, String> cells(Preparation preparation, Table table, int row) {
    return preparation.cells(inputs(preparation, table).values(), row, 9);
  }

  @Test
  void whitenedRowsAreCellsAgain() {
    Preparation preparation =
        learn(mixed(), Map.of("old", new BooleanSpec(), "w", new IgnoredSpec()));
    assertEquals(
        Map.of("colour", "red", "a", "6", "own", "8", "b", "7", "old", "0"),
        cells(preparation, mixed(), 4));
    Table collinear = table(List.of(new double[] {1, 2, 4}, new double[] {10, 20, 40}));
    assertEquals(Map.of("x0", "2", "x1", "20"), cells(learn(collinear), collinear, 1));
  }

  @Test
  void thePlaneIsThatOfTheColumns() {
    Table table = table(List.of(new double[] {1, 2, 4, 3}, new double[] {10, 22, 41, 30}));
    Preparation preparation = learn(table);
    InputPlane plane = preparation.plane().orElseThrow();
    Matrix inputs = inputs(preparation, table);
    float[] points = plane.points(inputs.values());
    for (int i = 0; i < 4; i++) {
      assertEquals(table.column("x0").number(i), plane.inUnit(0, points[2 * i]), 1e-5);
      assertEquals(table.column("x1").number(i), plane.inUnit(1, points[2 * i + 1]), 1e-4);
    }
    assertArrayEquals(inputs.values(), plane.inputs(points), 1e-4f);
  }

  // ---------------------------------------------------------------------------- strange whitenings

  @Test
  void aWhiteningMustFitItsColumns() {
    List<PreparedColumn> inputs =
        List.of(
            new ScaledColumn("a", 0, 1),
            new OneHotColumn("c", List.of("x", "y")),
            new ScaledColumn("b", 0, 1));
    Map<Whitening, String> strange = new LinkedHashMap<>();
    strange.put(
        new Whitening(List.of("b", "a"), List.of(1.0, 2.0)),
        "column 'a' is whitened, but is not an input, or is in another order");
    strange.put(
        new Whitening(List.of("a", "a"), List.of(1.0, 2.0)),
        "column 'a' is whitened, but is not an input, or is in another order");
    strange.put(
        new Whitening(List.of("a", "z"), List.of(1.0, 2.0)),
        "column 'z' is whitened, but is not an input, or is in another order");
    strange.put(
        new Whitening(List.of("c"), List.of(1.0)), "column 'c' is whitened, but is not numeric");
    strange.put(
        new Whitening(List.of("a", "b"), List.of(0.0, 0.0)),
        "all whitening weights of a direction are zero");
    NumericTarget target = new NumericTarget(List.of(new ScaledColumn("t", 0, 1)));
    strange.forEach(
        (whitening, sentence) ->
            impossible(sentence, () -> new Preparation(inputs, target, Optional.of(whitening))));
    impossible(
        "whitening removes all inputs",
        () ->
            new Preparation(
                List.of(new ScaledColumn("a", 0, 1)),
                target,
                Optional.of(new Whitening(List.of("a"), List.of()))));
    impossible(
        "2 columns cannot be whitened by 3 numbers",
        () -> new Whitening(List.of("a", "b"), List.of(1.0, 2.0, 3.0)));
    impossible(
        "1 columns cannot be whitened by 2 numbers",
        () -> new Whitening(List.of("a"), List.of(1.0, 2.0)));
    impossible(
        "0 columns cannot be whitened by 0 numbers", () -> new Whitening(List.of(), List.of()));
    impossible(
        "columns are whitened by a number that is not finite",
        () -> new Whitening(List.of("a"), List.of(Double.NaN)));
  }

  private static void impossible(String sentence, Executable step) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, step).getMessage());
  }

  private static void refused(String sentence, Executable step) {
    assertEquals(sentence, assertThrows(DataException.class, step).getMessage());
  }
}
