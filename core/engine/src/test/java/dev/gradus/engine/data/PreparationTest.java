package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Target;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fitting columns, and preparing tables. */
class PreparationTest {

  private static Table csv(String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "iris.csv");
  }

  private static int[] allRows(Table table) {
    return IntStream.range(0, table.rows()).toArray();
  }

  private static Preparation learn(Table table, String target) {
    return learn(table, target, Map.of());
  }

  private static Preparation learn(Table table, String target, Map<String, ColumnSpec> columns) {
    return learn(table, plan(columns, target));
  }

  private static Preparation learn(Table table, PreparationPlan plan) {
    return TablePreparation.learn(table, allRows(table), plan);
  }

  private static PreparationPlan plan(Map<String, ColumnSpec> columns, String... targets) {
    return new PreparationPlan(List.of(targets), columns, ColumnSpec.Scale.STANDARD, false, false);
  }

  private static void refused(String message, Executable step) {
    assertEquals(message, assertThrows(DataException.class, step).getMessage());
  }

  private static float[] row(Matrix matrix, int row) {
    return Arrays.copyOfRange(
        matrix.values(), row * matrix.columns(), (row + 1) * matrix.columns());
  }

  // ------------------------------------------------------------------------ which column is what

  @Test
  void columnsAreTakenForWhatTheyLookLike() {
    Preparation preparation = learn(csv("x,colour,y", "1,red,5", "3,blue,9"), "y");
    assertEquals(
        List.of(new ScaledColumn("x", 2, 1), new OneHotColumn("colour", List.of("blue", "red"))),
        preparation.inputs());
    assertEquals(new NumericTarget(List.of(new ScaledColumn("y", 7, 2))), preparation.targets());
    assertEquals(3, preparation.inputWidth());
  }

  @Test
  void aDeclarationDecides() {
    Table table = csv("x,code,id,y", "1,7,100,a", "3,8,101,b");
    Map<String, ColumnSpec> columns =
        Map.of(
            "x", new NumericSpec(ColumnSpec.Scale.NONE),
            "code", new CategoricalSpec(),
            "id", new IgnoredSpec());
    assertEquals(
        List.of(new ScaledColumn("x", 0, 1), new OneHotColumn("code", List.of("7", "8"))),
        learn(table, "y", columns).inputs());
  }

  @Test
  void theScaleOfThePlanHoldsForColumnsThatAreNotDeclared() {
    Table table = csv("x,z,y", "1,1,5", "3,3,9");
    PreparationPlan plan =
        new PreparationPlan(
            List.of("y"), Map.of("z", new NumericSpec()), ColumnSpec.Scale.NONE, false, false);
    Preparation preparation = learn(table, plan);
    assertEquals(
        List.of(new ScaledColumn("x", 0, 1), new ScaledColumn("z", 2, 1)), preparation.inputs());
    assertEquals(new NumericTarget(List.of(new ScaledColumn("y", 0, 1))), preparation.targets());
  }

  @Test
  void categoriesAreTheTextsAsWritten() {
    Table table = csv("zip,y", "007,1", "7,2", "7.0,3", "10,4");
    assertEquals(
        List.of(new OneHotColumn("zip", List.of("007", "7", "7.0", "10"))),
        learn(table, "y", Map.of("zip", new CategoricalSpec())).inputs());
  }

  @Test
  void digitsAreClassesIfDeclaredSo() {
    Table table = csv("x,digit", "1,10", "2,2", "3,0");
    ClassTarget target =
        (ClassTarget) learn(table, "digit", Map.of("digit", new CategoricalSpec())).targets();
    assertEquals(List.of("0", "2", "10"), target.classes());
  }

  @Test
  void aColumnOfNumbersWithATextAmongThemMustBeDeclared() {
    Table table = csv("hp,y", "130,1", "?,2", "95,3");
    refused(
        "iris.csv:3: column 'hp' has 2 numbers, but here it has '?'; correct the cells that are not numbers, or, if this means a missing value, declare it (format: {missing: ['?']}, and missing: fill), or treat the column as categories (columns: {hp: categorical}), or ignore it (hp: ignore)",
        () -> learn(table, "y"));
    refused(
        "iris.csv:3: column 'hp' is declared numeric, but here it has '?', which is not a number; correct the cell, or, if it means a missing value, declare it (format: {missing: ['?']}), or declare the column categorical, or ignore",
        () -> learn(table, "y", Map.of("hp", new NumericSpec())));
    assertEquals(
        List.of(new OneHotColumn("hp", List.of("95", "130", "?"))),
        learn(table, "y", Map.of("hp", new CategoricalSpec())).inputs());
  }

  @Test
  void textsThatAreAllNumbersMayBeDeclaredNumeric() {
    Table table = Table.of(Column.of("x", "1", "3"), Column.of("y", 1, 2));
    assertEquals(List.of(new OneHotColumn("x", List.of("1", "3"))), learn(table, "y").inputs());
    assertEquals(
        List.of(new ScaledColumn("x", 2, 1)),
        learn(table, "y", Map.of("x", new NumericSpec())).inputs());
  }

  @Test
  void unknownNamesAreAllRefusedWithTheNearest() {
    Table table = csv("length,width,species", "1,2,a", "3,4,b");
    refused(
        """
        iris.csv: there is no column 'specis'. Did you mean 'species'? The columns are: length, width, species
        iris.csv: there is no column 'lenght'. Did you mean 'length'? The columns are: length, width, species""",
        () -> learn(table, "specis", Map.of("lenght", new IgnoredSpec())));
  }

  @Test
  void aPlanMustLeaveSomethingToDo() {
    Table table = csv("x,y", "1,2", "3,4");
    refused(
        "iris.csv: no column is left to predict 'y' from; the columns are: x, y",
        () -> learn(table, "y", Map.of("x", new IgnoredSpec())));
    refused(
        "iris.csv: column 'y' is both the target and ignored",
        () -> learn(table, "y", Map.of("y", new IgnoredSpec())));
    refused(
        "iris.csv: column 'y' is listed as a target twice",
        () -> learn(table, plan(Map.of(), "y", "y")));
    assertThrows(IllegalArgumentException.class, () -> plan(Map.of()));
  }

  @Test
  void emptyCellsAreRefusedWhereTheColumnIsUsed() {
    Table table = csv("a,b,c,y", "1,x,,2", "3,,5,4", ",x,6,7");
    refused(
        """
        iris.csv:4: column 'a' has an empty cell here, and missing values cannot be learned from; fill it, set the treatment of missing cells (missing: fill, or missing: drop), or ignore the column (columns: {a: ignore})
        iris.csv:3: column 'b' has an empty cell here, and missing values cannot be learned from; fill it, set the treatment of missing cells (missing: fill, or missing: drop), or ignore the column (columns: {b: ignore})""",
        () -> learn(table, "y", Map.of("c", new IgnoredSpec())));
  }

  @Test
  void thereMustBeRowsToLearnFrom() {
    refused(
        "iris.csv: there are no training rows",
        () -> TablePreparation.learn(csv("x,y", "1,2"), new int[0], new PreparationPlan("y")));
  }

  @Test
  void tooManyCategoriesAreRefused() {
    List<String> lines = new ArrayList<>(List.of("id,y"));
    for (int i = 0; i < 4097; i++) {
      lines.add("n" + i + "," + i);
    }
    refused(
        "iris.csv: column 'id' has more than 4,096 different values, too many for categories; ignore it (columns: {id: ignore}), or, if it contains numbers, declare it numeric",
        () -> learn(csv(lines.toArray(String[]::new)), "y"));
    lines.remove(4097);
    assertEquals(4096, learn(csv(lines.toArray(String[]::new)), "y").inputWidth());
  }

  // ------------------------------------------------------------------------------------- targets

  @Test
  void twoClassesAreTwoOutputsOrOne() {
    Table table = csv("x,y", "1,no", "2,yes", "3,no");
    Preparation two = learn(table, "y");
    assertEquals(List.of("y"), two.targets().names());
    assertEquals(new Target(Target.Kind.CLASSES, List.of("no", "yes")), two.target());
    assertArrayEquals(new float[] {1, 0, 0, 1, 1, 0}, TablePreparation.of(two).targets(table));
    Preparation one =
        learn(
            table,
            new PreparationPlan(List.of("y"), Map.of(), ColumnSpec.Scale.STANDARD, true, false));
    assertEquals(new Target(Target.Kind.BINARY, List.of("yes")), one.target());
    assertArrayEquals(new float[] {0, 1, 0}, TablePreparation.of(one).targets(table));
  }

  @Test
  void threeClassesAreThreeOutputsAlways() {
    Table table = csv("x,y", "1,b", "2,c", "3,a");
    Preparation preparation =
        learn(
            table,
            new PreparationPlan(List.of("y"), Map.of(), ColumnSpec.Scale.STANDARD, true, false));
    assertEquals(new Target(Target.Kind.CLASSES, List.of("a", "b", "c")), preparation.target());
    assertArrayEquals(
        new float[] {0, 1, 0}, Arrays.copyOf(TablePreparation.of(preparation).targets(table), 3));
  }

  @Test
  void severalNumericTargetsAreSeveralOutputs() {
    Table table = csv("x,u,v", "1,10,3", "2,30,5");
    Preparation preparation = learn(table, plan(Map.of(), "v", "u"));
    assertEquals(
        new Target(
            Target.Kind.NUMERIC,
            List.of("v", "u"),
            List.of(new Target.Scale(4, 1, false), new Target.Scale(20, 10, false))),
        preparation.target());
    assertArrayEquals(new float[] {-1, -1, 1, 1}, TablePreparation.of(preparation).targets(table));
    double[] restored = new double[2];
    preparation.targets().restore(new float[] {9, 9, 1, -1}, 2, restored);
    assertArrayEquals(new double[] {5, 10}, restored);
  }

  @Test
  void probabilitiesAreRestoredAsTheyAre() {
    double[] restored = new double[2];
    new ClassTarget("y", List.of("a", "b"), false)
        .restore(new float[] {0, .25f, .75f}, 1, restored);
    assertArrayEquals(new double[] {0.25, 0.75}, restored);
  }

  @Test
  void ofSeveralTargetsNoneMayBeText() {
    refused(
        "iris.csv: several target columns must all be numeric, or all boolean, but 's' is not numeric; predict it with a separate model, or, if all contain yes and no, declare them (columns: {s: boolean})",
        () -> learn(csv("x,y,s", "1,2,a", "3,4,b"), plan(Map.of(), "y", "s")));
  }

  @Test
  void aSingleClassIsRefused() {
    refused(
        "iris.csv: all training rows have the class 'a' in column 'y'; a classifier needs rows of at least two classes",
        () -> learn(csv("x,y", "1,a", "2,a"), "y"));
  }

  @Test
  void aClassWithoutTrainingRowsIsRefused() {
    refused(
        "iris.csv:4: the class 'c' in column 'y' does not occur in the training rows, so it cannot be learned; use a stratified split, or add rows of this class",
        () ->
            TablePreparation.learn(
                csv("x,y", "1,a", "2,b", "3,c"), new int[] {0, 1}, new PreparationPlan("y")));
  }

  // --------------------------------------------------------------------------------- what is
  // learned

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void validationRowsHaveNoInfluence(long seed) {
    RandomGenerator random = Randomness.of(seed, "table", 0);
    int[] training = Split.random(60, 0.3, seed).training();
    double[] x = random.doubles(60).toArray();
    String[] colours =
        random
            .ints(60, 0, 3)
            .mapToObj(i -> List.of("red", "green", "blue").get(i))
            .toArray(String[]::new);
    double[] y = random.doubles(60).toArray();
    Preparation before =
        TablePreparation.learn(
            Table.of(Column.of("x", x), Column.of("colour", colours), Column.of("y", y)),
            training,
            new PreparationPlan("y"));
    for (int row : Split.random(60, 0.3, seed).validation()) {
      x[row] = 1000 * random.nextDouble();
      colours[row] = "violet";
      y[row] = -1e6;
    }
    Preparation after =
        TablePreparation.learn(
            Table.of(Column.of("x", x), Column.of("colour", colours), Column.of("y", y)),
            training,
            new PreparationPlan("y"));
    assertEquals(before, after);
  }

  /** The plain sum of these numbers loses digits, which the compensated sum recovers. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void meanAndDeviationAreExactToTheLastDigits(long seed) {
    RandomGenerator random = Randomness.of(seed, "numbers", 0);
    double[] x = random.doubles(10_000, 1e8, 1e8 + 1).toArray();
    BigDecimal sum =
        Arrays.stream(x).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal mean = sum.divide(BigDecimal.valueOf(x.length), MathContext.DECIMAL128);
    BigDecimal squares =
        Arrays.stream(x)
            .mapToObj(value -> new BigDecimal(value).subtract(mean).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    double variance = squares.doubleValue() / x.length;
    ScaledColumn column = ScaleLearner.learn("x", ColumnNumbers.of(x), "the table");
    assertEquals(mean.doubleValue(), column.mean(), Math.ulp(1e8));
    assertEquals(Math.sqrt(variance), column.deviation(), 1e-14);
  }

  @Test
  void aConstantColumnIsDividedByOne() {
    Table table = Table.of(Column.of("x", 0.1, 0.1, 0.1), Column.of("y", 1, 2, 3));
    Preparation preparation = learn(table, "y");
    assertEquals(List.of(new ScaledColumn("x", 0.1, 1)), preparation.inputs());
    assertArrayEquals(new float[3], TablePreparation.of(preparation).inputs(table, warning -> {}));
  }

  /** Columns that are constant up to rounding, such as 0.3 and 0.1 + 0.2. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(ColumnSpec.Scale.class)
  void whatIsConstantButForRoundingIsDividedByOne(ColumnSpec.Scale scale) {
    for (double size : new double[] {0.3, -0.3, 1e-30, 1e12, 1e150}) {
      double[] x = new double[5000];
      Arrays.setAll(x, row -> row % 3 == 0 ? size : size + row % 2 * Math.ulp(size));
      ScaledColumn column = ScaleLearner.learn("x", ColumnNumbers.of(x), scale, "the table");
      assertEquals(1, column.deviation(), scale + " of " + size);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ColumnSpec.Scale.class,
      names = {"NONE", "LOG"},
      mode = EnumSource.Mode.EXCLUDE)
  void smallDifferencesThatAreNoRoundingAreSeen(ColumnSpec.Scale scale) {
    double[] times = new double[100_000];
    Arrays.setAll(times, row -> 1.7e12 + row % 100);
    double deviation =
        ScaleLearner.learn("x", ColumnNumbers.of(times), scale, "the table").deviation();
    assertTrue(deviation > 20 && deviation < 100, scale + " " + deviation);
  }

  /** A small deviation becomes as large as the way between two restored numbers. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ColumnSpec.Scale.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ROBUST_CLIPPED", "QUANTILE"}) // No target has these.
  void aDeviationIsRestoredToTheUnitOfTheData(ColumnSpec.Scale scale) {
    ScaledColumn column =
        ScaleLearner.learn("x", ColumnNumbers.of(-20, 3, 50, 400), scale, "the table");
    for (double y : new double[] {-2, -0.3, 0, 0.7, 2}) {
      double way = column.restore(y + 1e-6) - column.restore(y - 1e-6);
      assertEquals(way, column.restoreDeviation(y, 2e-6), 1e-5 * way, scale + " at " + y);
    }
  }

  @Test
  void aLargeMeanDoesNotSwallowASmallDeviation() {
    double[] x = {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};
    ScaledColumn column = ScaleLearner.learn("x", ColumnNumbers.of(x), "the table");
    assertEquals(1e9 + 2.5, column.mean());
    assertEquals(Math.sqrt(1.25), column.deviation(), 1e-12);
  }

  @Test
  void numbersWhoseSquaresVanishStayFinite() {
    Table table = Table.of(Column.of("x", 0, 1e-200), Column.of("y", 1, 2));
    for (float value : TablePreparation.of(learn(table, "y")).inputs(table, warning -> {})) {
      assertTrue(Float.isFinite(value));
    }
  }

  @Test
  void numbersTooLargeToBeAddedUpAreRefused() {
    refused(
        "the table: column 'x' ranges from -1.0E308 to 1.0E308, too wide to standardise; change its unit, or ignore it",
        () -> learn(Table.of(Column.of("x", -1e308, 1e308), Column.of("y", 1, 2)), "y"));
  }

  @Test
  void numbersTooLargeForAFloatAreRefused() {
    Table table = Table.of(Column.of("x", 1e300, 2), Column.of("y", 1, 2));
    Preparation preparation =
        learn(table, "y", Map.of("x", new NumericSpec(ColumnSpec.Scale.NONE)));
    refused(
        "row 1: column 'x' has 1.0E300 here; after scaling (mean 0.0, standard deviation 1.0) that is not a finite float",
        () -> TablePreparation.of(preparation).inputs(table, warning -> {}));
    refused(
        "column 'x' has 1.0E300 here; after scaling (mean 0.0, standard deviation 1.0) that is not a finite float",
        () -> preparation.rows().prepare(new double[] {1e300}, new float[1]));
  }

  // -------------------------------------------------------------------------------- later tables

  private static final Table LEARNED =
      csv("length,colour,species", "1,red,a", "3,blue,b", "5,red,a");

  @Test
  void columnsAreFoundByNameWhateverTheirOrderAndCompany() {
    Preparation preparation = learn(LEARNED, "species");
    Matrix expected = TablePreparation.of(preparation).inputMatrix(LEARNED, warning -> {});
    Matrix actual =
        TablePreparation.of(preparation)
            .inputMatrix(
                csv("note,colour,length", "x,red,1", "y,blue,3", "z,red,5"), warning -> {});
    assertArrayEquals(expected.values(), actual.values());
  }

  @Test
  void aCategoryThatIsNewIsZeroEverywhere() {
    Preparation preparation = learn(LEARNED, "species");
    assertArrayEquals(
        new float[] {0, 0, 0},
        row(
            TablePreparation.of(preparation)
                .inputMatrix(csv("length,colour", "3,green"), warning -> {}),
            0));
  }

  @Test
  void codesMayLookNumericInOneTableAndNotInAnother() {
    Preparation preparation =
        learn(csv("code,y", "1,5", "A,6"), "y", Map.of("code", new CategoricalSpec()));
    assertArrayEquals(
        new float[] {1, 0},
        row(TablePreparation.of(preparation).inputMatrix(csv("code", "1"), warning -> {}), 0));
  }

  @Test
  void aColumnThatIsUsedAlreadyIsNotMeantByAnotherName() {
    Preparation preparation = learn(csv("a,b,y", "1,2,3", "4,5,6"), "y");
    refused(
        "iris.csv: the model needs a column 'b', which is missing. The columns are: a, y",
        () -> TablePreparation.of(preparation).inputs(csv("a,y", "1,3"), warning -> {}));
    refused(
        "iris.csv: there is no column 'c'. The columns are: a, y",
        () ->
            learn(
                csv("a,y", "1,2", "3,4"),
                "y",
                Map.of("a", new NumericSpec(), "c", new NumericSpec())));
  }

  @Test
  void whatIsMissingOrWrongInALaterTableIsASentence() {
    Preparation preparation = learn(LEARNED, "species");
    refused(
        "iris.csv: the model needs a column 'length', which is missing. Did you mean 'Lengths'? The columns are: Lengths, colour",
        () ->
            TablePreparation.of(preparation).inputs(csv("Lengths,colour", "1,red"), warning -> {}));
    refused(
        "iris.csv:3: column 'length' is numeric, but here it has '1,5'; correct the cell",
        () ->
            TablePreparation.of(preparation)
                .inputs(csv("length,colour", "1,red", "\"1,5\",red"), warning -> {}));
    refused(
        "iris.csv:2: column 'length' has an empty cell here, but the model needs a value; fill it, or remove the row",
        () -> TablePreparation.of(preparation).inputs(csv("length,colour", ",red"), warning -> {}));
    refused(
        "iris.csv:2: column 'colour' has an empty cell here, but the model needs a value; fill it, or remove the row",
        () -> TablePreparation.of(preparation).inputs(csv("length,colour", "1,"), warning -> {}));
    refused(
        "iris.csv:2: column 'species' has an empty cell here, but the model needs a value; fill it, or remove the row",
        () -> TablePreparation.of(preparation).targets(csv("length,colour,species", "1,red,")));
    refused(
        "iris.csv:2: column 'species' has the class 'A' here, which the model has not learned. Did you mean 'a'? The classes are: a, b",
        () -> TablePreparation.of(preparation).targets(csv("length,colour,species", "1,red,A")));
  }

  @Test
  void aMatrixLargerThanMemoryIsRefused() {
    List<Column> columns = new ArrayList<>(List.of(Column.of("y", new double[4096])));
    String[] names = IntStream.range(0, 4096).mapToObj(i -> "n" + i).toArray(String[]::new);
    for (int i = 0; i < 200; i++) {
      columns.add(Column.of("c" + i, names));
    }
    Table table = Table.of(columns);
    refused(
        "the table: a matrix of 4,096 rows x 819,200 columns needs 13.4 GB of memory, more than there is; use fewer rows, or ignore columns of many categories, such as 'c0', which becomes 4096 numbers",
        () -> TablePreparation.of(learn(table, "y")).inputs(table, warning -> {}));
  }

  @Test
  void examplesAreInputsAndTargets() {
    Examples examples = Examples.of(learn(LEARNED, "species"), LEARNED, warning -> {});
    assertEquals(3, examples.rows());
    Examples some = examples.select(new int[] {2, 0});
    assertArrayEquals(row(examples.inputs().inMemory(), 2), row(some.inputs().inMemory(), 0));
    assertArrayEquals(row(examples.inputs().inMemory(), 0), row(some.inputs().inMemory(), 1));
    assertArrayEquals(row(examples.targets().inMemory(), 2), row(some.targets().inMemory(), 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Examples(Matrix.zeros(2, 1), Matrix.zeros(3, 1)));
  }

  // ------------------------------------------------------------------------------------- one row

  @Test
  void aRowOfTheWrongLengthIsRefusedWithTheNamesOfTheColumns() {
    Preparation preparation = learn(csv("a,b,y", "1,2,3", "4,5,6"), "y");
    refused(
        "the row has 3 numbers, but the model needs 2: a, b",
        () -> preparation.rows().prepare(new double[3], new float[2]));
  }

  @Test
  void aRowOfNumbersIsNotEnoughForAColumnOfNames() {
    refused(
        "column 'colour' is categorical, so a row of numbers is not enough; pass values by column name",
        () -> learn(LEARNED, "species").rows().prepare(new double[2], new float[3]));
  }

  @Test
  void aNumberInARowMustBeFinite() {
    Preparation preparation = learn(csv("a,y", "1,3", "4,6"), "y");
    refused(
        "column 'a' has NaN here; after scaling (mean 2.5, standard deviation 1.5) that is not a finite float",
        () -> preparation.rows().prepare(new double[] {Double.NaN}, new float[1]));
  }

  // -------------------------------------------------------------------------------- plain values

  @Test
  void valuesThatCannotHaveBeenLearnedAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ScaledColumn("x", Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new ScaledColumn("x", 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new ScaledColumn("x", 0, -1));
    assertThrows(
        IllegalArgumentException.class, () -> new ScaledColumn("x", 0, Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> new OneHotColumn("x", List.of()));
    assertThrows(IllegalArgumentException.class, () -> new OneHotColumn("x", List.of("")));
    assertThrows(IllegalArgumentException.class, () -> new OneHotColumn("x", List.of("b", "a")));
    assertThrows(IllegalArgumentException.class, () -> new OneHotColumn("x", List.of("a", "a")));
    assertThrows(IllegalArgumentException.class, () -> new ClassTarget("y", List.of("a"), false));
    assertThrows(
        IllegalArgumentException.class, () -> new ClassTarget("y", List.of("a", "b", "c"), true));
    assertThrows(IllegalArgumentException.class, () -> new NumericTarget(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Preparation(List.of(), new ClassTarget("y", List.of("a", "b"), false)));
    assertFalse(new NumericSpec().scale() == ColumnSpec.Scale.NONE);
  }
}
