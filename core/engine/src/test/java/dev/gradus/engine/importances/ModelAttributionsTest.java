package dev.gradus.engine.importances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Attribution.OfColumn;
import dev.gradus.engine.importance.Attributions;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model divides predictions without a table, and compares with the middle of its training data.
 */
class ModelAttributionsTest {

  private static final double COMPLETE = 1e-5;

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static OfColumn of(Attribution attribution, String column) {
    return attribution.columns().stream()
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  /** The means are 3 and 7, the middles of the ranges 3.5 and 7.5, the medians 2.5 and 6.5. */
  @ParameterizedTest
  @CsvSource({
    "standard, 3, 7",
    "none, 3.5, 7.5",
    "min-max, 3.5, 7.5",
    "robust, 2.5, 6.5",
    "log, 2.60, 6.80"
  })
  void theBaselineOfNumbersIsTheirCentre(String scale, double a, double b) {
    Table table =
        Table.ofRows(
            List.of("a", "b", "y"), new double[][] {{1, 5, 3}, {2, 7, 6}, {3, 6, 9}, {6, 10, 0}});
    Model model =
        Trained.model(
            GRADUS,
            """
            data: {target: y, scale: %s, columns: {y: {numeric: {scale: none}}}}
            network: [{dense: {weights: {given: {values: [[3], [-0.5]]}}, bias: false}}]
            loss: mean-squared-error
            optimizer: {sgd: {learning-rate: 1.0e-9}}
            training: {epochs: 1, batch-size: 4}
            """
                .formatted(scale),
            table);
    Attribution attribution = Gradus.attributions(model).of(Map.of("a", 5, "b", 4));
    assertEquals(a, Double.parseDouble(of(attribution, "a").baseline()), 0.01);
    assertEquals(b, Double.parseDouble(of(attribution, "b").baseline()), 0.01);
    assertEquals("5", of(attribution, "a").cell());
    double[] expected = model.predictor().predict(a, b);
    assertEquals(expected[0], attribution.baseline(), 0.02);
    assertEquals(0, attribution.remainder(), COMPLETE);
  }

  /** Categories as codes with vectors, as codes with one number each, and one-hot. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{embedding: {dimensions: 2}}, {dense: {units: 6, activation: tanh}}",
        "{embedding: {dimensions: 2, min-categories: 4}}, {dense: {units: 6, activation: tanh}}",
        "{dense: {units: 6, activation: tanh}}",
        "{ensemble: {of: 3}}, {dense: {units: 6, activation: tanh}}"
      })
  void contributionsAddUpForEveryKindOfColumn(String network) {
    Table table = Trained.csv(Trained.mixed(80));
    Model model =
        Trained.model(
            GRADUS,
            Trained.MIXED_DATA.formatted("kind", "price", "")
                + """
                network: [%s, {dense: {activation: softmax}}]
                loss: cross-entropy
                optimizer: {adam: {learning-rate: 0.01}}
                training: {epochs: 15, batch-size: 16, seed: 5}
                """
                    .formatted(network),
            table);
    Attributions attributions = Gradus.attributions(model);
    Map<String, Object> row = new HashMap<>();
    row.put("rooms", 3);
    row.put("city", "Molde");
    row.put("new", "yes");
    row.put("built", "2011-06-15");
    for (double size : new double[] {25, 90, 180, Double.NaN}) {
      row.put("size", size);
      Attribution attribution = attributions.of(row);
      double[] predicted = model.predictor().predict(row).outputs();
      int index = model.target().outputs().indexOf(attribution.output());
      assertEquals(predicted[index], attribution.prediction(), COMPLETE);
      assertEquals(0, attribution.remainder(), COMPLETE);
      assertTrue(of(attribution, "city").contribution() != 0);
    }
    Attribution other = attributions.of(row, Optional.of("dear"), 64);
    assertEquals("dear", other.output());
    assertEquals("", of(other, "size").cell());
    assertEquals("any", of(other, "city").baseline());
    assertEquals("any", of(other, "new").baseline());
    assertTrue(of(other, "built").baseline().startsWith("20"), of(other, "built").baseline());
  }

  /** The mean over categories contributes what they do on average: nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"{embedding: {dimensions: 2}}, ", ""})
  void theContributionsOfAllCategoriesOfALinearNetworkAddUpToZero(String embedding) {
    Table table = Trained.csv("city,y\nOslo,1\nRome,5\nBern,2\nOslo,1\nOslo,2\n");
    Model model =
        Trained.model(
            GRADUS,
            """
            data: {target: y, columns: {city: categorical}}
            network: [%s{dense: {}}]
            loss: mean-squared-error
            optimizer: {adam: {learning-rate: 0.1}}
            training: {epochs: 20, batch-size: 5}
            """
                .formatted(embedding),
            table);
    Attributions attributions = Gradus.attributions(model);
    double sum = 0;
    double largest = 0;
    for (String city : List.of("Oslo", "Rome", "Bern")) {
      double contribution = attributions.of(Map.of("city", city)).columns().get(0).contribution();
      sum += contribution;
      largest = Math.max(largest, Math.abs(contribution));
    }
    assertEquals(0, sum, COMPLETE);
    assertTrue(largest > 0.1, largest + " is no difference");
  }

  @Test
  void wrongRowsAndOutputsAreRefused() {
    Table table = Trained.csv("x,kind\n1,a\n2,b\n3,a\n");
    Model model =
        Trained.model(
            GRADUS,
            """
            data: {target: kind}
            network: [{dense: {activation: softmax}}]
            loss: cross-entropy
            optimizer: {sgd: {learning-rate: 0.1}}
            training: {epochs: 1, batch-size: 3}
            """,
            table);
    Attributions attributions = Gradus.attributions(model);
    assertThrows(DataException.class, () -> attributions.of(Map.of("x", "much")));
    assertThrows(DataException.class, () -> attributions.of(Map.of()));
    GradusException noOutput =
        assertThrows(
            GradusException.class, () -> attributions.of(Map.of("x", 1), Optional.of("c"), 4));
    assertEquals("the model predicts no 'c'; it predicts a, b", noOutput.getMessage());
  }
}
