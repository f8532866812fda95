package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.Residual;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.FMatrixSparseCSC;
import org.ejml.dense.row.CommonOps_FDRM;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Applications that hold their data in matrices of EJML. */
class MatricesTest {

  private static final List<String> INPUTS = List.of("length", "width");

  private static final FMatrixRMaj X =
      new FMatrixRMaj(new float[][] {{1, 2}, {2, 1}, {3, 5}, {4, 4}, {5, 1}, {6, 3}});

  /** The first input less the second. */
  private static final FMatrixRMaj Y =
      new FMatrixRMaj(new float[][] {{-1}, {1}, {-2}, {0}, {4}, {3}});

  private final List<Warning> warnings = new ArrayList<>();
  private final Gradus gradus = Gradus.builder().onWarning(warnings::add).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Configuration.Builder regression(DataSpec data, Layer... layers) {
    Configuration.Builder builder =
        Configuration.builder()
            .data(data)
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.02))
            .epochs(300);
    List.of(layers).forEach(builder::layer);
    return builder;
  }

  private static Configuration.Builder regression(DataSpec data) {
    return regression(data, Dense.of(4, new Tanh()), Dense.output());
  }

  private Model difference() {
    Table table = Table.ofMatrix(INPUTS, X).with(Table.ofMatrix(List.of("difference"), Y));
    return gradus.job(regression(DataSpec.of("difference")).build()).on(table).train().model();
  }

  @Test
  void matricesOfInputsAndTargetsAreLearnedAsTheArraysWouldBe() {
    double[][] rows = new double[6][];
    for (int i = 0; i < 6; i++) {
      rows[i] = new double[] {X.get(i, 0), X.get(i, 1), Y.get(i, 0)};
    }
    Model ofArrays =
        gradus
            .job(regression(DataSpec.of("difference")).build())
            .on(Table.ofRows(List.of("length", "width", "difference"), rows))
            .train()
            .model();
    FMatrixRMaj predicted = difference().predictor().predict(X);
    assertArrayEquals(ofArrays.predictor().predict(X).data, predicted.data);
    assertEquals(6, predicted.numRows);
    assertEquals(1, predicted.numCols);
    for (int i = 0; i < 6; i++) {
      assertEquals(Y.get(i, 0), predicted.get(i, 0), 0.5);
    }
  }

  @Test
  void aRowOfAMatrixIsPredictedAsARowOfNumbersIs() {
    Predictor predictor = difference().predictor();
    DMatrixRMaj x = new DMatrixRMaj(new double[][] {{1.5, 2.5}, {0.1, 7}});
    DMatrixRMaj predicted = predictor.predict(x);
    assertEquals(predictor.predict(1.5, 2.5)[0], predicted.get(0, 0), 1e-6);
    assertEquals(predictor.predict(0.1, 7)[0], predicted.get(1, 0), 1e-6);
  }

  @Test
  void predictionsAreWrittenIntoWhatTheCallerHolds() {
    Predictor predictor = difference().predictor();
    FMatrixRMaj into = new FMatrixRMaj(50, 7);
    float[] array = into.data;
    predictor.predict(X, into);
    assertEquals(6, into.numRows);
    assertEquals(1, into.numCols);
    assertTrue(into.data == array, "a matrix that is large enough keeps its array");
    FMatrixRMaj inPlace = X.copy();
    predictor.predict(inPlace, inPlace);
    assertArrayEquals(predictor.predict(X).data, Arrays.copyOf(inPlace.data, 6));
  }

  @Test
  void theArrayOfAMatrixMayBeLongerThanItIs() {
    Predictor predictor = difference().predictor();
    FMatrixRMaj x = X.copy();
    x.reshape(2, 2);
    assertEquals(12, x.data.length);
    FMatrixRMaj predicted = predictor.predict(x);
    assertEquals(2, predicted.numRows);
    assertEquals(predictor.predict(X).get(1, 0), predicted.get(1, 0));
  }

  @Test
  void aSparseMatrixIsAMatrix() {
    FMatrixSparseCSC sparse = new FMatrixSparseCSC(2, 2, 2);
    sparse.set(0, 1, 3);
    sparse.set(1, 0, 5);
    FMatrixRMaj dense = new FMatrixRMaj(new float[][] {{0, 3}, {5, 0}});
    Predictor predictor = difference().predictor();
    assertArrayEquals(predictor.predict(dense).data, predictor.predict(sparse).data);
    DMatrixSparseTriplet triplet = new DMatrixSparseTriplet(2, 2, 2);
    triplet.addItem(1, 0, 5);
    triplet.addItem(0, 1, 3);
    DMatrixRMaj predicted = predictor.predict(triplet);
    assertEquals(predictor.predict(0, 3)[0], predicted.get(0, 0), 1e-6);
    assertEquals(predictor.predict(5, 0)[0], predicted.get(1, 0), 1e-6);
  }

  @Test
  void aPredictionThatNoFloatHoldsIsRefusedAsOne() {
    DataSpec data =
        DataSpec.of("size")
            .column("size", new NumericSpec(ColumnSpec.Scale.LOG))
            .scale(ColumnSpec.Scale.NONE);
    Table table =
        Table.of(
            Column.of("length", 1, 2, 3, 4),
            Column.of("width", 1, 1, 1, 1),
            Column.of("size", 1, 1e5, 1e10, 1e15));
    Predictor predictor =
        gradus.job(regression(data, Dense.output()).build()).on(table).train().model().predictor();
    FMatrixRMaj far = new FMatrixRMaj(new float[][] {{1, 1}, {20, 1}});
    assertTrue(predictor.predict(20, 1)[0] > Float.MAX_VALUE);
    String said = refused(() -> predictor.predict(far));
    assertTrue(
        said.matches(
            "row 2: the prediction [0-9.E]+ is beyond the range of a float; pass the inputs as a matrix of double"),
        said);
  }

  @Test
  void classesStandBesideTheMatrix() {
    Configuration configuration =
        regression(DataSpec.of("kind"), Dense.of(4, new Tanh()), Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .build();
    Table table =
        Table.ofMatrix(INPUTS, X)
            .with(Column.of("kind", "low", "high", "low", "mid", "high", "high"));
    Predictor predictor = gradus.job(configuration).on(table).train().model().predictor();
    FMatrixRMaj probabilities = predictor.predict(X);
    assertEquals(3, probabilities.numCols);
    FMatrixRMaj sums = CommonOps_FDRM.sumRows(probabilities, null);
    for (int i = 0; i < 6; i++) {
      assertEquals(1, sums.get(i, 0), 1e-5);
    }
  }

  @Test
  void weightsAreMatricesByLayerAndName() {
    Configuration configuration =
        regression(
                DataSpec.of("difference"),
                Dense.of(3, new Tanh()),
                new BatchNorm(),
                new Residual(List.of(Dense.of(3))),
                Dense.output())
            .build();
    Table table = Table.ofMatrix(INPUTS, X).with(Table.ofMatrix(List.of("difference"), Y));
    Model model = gradus.job(configuration).on(table).train().model();
    List<Map<String, FMatrixRMaj>> weights = model.weights();
    assertEquals(4, weights.size());
    assertEquals(Set.of("weight", "bias"), weights.get(0).keySet());
    assertEquals(2, tensor(weights, 0, "weight").numRows);
    assertEquals(3, tensor(weights, 0, "weight").numCols);
    assertEquals(1, tensor(weights, 0, "bias").numRows);
    assertEquals(
        Set.of("weight", "bias", "running-mean", "running-variance"), weights.get(1).keySet());
    assertEquals(Set.of("layers.0.weight", "layers.0.bias"), weights.get(2).keySet());
    double before = model.predictor().predict(1, 2)[0];
    tensor(weights, 3, "weight").fill(0);
    assertEquals(before, model.predictor().predict(1, 2)[0], "they are copies");
  }

  @Test
  void aLayerThatComputesNothingHasItsPlaceAmongTheWeights() {
    Configuration configuration =
        regression(
                DataSpec.of("difference"),
                new Image(1, 2),
                new Conv2d(
                    2,
                    1,
                    1,
                    Conv2d.Padding.VALID,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true),
                new Flatten(),
                Dense.output())
            .build();
    Table table = Table.ofMatrix(INPUTS, X).with(Table.ofMatrix(List.of("difference"), Y));
    Model model = gradus.job(configuration).on(table).train().model();
    assertEquals(
        List.of(Set.of(), Set.of("weight", "bias"), Set.of(), Set.of("weight", "bias")),
        model.weights().stream().map(Map::keySet).toList());
  }

  @Test
  void theWeightsOfALinearNetworkSayWhatItPredicts() {
    Configuration configuration =
        regression(DataSpec.of("difference").scale(ColumnSpec.Scale.NONE), Dense.output()).build();
    Table table = Table.ofMatrix(INPUTS, X).with(Table.ofMatrix(List.of("difference"), Y));
    Model model = gradus.job(configuration).on(table).train().model();
    FMatrixRMaj expected = new FMatrixRMaj(6, 1);
    CommonOps_FDRM.mult(X, tensor(model.weights(), 0, "weight"), expected);
    CommonOps_FDRM.add(expected, tensor(model.weights(), 0, "bias").get(0, 0));
    FMatrixRMaj predicted = model.predictor().predict(X);
    for (int i = 0; i < 6; i++) {
      assertEquals(expected.get(i, 0), predicted.get(i, 0), 1e-5);
    }
  }

  @Test
  void aMissingNumberIsFilledInAndSaid() {
    NumericSpec filled =
        new NumericSpec(ColumnSpec.Scale.STANDARD, NumericSpec.Missing.MEAN, 0, false);
    DataSpec data = DataSpec.of("difference").column("width", filled);
    Table table = Table.ofMatrix(INPUTS, X).with(Table.ofMatrix(List.of("difference"), Y));
    Predictor predictor =
        gradus.job(regression(data).build()).on(table).train().model().predictor();
    warnings.clear();
    FMatrixRMaj x = new FMatrixRMaj(new float[][] {{1, Float.NaN}, {1, 2}});
    FMatrixRMaj predicted = predictor.predict(x);
    assertEquals(predictor.predict(1, Double.NaN)[0], predicted.get(0, 0), 1e-6);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).message().contains("1 of 2 in column 'width'"));
  }

  @Test
  void whatIsNoInputIsRefusedWithASentence() {
    Predictor predictor = difference().predictor();
    FMatrixRMaj into = new FMatrixRMaj(1, 1);
    into.set(0, 0, 7);
    assertEquals(
        "the matrix has 3 columns, but the model needs 2: length, width",
        refused(() -> predictor.predict(new FMatrixRMaj(2, 3), into)));
    assertEquals(
        "row 2: column 'width' has Infinity here; pass a finite number",
        refused(
            () ->
                predictor.predict(
                    new FMatrixRMaj(new float[][] {{1, 2}, {1, Float.POSITIVE_INFINITY}}), into)));
    assertTrue(
        refused(() -> predictor.predict(new FMatrixRMaj(new float[][] {{1, Float.NaN}}), into))
            .contains("'width'"));
    assertEquals("the matrix has no rows", refused(() -> predictor.predict(new FMatrixRMaj(0, 2))));
    assertEquals(7, into.get(0, 0), "nothing was predicted, and nothing overwritten");
    assertEquals(
        "the matrix has 2 columns, but there are 1 names: length",
        refused(() -> Table.ofMatrix(List.of("length"), X)));
    assertEquals(
        "two columns are called 'width'; rename one of them",
        refused(() -> Table.ofMatrix(INPUTS, X).with(Column.of("width", 1, 2, 3, 4, 5, 6))));
  }

  private static FMatrixRMaj tensor(
      List<Map<String, FMatrixRMaj>> weights, int layer, String name) {
    return Optional.ofNullable(weights.get(layer).get(name)).orElseThrow();
  }

  private static String refused(Executable call) {
    return String.valueOf(assertThrows(DataException.class, call).getMessage());
  }
}
