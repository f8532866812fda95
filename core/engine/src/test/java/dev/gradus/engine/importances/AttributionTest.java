package dev.gradus.engine.importances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Attribution.OfColumn;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.ImportanceSummary;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.acme.layers.MixtureOfExperts;
import org.acme.layers.Wrapped;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contributions of columns are those of the gradient, and add up to the prediction. */
class AttributionTest {

  /** Of smooth functions, at {@value Importance#STEPS} steps. */
  private static final double COMPLETE = 1e-6;

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static double of(Attribution attribution, String column) {
    return attribution.columns().stream()
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElseThrow()
        .contribution();
  }

  @Test
  void aLinearNetworkContributesWeightTimesDistanceFromTheMean() {
    Table table =
        Table.ofRows(
            List.of("a", "b", "y"), new double[][] {{1, 5, 3}, {2, 7, 6}, {3, 6, 9}, {6, 10, 0}});
    Model model =
        Trained.initial(
            GRADUS,
            """
            data: {target: y, scale: none}
            network: [{dense: {weights: {given: {values: [[3], [-0.5]]}}, bias: false}}]
            loss: mean-squared-error
            optimizer: {sgd: {learning-rate: 0.1}}
            training: {batch-size: 4}
            """,
            table);
    Attribution attribution = GRADUS.importance(model).attribution(table, 4);
    // The means are 3 and 7.
    assertEquals(9, of(attribution, "a"), COMPLETE);
    assertEquals(-1.5, of(attribution, "b"), COMPLETE);
    assertEquals(13, attribution.prediction(), COMPLETE);
    assertEquals(5.5, attribution.baseline(), COMPLETE);
    assertEquals(new OfColumn("a", "6", "3", of(attribution, "a")), attribution.columns().get(0));
  }

  @Test
  void aProductOfColumnsIsDividedAsItsIntegralSays() {
    // sigmoid(w a + v b): the share of a column is its part of the logit.
    Table table =
        Table.ofRows(
            List.of("a", "b", "y"), new double[][] {{0, 0, 0}, {0, 0, 1}, {3, -6, 0}, {-3, 6, 1}});
    Model model =
        Trained.initial(
            GRADUS,
            """
            data: {target: y, scale: none, columns: {y: categorical}}
            network: [{dense: {activation: sigmoid, weights: {given: {values: [[2], [0.5]]}}, bias: false}}]
            loss: cross-entropy
            optimizer: {sgd: {learning-rate: 0.1}}
            training: {batch-size: 4}
            """,
            table);
    Attribution attribution = GRADUS.importance(model).attribution(table, 3);
    double rise = 1 / (1 + Math.exp(-3)) - 0.5;
    assertEquals("1", attribution.output());
    assertEquals(rise * 6 / 3, of(attribution, "a"), COMPLETE);
    assertEquals(rise * -3 / 3, of(attribution, "b"), COMPLETE);
    Attribution other =
        GRADUS.importance(model).attribution(table, 3, Optional.of("0"), Importance.STEPS);
    assertEquals(1 - attribution.prediction(), other.prediction(), COMPLETE);
    assertEquals(-of(attribution, "a"), of(other, "a"), COMPLETE);
  }

  private static Model trained(String target, String scale, String network, Table table) {
    return trained(GRADUS, target, scale, network, table);
  }

  private static Model trained(
      Gradus gradus, String target, String scale, String network, Table table) {
    boolean number = target.equals("price");
    return Trained.model(
        gradus,
        Trained.MIXED_DATA.formatted(target, number ? "kind" : "price", scale)
            + """
            network: [%s, {dense: {%s}}]
            loss: %s
            optimizer: {adam: {learning-rate: 0.01}}
            training: {epochs: 15, batch-size: 16, seed: 5}
            """
                .formatted(
                    network,
                    number ? "" : "activation: softmax",
                    number ? "mean-squared-error" : "cross-entropy"),
        table);
  }

