package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Fold;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.Embedding;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The networks of all folds become one model, which predicts the mean of their predictions; with
 * {@code scale: log}, the mean of the logarithms.
 */
class KeptFoldsTest {

  private static final int FOLDS = 4;
  private static final double ROUNDING = 2e-5;

  /** No row. */
  private static final int NONE = -1;

  private static final String DATA =
      """
      data:
        target: %s
        missing: fill
        columns: {size: {numeric: {missing: mean, indicator: true}}, built: {date: {parts: [day-number, month]}}, new: boolean, %s}
        split: {validation: 0.2}
      """;

  private static final String TRAINING =
      """
      optimizer: {adam: {learning-rate: 0.02}}
      training: {epochs: 4, batch-size: 16, seed: 2}
      """;

  private static final Gradus GRADUS = Gradus.create();

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  /** Each kind of column; only one row has the city Hamar. */
  private static Table table() {
    return table(NONE, NONE);
  }

  /** The same, with a size that is a typing error in one row. */
  private static Table table(int farRow) {
    return table(farRow, NONE);
  }

  /** The same, and without a city in one row. */
  private static Table table(int farRow, int rowWithoutCity) {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("size,city,new,built,price,kind\n");
    List<String> cities = List.of("Oslo", "Bergen", "Molde");
    for (int i = 0; i < 90; i++) {
      double size = i == farRow ? 3e6 : random.nextDouble(20, 200);
      int city = random.nextInt(3);
      csv.append(i % 10 == 3 ? "" : (float) size)
          .append(',')
          .append(i == 40 ? "Hamar" : i == rowWithoutCity ? "" : cities.get(city))
          .append(random.nextBoolean() ? ",yes," : ",no,")
          .append("20%02d-%02d-15,".formatted(random.nextInt(20), 1 + random.nextInt(12)))
          .append((int) (1000 * size * (1 + 0.3 * city)))
          .append(size < 80 ? ",small\n" : size < 130 ? ",middle\n" : ",large\n");
    }
    return CsvReader.read(
        new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), "rows.csv");
  }

  private Configuration configuration(String yaml) throws IOException {
    return GRADUS.read(Files.writeString(folder.resolve("folds.yaml"), yaml + TRAINING));
  }

  private static CrossValidation kept(Configuration configuration, Table table) {
    return GRADUS.job(configuration).on(table).crossValidateAndKeep(FOLDS, (fold, scores) -> {});
  }

  /**
   * The mean of the predictions of the networks of all folds, each prepared as its fold was.
   *
   * @param logarithms whether the networks predict those
   */
  private static double[][] mean(Configuration configuration, Table table, boolean logarithms) {
    List<double[][]> all = new ArrayList<>();
    for (Fold fold :
        new ExperimentBuilder(new NetworkBuilder(GRADUS.catalogue()))
            .folds(configuration, table, Optional.empty(), FOLDS)) {
      new Trainer().trainOrKeepBest(fold.experiment(), TrainingListener.NONE, CheckpointStore.NONE);
      Model member = Models.of(fold.experiment(), unused -> {}, Optional.empty(), Map.of());
      all.add(member.predictor().predict(table));
    }
    double[][] mean = new double[table.rows()][all.get(0)[0].length];
    for (double[][] each : all) {
      for (int row = 0; row < mean.length; row++) {
        for (int k = 0; k < mean[row].length; k++) {
          mean[row][k] += (logarithms ? Math.log1p(each[row][k]) : each[row][k]) / FOLDS;
        }
      }
    }
    for (int row = 0; logarithms && row < mean.length; row++) {
      mean[row][0] = Math.expm1(mean[row][0]);
    }
    return mean;
  }

  /**
   * Of four cities one is in a single row. So the network of one fold does not know it, and has too
   * few cities for vectors if they need four.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: ignore                                     | {dimensions: 3}                    | 12 | 4",
        "kind: ignore                                     | {}                                 | 8  | 4",
        "kind: ignore                                     | {dimensions: 2, min-categories: 4} | 12 | 4",
        "kind: ignore                                     | {min-categories: 5}                | 4  | 5",
        "'kind: ignore, city: {categorical: {min-count: 2}}' | {dimensions: 2} | 8 | 4",
        "'kind: ignore, city: {categorical: {missing: category}}' | {dimensions: 2} | 8 | 5",
        "'kind: ignore, city: {categorical: {missing: category, min-count: 2}}' | {dimensions: 2} | 8 | 5",
        "'kind: ignore, city: {categorical: {missing: most-frequent}}' | {dimensions: 2} | 8 | 4",
        "'kind: categorical, city: {categorical: {order: [Molde, Bergen, Oslo, Hamar]}}' | {dimensions: 2} | 8 | 3"
      })
  void oneEmbeddingHoldsTheVectorsOfAllFolds(
      String columns, String options, int dimensions, int minCategories) throws IOException {
    int rowWithoutCity = columns.contains("missing") ? 41 : NONE;
    Table table = table(NONE, rowWithoutCity);
    Configuration configuration =
        configuration(
            DATA.formatted("price", columns)
                + """
                network: [{embedding: %s}, {dropout: {rate: 0.1}}, {dense: {units: 8, activation: tanh}}, dense]
                loss: mean-squared-error
                """
                    .formatted(options));
    double[][] expected = mean(configuration, table, false);
    Model model = kept(configuration, table).model().orElseThrow();
    assertEquals(
        new Embedding(Optional.of(dimensions), Optional.empty(), minCategories),
        model.configuration().network().get(0));
    double[][] predicted = model.predictor().predict(table);
    for (int row = 0; row < expected.length; row++) {
      // All members take the city that is the most frequent in all rows, not in those of their
      // fold.
      if (row != rowWithoutCity || !columns.contains("most-frequent")) {
        assertArrayEquals(expected[row], predicted[row], ROUNDING * 100_000, "row " + row);
      }
    }

    Path file = folder.resolve("folds.safetensors");
    GRADUS.save(model, file);
    assertArrayEquals(predicted, GRADUS.load(file).predictor().predict(table));
    Map<String, Object> row =
        new HashMap<>(Map.of("size", 70, "city", "Hamar", "new", "no", "built", "2010-03-15"));
    if (columns.contains("kind: categorical")) {
      row.put("kind", "small");
    }
    assertArrayEquals(
        model.predictor().predict(row).outputs(),
        SavedModel.read(file).predictor().predict(row).outputs());
  }

  /** All networks together have learned from every row that a single one has not. */
  @Test
  void noRowsAreHeldOutFromAllOfThem() throws IOException {
    Table table = table();
    Model model =
        kept(
                configuration(
                    """
                    data: {target: price, missing: fill, columns: {kind: ignore}, split: {validation: 0.2, test: 0.1}}
                    network: [dense]
                    loss: mean-squared-error
                    """),
                table)
            .model()
            .orElseThrow();
    for (String part : List.of("training", "validation")) {
      String message =
          assertThrows(DataException.class, () -> model.part(table, part)).getMessage();
      assertTrue(message.contains("trained without a validation split"), message);
    }
    assertEquals(9, model.part(table, "test").rows());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind  | 'price: ignore'                              | {dense: {activation: softmax}} | cross-entropy      | 1",
        "price | 'kind: ignore'                               | dense                          | mean-squared-error | 100000",
        "price | 'kind: ignore, price: {numeric: {scale: log}}' | dense                          | mean-squared-error | 100000",
        "new   | 'kind: ignore'                               | {dense: {activation: sigmoid}} | cross-entropy      | 1"
      })
  void itPredictsTheMeanOfTheFolds(
      String target, String columns, String last, String loss, double unit) throws IOException {
    Table table = table();
    Configuration configuration =
        configuration(
            DATA.formatted(target, columns)
                + """
                network: [{dense: {units: 8, activation: tanh}}, {dropout: {rate: 0.1}}, {dense: {units: 6, activation: relu}}, %s]
                loss: %s
                """
                    .formatted(last, loss));
    CrossValidation found = kept(configuration, table);
    Model model = found.model().orElseThrow();
    assertEquals(FOLDS, model.members());
    assertEquals(
        GRADUS.job(configuration).on(table).crossValidate(FOLDS).folds(),
        found.folds(),
        "keeping them changes no score");
    double[][] expected = mean(configuration, table, columns.contains("log"));
    double[][] predicted = model.predictor().predict(table);
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(expected[row], predicted[row], ROUNDING * unit, "row " + row);
    }

    Path file = folder.resolve("folds.safetensors");
    GRADUS.save(model, file);
    assertArrayEquals(predicted, GRADUS.load(file).predictor().predict(table));
    Map<String, ?> row = Map.of("size", 70, "city", "Oslo", "new", "no", "built", "2010-03-15");
    assertArrayEquals(
        model.predictor().predict(row).outputs(),
        SavedModel.read(file).predictor().predict(row).outputs());
    assertEquals(90, model.about().trainingRows().orElseThrow());
    double error = model.evaluate(table).get("loss");
    assertTrue(Double.isFinite(error), "loss " + error);
    assertEquals(4, GRADUS.importance(model).permutation(table).columns().size());
  }

  @Test
  void layersWithParametersOfTheirOwnAreRefusedBeforeTraining() throws IOException {
    Table table = table();
    for (List<String> each :
        List.of(
            List.of("{dense: {units: 4}}, batch-norm", "network[1].batch-norm has parameters"),
            List.of(
                "{residual: {layers: [dropout], activation: tanh}}",
                "network[0].residual computes something before the first dense layer"),
            List.of(
                "dropout, {image: {height: 1, width: 9}}, {max-pool: {size: 1}}, flatten",
                "network[2].max-pool computes something before the first dense layer"),
            List.of(
                "{embedding: {dimensions: 2}}, {residual: {layers: [dropout], activation: tanh}}",
                "network[1].residual computes something before the first dense layer"),
            List.of("{embedding: {dimensions: 2}}, factor", "network[1].factor has parameters"),
            List.of("{ensemble: {of: 2}}, {dense: {units: 4}}", "each of them is an ensemble"),
            List.of(
                "{dense: {units: 4, activation: prelu}}", "network[0].dense has parameters of its"),
            List.of("{dense: {units: 4, parametrization: ntk}}", "parametrization: ntk"))) {
      Configuration configuration =
          configuration(
              DATA.formatted("price", "kind: ignore")
                  + "network: [%s, dense]\nloss: mean-squared-error\n".formatted(each.get(0)));
      String refused =
          assertThrows(GradusException.class, () -> kept(configuration, table)).getMessage();
      assertTrue(
          refused.startsWith("the networks of the folds cannot be kept as one model: ")
              && refused.contains(each.get(1)),
          refused);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quantile", "robust-clipped"})
  void aScaleThatNoWeightsMakeUpForIsRefusedBeforeTraining(String scale) throws IOException {
    Configuration configuration =
        configuration(
            DATA.formatted("price", "kind: ignore").replace("indicator: true", "scale: " + scale)
                + "network: [{dense: {units: 4}}, dense]\nloss: mean-squared-error\n");
    Job job = GRADUS.job(configuration).on(table());
    List<Integer> finished = new ArrayList<>();
    String refused =
        assertThrows(
                GradusException.class,
                () -> job.crossValidateAndKeep(FOLDS, (fold, scores) -> finished.add(fold)))
            .getMessage();
    assertTrue(refused.contains("column 'size' has scale: " + scale + ", which no"), refused);
    assertEquals(List.of(), finished, "the folds that were trained");
  }

  @Test
  void aRefusalAfterTrainingLosesNoScore() throws IOException {
    Configuration configuration =
        configuration(
            DATA.formatted("price", "kind: ignore")
                + "network: [{dense: {units: 4}}, {dense: {activation: leaky-relu}}]\nloss: mean-squared-error\n");
    Table table = table();
    CrossValidation found = kept(configuration, table);
    assertEquals(GRADUS.job(configuration).on(table).crossValidate(FOLDS).folds(), found.folds());
    assertEquals(Optional.empty(), found.model());
    String refused = found.refusal().orElseThrow().toString();
    assertTrue(refused.contains("the target is scaled differently for each fold"), refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1025, 5000})
  void aNumberOfFoldsIsRefusedInTheWordsOfFolds(int folds) throws IOException {
    Job job =
        GRADUS
            .job(
                configuration(
                    DATA.formatted("price", "kind: ignore")
                        + "network: [dense]\nloss: mean-squared-error\n"))
            .on(table());
    assertEquals(
        "the networks of %s folds cannot be kept as one model; use from 2 to 1024 folds"
            .formatted(folds),
        assertThrows(
                GradusException.class, () -> job.crossValidateAndKeep(folds, (fold, scores) -> {}))
            .getMessage());
  }

  @Test
  void layersThatDoNothingInPredictionMayComeFirst() throws IOException {
    Table table = table();
    Configuration configuration =
        configuration(
            DATA.formatted("price", "kind: ignore")
                + "network: [{gaussian-noise: {stddev: 0.1}}, {dropout: {rate: 0.1}}, {dense: {units: 4, activation: tanh}}, dense]\nloss: mean-squared-error\n");
    double[][] expected = mean(configuration, table, false);
    double[][] predicted =
        kept(configuration, table).model().orElseThrow().predictor().predict(table);
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(expected[row], predicted[row], ROUNDING * 100_000, "row " + row);
    }
  }

  @Test
  void aNumberFarFromAllOthersIsMadeUpFor() throws IOException {
    Table table = table(50);
    Configuration configuration =
        configuration(
            DATA.formatted("kind", "price: ignore")
                + "network: [{dense: {units: 8, activation: tanh}}, {dense: {activation: softmax}}]\nloss: cross-entropy\n");
    double[][] expected = mean(configuration, table, false);
    double[][] predicted =
        kept(configuration, table).model().orElseThrow().predictor().predict(table);
    for (int row = 0; row < expected.length; row++) {
      // Usual numbers are small differences of large ones, so floats are less exact.
      assertArrayEquals(expected[row], predicted[row], 1e-3, "row " + row);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "{embedding: {dimensions: 2}}, dense"})
  void otherCategoriesInEachFoldGetASentenceOfTheirOwn(String network) throws IOException {
    Configuration configuration =
        configuration(
            DATA.formatted("price", "kind: ignore, city: {categorical: {max-categories: 2}}")
                + "network: [%s]\nloss: mean-squared-error\n".formatted(network));
    String refused = kept(configuration, table()).refusal().orElseThrow().sentence();
    assertTrue(
        refused.contains("column 'city' has other categories in each fold; raise its max-cat"),
        refused);
  }
}
