package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.BooleanSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.MultiMargin;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Applications predict from their own objects, and receive named results. */
class PredictionTest {

  private static final Table TABLE =
      Table.of(
          Column.of("age", 20, 30, Double.NaN, 50, 60, 70),
          Column.of("city", "Oslo", "Rome", "Rome", "Oslo", "Bonn", "Rome"),
          Column.of("smoker", "yes", "no", "no", "yes", "no", "yes"),
          Column.of("risk", "low", "low", "mid", "high", "mid", "high"),
          Column.of("cost", 100, 120, 180, 400, 300, 500),
          Column.of("days", 1, 1, 2, 7, 4, 9),
          Column.of("ill", "no", "no", "yes", "yes", "no", "yes"),
          Column.of("old", "no", "no", "no", "no", "yes", "yes"));

  /** What an application has. */
  private enum City {
    Oslo,
    Rome
  }

  private record Person(int age, boolean smoker, City city) {}

  /** The same as a bean. */
  public static final class PersonBean {

    /** A property. */
    public double getAge() {
      return 33;
    }

    /** A property. */
    public boolean isSmoker() {
      return false;
    }

    /** A property. */
    public City getCity() {
      return City.Oslo;
    }
  }

  private final List<Warning> warnings = new ArrayList<>();
  private final Gradus gradus = Gradus.builder().onWarning(warnings::add).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Predictor predictor(Loss loss, Dense last, String... targets) {
    Map<String, ColumnSpec> columns = new HashMap<>();
    columns.put(
        "age", new NumericSpec(ColumnSpec.Scale.STANDARD, NumericSpec.Missing.MEAN, 0, false));
    columns.put("smoker", new BooleanSpec());
    columns.put("city", new CategoricalSpec());
    List<String> kept = new ArrayList<>(List.of("age", "city", "smoker"));
    kept.addAll(List.of(targets));
    Table table = Table.of(kept.stream().map(TABLE::column).toList());
    Configuration configuration =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of(targets),
                    columns,
                    ColumnSpec.Scale.STANDARD,
                    SplitSpec.NONE))
            .layer(Dense.of(6, new Tanh()))
            .layer(last)
            .loss(loss)
            .optimizer(new Adam(0.05))
            .epochs(200)
            .build();
    Predictor predictor = gradus.job(configuration).on(table).train().model().predictor();
    warnings.clear();
    return predictor;
  }

  private Predictor classes() {
    return predictor(new CrossEntropy(), Dense.output(new Softmax()), "risk");
  }

  private Predictor numbers() {
    return predictor(new MeanSquaredError(), Dense.output(), "cost", "days");
  }

  private static final Map<String, Object> MAP = Map.of("age", 33, "smoker", false, "city", "Oslo");

  private static double[] ofTable(Predictor predictor, Map<String, ?> row) {
    return predictor.predict(Table.ofMaps(List.of(row)))[0];
  }

  @Test
  void mapsRecordsAndBeansArePredictedAsATableOfOneRow() {
    Predictor predictor = classes();
    assertEquals(List.of("age", "city", "smoker"), predictor.inputs());
    double[] expected = ofTable(predictor, MAP);
    assertArrayEquals(expected, predictor.predict(MAP).outputs());
    assertArrayEquals(expected, predictor.predict(new Person(33, false, City.Oslo)).outputs());
    assertArrayEquals(expected, predictor.predictBean(new PersonBean()).outputs());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aClassHasANameAndProbabilities() {
    Predictor predictor = classes();
    Prediction prediction = predictor.predict(Map.of("age", 68, "smoker", "yes", "city", "Rome"));
    assertEquals("high", prediction.className());
    assertEquals(List.of("high", "low", "mid"), List.copyOf(prediction.probabilities().keySet()));
    assertEquals(prediction.outputs()[0], prediction.probability("high"));
    assertEquals(1, prediction.probabilities().values().stream().mapToDouble(p -> p).sum(), 1e-6);
    assertEquals("high", prediction.toString());
    assertEquals(
        "there is no 'higher'; available: high, low, mid",
        assertThrows(IllegalArgumentException.class, () -> prediction.probability("higher"))
            .getMessage());
    assertEquals(
        "the target 'risk' is not numeric and has no value; use its class",
        refusal(prediction::value));
    assertEquals("the target 'risk' is not labels; use its class", refusal(prediction::labels));
    prediction.outputs()[0] = 7;
    assertTrue(prediction.outputs()[0] <= 1, "a copy was changed");
  }

  @Test
  void ofOneOutputThereAreTwoProbabilities() {
    Predictor predictor = predictor(new CrossEntropy(), Dense.output(new Sigmoid()), "ill");
    Prediction prediction = predictor.predict(MAP);
    Map<String, Double> probabilities = prediction.probabilities();
    assertEquals(List.of("no", "yes"), List.copyOf(probabilities.keySet()));
    assertEquals(prediction.outputs()[0], prediction.probability("yes"));
    assertEquals(1 - prediction.outputs()[0], prediction.probability("no"));
    assertEquals(prediction.probability("yes") >= 0.5 ? "yes" : "no", prediction.className());
  }

  @Test
  void numbersHaveTheNamesOfTheirTargets() {
    Predictor predictor = numbers();
    Prediction prediction = predictor.predict(MAP);
    assertEquals(List.of("cost", "days"), List.copyOf(prediction.values().keySet()));
    assertEquals(prediction.outputs()[1], prediction.value("days"));
    assertEquals(Map.of(), prediction.deviations());
    assertEquals(OptionalDouble.empty(), prediction.deviation("cost"));
    assertEquals(
        "there are several targets (cost, days); name one: value(\"cost\")",
        refusal(prediction::value));
    assertEquals(
        "the target 'cost', 'days' is numeric and has no classes; use its value",
        refusal(prediction::className));
    assertEquals(
        "the target 'cost', 'days' is numeric and has no probabilities; use its value",
        refusal(prediction::probabilities));
    assertEquals(
        "the target 'cost', 'days' is not labels; use its value", refusal(prediction::labels));
  }

  @Test
  void labelsAreThoseThatApply() {
    Predictor predictor = predictor(new CrossEntropy(), Dense.output(new Sigmoid()), "ill", "old");
    Prediction prediction = predictor.predict(Map.of("age", 70, "smoker", true, "city", "Rome"));
    assertEquals(List.of("ill", "old"), prediction.labels());
    assertEquals(List.of("ill", "old"), List.copyOf(prediction.probabilities().keySet()));
    assertTrue(refusal(prediction::className).startsWith("the target is labels (ill, old)"));
    assertEquals(
        "the target 'ill', 'old' is not numeric and has no value; use its labels",
        refusal(prediction::values));
  }

  @Test
  void aDeviationIsThereWhereTheNetworkSaysIt() {
    Predictor predictor = predictor(new GaussianNll(1, true), Dense.output(), "cost");
    Table table = Table.ofMaps(List.of(MAP));
    double expected = predictor.predictions(table).deviations().orElseThrow()[0][0];
    assertTrue(expected > 0);
    assertEquals(Map.of("cost", expected), predictor.predict(MAP).deviations());
    assertEquals(expected, predictor.predict(MAP).deviation("cost").orElseThrow());
    assertEquals(expected, predictor.predictAll(table).get(0).deviation("cost").orElseThrow());
    assertEquals(predictor.predict(table)[0][0], predictor.predict(MAP).value());
  }

  @Test
  void scoresAreNoProbabilities() {
    Predictor predictor = predictor(new MultiMargin(), Dense.output(), "risk");
    Prediction prediction = predictor.predict(MAP);
    assertEquals(predictor.classOf(prediction.outputs()), prediction.className());
    assertEquals(
        "the last layer (no activation) outputs scores for the target 'risk', not probabilities; use outputs, or train with softmax or sigmoid there",
        refusal(prediction::probabilities));
  }

  @Test
  void whatIsMissingOrUnknownIsSaidInTheResult() {
    Predictor predictor = numbers();
    Map<String, Object> row = new HashMap<>(MAP);
    row.put("city", "Paris");
    row.remove("age");
    Prediction prediction = predictor.predict(row);
    assertEquals(
        List.of(CellNote.Kind.FILLED, CellNote.Kind.UNKNOWN_CATEGORY),
        prediction.notes().stream().map(CellNote::kind).toList());
    assertEquals(
        "column 'age' is missing; it is filled with 46, learned in training."
            + " column 'city' has 'Paris', which the model has not learned; it is treated as unknown.",
        prediction.remark());
    assertTrue(prediction.toString().endsWith(" (" + prediction.remark() + ")"));
    assertEquals(List.of(), warnings, "a single row is not logged");
    row.put("age", null);
    assertArrayEquals(ofTable(predictor, row), prediction.outputs());
    assertEquals("", predictor.predict(MAP).remark());
  }

  @Test
  void whatCannotBeIsRefused() {
    Predictor predictor = classes();
    assertEquals(
        "column 'age' is numeric, but here it has 'old'; correct the cell",
        refused(() -> predictor.predict(Map.of("age", "old", "smoker", true, "city", "Oslo"))));
    assertEquals(
        "column 'age' has a ArrayList, which is not a number, a string or a date; pass one of these",
        refused(
            () ->
                predictor.predict(
                    Map.of("age", new ArrayList<>(), "smoker", true, "city", "Oslo"))));
    assertEquals(
        "the model needs a column 'city', which is missing. Found: age, smoker",
        refused(() -> predictor.predict(new Sparse(3, true))));
    assertTrue(
        refused(() -> predictor.predictBean("text"))
            .startsWith("java.lang.String has neither record components nor methods"));
    assertTrue(
        refused(() -> predictor.predict(1, 2, 3)).startsWith("column 'city' is categorical"));
  }

  private record Sparse(int age, boolean smoker) {}

  @Test
  void manyExamplesMayBeOfSeveralKinds() {
    Predictor predictor = classes();
    Map<String, Object> strange = Map.of("smoker", "no", "city", "Paris");
    List<Prediction> all =
        predictor.predictAll(
            List.of(MAP, new Person(50, true, City.Rome), new PersonBean(), strange));
    assertArrayEquals(predictor.predict(MAP).outputs(), all.get(0).outputs(), 1e-7);
    assertArrayEquals(
        predictor.predict(new Person(50, true, City.Rome)).outputs(), all.get(1).outputs(), 1e-7);
    assertArrayEquals(all.get(0).outputs(), all.get(2).outputs());
    assertEquals(2, all.get(3).notes().size());
    assertEquals(
        List.of(
            "the examples: 1 of 4 rows have a category in column 'city' that the model has not learned ('Paris'); they are treated as unknown",
            "the examples: empty cells are filled with values learned in training: 1 of 4 in column 'age' (46)"),
        warnings.stream().map(Warning::message).toList());
    assertEquals(
        "row 2: column 'age' is numeric, but here it has 'x'; correct the cell",
        refused(
            () ->
                predictor.predictAll(
                    List.of(MAP, Map.of("age", "x", "city", "Oslo", "smoker", true)))));
    assertEquals(
        "row 2: the example is null; remove it, or pass its values",
        refused(() -> predictor.predictAll(Arrays.asList(MAP, null))));
    assertEquals(List.of(), predictor.predictAll(List.of()));
    assertEquals(
        "row 1: the model needs a column 'city', which is missing. Found: 7",
        refused(() -> predictor.predictAll(List.of(Map.of(7, "Oslo")))));
  }

  @Test
  void theRowsOfATableAreSaidToBeWhatTheyAre() {
    Predictor predictor = classes();
    Table table =
        Table.ofMaps(
            List.of(
                MAP, Map.of("smoker", "no", "city", "Paris"), Map.of("city", "Rome", "smoker", 1)));
    List<Prediction> all = predictor.predictAll(table);
    double[][] outputs = predictor.predict(table);
    for (int i = 0; i < outputs.length; i++) {
      assertArrayEquals(outputs[i], all.get(i).outputs());
    }
    assertEquals(
        List.of(0, 2, 1), all.stream().map(prediction -> prediction.notes().size()).toList());
  }

  @Test
  void arraysHaveAMeaningToo() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Adam(0.05))
            .epochs(5)
            .build();
    Table table =
        Table.of(
            Column.of("a", 1, 2, 3), Column.of("b", 3, 1, 2), Column.of("kind", "x", "y", "z"));
    Predictor predictor = gradus.job(configuration).on(table).train().model().predictor();
    double[] row = {1.5, 2.5};
    Prediction prediction = predictor.prediction(row);
    assertArrayEquals(predictor.predict(row), prediction.outputs());
    assertEquals(predictor.classify(row), prediction.className());
    assertArrayEquals(
        predictor.predict(row), predictor.predictAll(List.of(row)).get(0).outputs(), 1e-7);
    DMatrixRMaj matrix = new DMatrixRMaj(new double[][] {row});
    assertArrayEquals(predictor.predict(row), predictor.predict(matrix).data);
    FMatrixRMaj inFloat = new FMatrixRMaj(new float[][] {{1.5f, 2.5f}});
    assertEquals((float) predictor.predict(row)[2], predictor.predict(inFloat).get(0, 2));
    assertEquals(
        "row 1: the row has 3 numbers, but the model needs 2: a, b",
        refused(() -> predictor.predictAll(List.of(new double[3]))));
  }

  @Test
  void aMatrixHoldsTheNumbersOfCategoriesAndOfYesAndNo() {
    Configuration configuration =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("y"),
                    Map.of("code", new CategoricalSpec(), "flag", new BooleanSpec()),
                    ColumnSpec.Scale.STANDARD,
                    SplitSpec.NONE))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.05))
            .epochs(5)
            .build();
    Table table =
        Table.of(Column.of("code", 1, 2, 10), Column.of("flag", 0, 1, 1), Column.of("y", 3, 1, 2));
    Predictor predictor = gradus.job(configuration).on(table).train().model().predictor();
    DMatrixRMaj rows = new DMatrixRMaj(new double[][] {{10, 1}, {7, 0}});
    double[][] expected = predictor.predict(Table.ofMatrix(List.of("code", "flag"), rows));
    warnings.clear();
    DMatrixRMaj predicted = predictor.predict(rows);
    assertEquals(expected[0][0], predicted.get(0, 0));
    assertEquals(expected[1][0], predicted.get(1, 0));
    assertEquals(
        List.of(
            "the matrix: 1 of 2 rows have a category in column 'code' that the model has not learned ('7'); they are treated as unknown"),
        warnings.stream().map(Warning::message).toList());
  }

  private static String refusal(Executable wrong) {
    return String.valueOf(assertThrows(IllegalStateException.class, wrong).getMessage());
  }

  private static String refused(Executable wrong) {
    return String.valueOf(assertThrows(DataException.class, wrong).getMessage());
  }
}