  /** The sum of the contributions is the difference of the predictions. */
  private static void assertComplete(Model model, Table table, double unit) {
    assertComplete(model, table, unit, COMPLETE);
  }

  private static void assertComplete(Model model, Table table, double unit, double complete) {
    Importance importance = GRADUS.importance(model);
    double[][] predicted = model.predictor().predict(table);
    List<String> names = PredictedNumber.names(model.preparation().targets());
    for (int row = 1; row <= table.rows(); row += 7) {
      for (int k = 0; k < names.size(); k++) {
        Attribution attribution =
            importance.attribution(table, row, Optional.of(names.get(k)), Importance.STEPS);
        assertEquals(predicted[row - 1][k], attribution.prediction());
        double sum = attribution.columns().stream().mapToDouble(OfColumn::contribution).sum();
        assertEquals(
            attribution.prediction() - attribution.baseline(), sum, complete * unit, "row " + row);
        assertEquals(
            attribution.prediction() - attribution.baseline() - sum,
            attribution.remainder(),
            1e-9 * unit);
        assertEquals(table.column("size").text(row - 1), cell(attribution, "size"));
      }
    }
  }

  private static String cell(Attribution attribution, String column) {
    return attribution.columns().stream()
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElseThrow()
        .cell();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{dense: {units: 8, activation: tanh}}",
        "{dense: {units: 8, activation: silu}}, {dense: {units: 8, activation: gelu}}",
        "embedding, {dense: {units: 8, activation: tanh}}",
        "{dense: {units: 8}}, batch-norm, {dense: {units: 6, activation: softplus}}",
        "{dense: {units: 8, activation: tanh}}, {dropout: {rate: 0.3}}",
        "{dense: {units: 8}}, {residual: {layers: [layer-norm, {dense: {units: 8, activation: tanh}}]}}",
        "{dense: {units: 8}}, {residual: {layers: [batch-norm, {dense: {units: 8, activation: tanh}}, {dropout: {rate: 0.2}}, {dense: {units: 8}}], activation: tanh}}",
        "{dense: {units: 8}}, {residual: {layers: [{residual: {layers: [batch-norm, {dense: {units: 8, activation: tanh}}]}}, {dense: {units: 8}}]}}"
      })
  void theContributionsToAProbabilityAddUp(String network) {
    Table table = Trained.csv(Trained.mixed(60));
    assertComplete(trained("kind", "", network, table), table, 1);
  }

  /** Integrals over kinks are less exact. */
  @ParameterizedTest
  @ValueSource(strings = {"", ", {ensemble: {of: 4, kind: mini}}", ", {ensemble: {of: 4}}"})
  void theContributionsOfPiecewiseLinearNumbersAddUp(String ensemble) {
    Table table = Trained.csv(Trained.mixed(60));
    String network =
        "{piecewise-linear: {bins: 8, dimensions: 3}}%s, {dense: {units: 8, activation: tanh}}"
            .formatted(ensemble);
    String yaml =
        Trained.MIXED_DATA.replace(", month", "").formatted("kind", "price", "")
            + """
            network: [%s, {dense: {activation: softmax}}]
            loss: cross-entropy
            optimizer: {adam: {learning-rate: 0.01}}
            training: {epochs: 15, batch-size: 16, seed: 5}
            """
                .formatted(network);
    assertComplete(Trained.model(GRADUS, yaml, table), table, 1, 1e-3);
  }

  @Test
  void theContributionsOfWhitenedColumnsAddUp() {
    Table table = Trained.csv(Trained.mixed(60));
    assertComplete(
        trained("kind", ", scale: whiten", "{dense: {units: 8, activation: tanh}}", table),
        table,
        1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{scale: log}"})
  void theContributionsToANumberAddUpInTheUnitOfTheData(String target) {
    Table table = Trained.csv(Trained.mixed(60));
    String yaml =
        Trained.MIXED_DATA.formatted("price", "kind", "")
            + (target.isEmpty() ? "" : "    price: {numeric: {scale: log}}\n")
            + """
            network: [{dense: {units: 8, activation: tanh}}, {dense: {}}]
            loss: mean-squared-error
            optimizer: {adam: {learning-rate: 0.01}}
            training: {epochs: 15, batch-size: 16, seed: 5}
            """;
    // The standard deviation of the prices is about 80,000.
    assertComplete(Trained.model(GRADUS, yaml, table), table, 80_000);
  }

  /** Every output is 3 a - 0.5 b, and every target between 0 and 9. */
  @Test
  void aClampedNumberIsExplainedWithoutItsLimits() {
    List<String> names = List.of("a", "b", "y");
    Table table = Table.ofRows(names, new double[][] {{1, 5, 3}, {2, 7, 6}, {3, 6, 9}, {6, 10, 0}});
    Model model =
        Trained.initial(
            GRADUS,
            """
            data: {target: y, scale: none, columns: {y: {numeric: {scale: none, clamp: true}}}}
            network: [{dense: {weights: {given: {values: [[3], [-0.5]]}}, bias: false}}]
            loss: mean-squared-error
            optimizer: {sgd: {learning-rate: 0.1}}
            training: {batch-size: 4}
            """,
            table);
    assertEquals(9, model.predictor().predict(table)[3][0]);
    Attribution attribution = GRADUS.importance(model).attribution(table, 4);
    assertEquals(13, attribution.prediction(), COMPLETE);
    assertEquals(5.5, attribution.baseline(), COMPLETE);
    assertEquals(0, attribution.remainder(), COMPLETE);
    assertEquals(
        List.of(
            "the model limits its predictions to the range of the training targets; the row is explained with the number that its network gives before that"),
        attribution.warnings().stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "sigmoid"})
  void theContributionsToACalibratedProbabilityAddUp(String activation) {
    Table table = Trained.csv(Trained.mixed(60));
    Model model = calibrated("temperature", activation, table);
    assertNotEquals(1, model.calibration().orElseThrow().temperature(), 0.01);
    assertComplete(model, table, 1);
    Attribution attribution = GRADUS.importance(model).attribution(table, 1);
    assertEquals(List.of(), attribution.warnings());
    // The baseline is calibrated too.
    Map<String, Object> row = new LinkedHashMap<>();
    table.columns().forEach(column -> row.put(column.name(), column.text(0)));
    assertEquals(0, Gradus.attributions(model).of(row).remainder(), COMPLETE);
  }

  @Test
  void aProbabilityOnACurveIsExplainedAsTheNetworkGivesIt() {
    Table table = Trained.csv(Trained.mixed(60));
    Model model = calibrated("isotonic", "sigmoid", table);
    Attribution attribution = GRADUS.importance(model).attribution(table, 1);
    assertNotEquals(model.predictor().predict(table)[0][0], attribution.prediction(), 1e-6);
    assertEquals(0, attribution.remainder(), COMPLETE);
    assertEquals(
        List.of(
            "the model calibrates its probabilities by a curve with corners; the row is explained with those that its network gives before that"),
        attribution.warnings().stream().map(Object::toString).toList());
  }

  private static Model calibrated(String method, String activation, Table table) {
    boolean two = activation.equals("sigmoid");
    return Trained.model(
        GRADUS,
        Trained.MIXED_DATA.formatted(two ? "new" : "kind", "price", "")
            + """
              split: {validation: 0.3}
            network: [{dense: {units: 8, activation: tanh}}, {dense: {activation: %s}}]
            loss: cross-entropy
            optimizer: {adam: {learning-rate: 0.03}}
            training: {epochs: 10, batch-size: 16, seed: 5, calibrate: %s}
            """
                .formatted(activation, method),
        table);
  }

  @Test
  void theContributionsToADecodedQuantileAddUp() {
    Table table = Trained.csv(Trained.mixed(60));
    String yaml =
        Trained.MIXED_DATA.formatted("price", "kind", "")
            + """
            network: [{dense: {units: 8, activation: tanh}}, {dense: {}}]
            loss: {quantiles: {levels: [0.1, 0.5, 0.9]}}
            optimizer: {adam: {learning-rate: 0.01}}
            training: {epochs: 15, batch-size: 16, seed: 5}
            """;
    assertComplete(Trained.model(GRADUS, yaml, table), table, 80_000);
  }

  @Test
  void aColumnThatTheNetworkDoesNotSeeContributesNothingAndKinksLeaveLittle() {
    Table table = Trained.csv(Trained.mixed(60));
    Model model = trained("kind", "", "{dense: {units: 16, activation: relu}}", table);
    Attribution attribution = GRADUS.importance(model).attribution(table, 9);
    assertTrue(Math.abs(attribution.remainder()) < 1e-3, "remainder " + attribution.remainder());
    assertEquals(
        0, GRADUS.importance(model).attribution(table, 9, Optional.empty(), 1).steps() - 4);
  }

  @Test
  void aLayerWithoutAGradientInPredictionIsRefusedWithItsName() {
    Table table = Trained.csv(Trained.mixed(60));
    try (Gradus gradus =
        Gradus.builder().onWarning(warning -> {}).plugin(MixtureOfExperts.class).build()) {
      Model model =
          trained(
              gradus,
              "kind",
              "",
              "{dense: {units: 8}}, {mixture-of-experts: {experts: [batch-norm, {dense: {units: 8}}]}}",
              table);
      Importance importance = gradus.importance(model);
      String refused =
          "the prediction of a row cannot be divided among its columns by gradients: layer 2 mixture-of-experts 8 behaves differently in training and in prediction, and does not let its parts be replaced by what they compute in prediction (withParts in gradus-spi); measure the importance of all columns instead, which needs none";
      assertEquals(
          refused,
          assertThrows(GradusException.class, () -> importance.attribution(table, 1)).getMessage());
      ImportanceSummary summary = importance.summary(table);
      assertEquals(refused, summary.refusal().orElseThrow().toString());
      assertEquals(Map.of(), summary.rows());
      assertEquals(60, summary.permutation().rows());
    }
  }

  /** Although it multiplies each number by a factor, as batch-norm alone, which has gradients. */
  @Test
  void aWholeOfPartsThatCannotBeReplacedIsRefused() {
    Table table = Trained.csv(Trained.mixed(60));
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).plugin(Wrapped.class).build()) {
      Model model =
          trained(
              gradus, "kind", "", "{dense: {units: 8}}, {wrapped: {layers: [batch-norm]}}", table);
      String refused =
          assertThrows(GradusException.class, () -> gradus.importance(model).attribution(table, 1))
              .getMessage();
      assertTrue(refused.contains("layer 2 wrapped 8 behaves differently in training"), refused);
      assertTrue(refused.contains("does not let its parts be replaced"), refused);
    }
  }

  @Test
  void whatIsNotThereIsRefusedInASentence() {
    Table table = Trained.csv(Trained.mixed(60));
    Importance importance =
        GRADUS.importance(trained("kind", "", "{dense: {units: 4, activation: tanh}}", table));
    assertEquals(
        "rows.csv: there is no row 61; take one from 1 to 60",
        assertThrows(GradusException.class, () -> importance.attribution(table, 61)).getMessage());
    assertEquals(
        "the model predicts no 'dearer'; it predicts cheap, dear, fair",
        assertThrows(
                GradusException.class,
                () -> importance.attribution(table, 1, Optional.of("dearer"), 4))
            .getMessage());
    Table one = table.select(new int[] {0});
    assertTrue(
        assertThrows(GradusException.class, () -> importance.attribution(one, 1))
            .getMessage()
            .contains("this is the only one"));
  }
}
