package dev.gradus.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.TestPlugins.Adam;
import dev.gradus.engine.binding.TestPlugins.Band;
import dev.gradus.engine.binding.TestPlugins.Constant;
import dev.gradus.engine.binding.TestPlugins.Huber;
import dev.gradus.engine.binding.TestPlugins.SquaredError;
import dev.gradus.engine.binding.TestPlugins.Tanh;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.layers.Dense;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Specifications that Java applications create. */
final class SpecificationTest {

  @Test
  void aBuilderNamesAllThatIsMissing() {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> Configuration.builder().build());
    assertEquals(
        List.of(
            Problem.of("the network is missing; add at least one layer(…)"),
            Problem.of("the loss is missing; add loss(…)"),
            Problem.of("the optimizer is missing; add optimizer(…)")),
        e.problems());
  }

  @Test
  void aBuilderKeepsTheOtherNumbersOfTheTraining() {
    Configuration built =
        Configuration.builder()
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam())
            .seed(7)
            .epochs(5)
            .batchSize(4)
            .training(t -> t.shuffle(false))
            .build();
    assertEquals(Optional.of(5), built.training().epochs());
    assertEquals(Optional.of(4), built.training().batchSize());
    assertFalse(built.training().shuffle());
    assertEquals(7, built.training().seed());
  }

  @Test
  void whatIsOutOfBoundsIsRefusedWithASentence() {
    refused(
        "epochs must be a number of at least 1, but is 0", () -> Configuration.builder().epochs(0));
    refused(
        "batch-size must be a number of at least 1, but is 0",
        () -> Configuration.builder().batchSize(0));
    refused("units must be a number of at least 1, but is 0", () -> Dense.of(0));
    refused(
        "validation must be a number of at least 0 and below 1, but is 1.0",
        () -> new SplitSpec(1, Optional.empty()));
    refused(
        "biases has an initializer, but bias is false, so there are no biases",
        () ->
            new Dense(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Constant()),
                false));
    refused(
        "network must have at least one layer",
        () -> new Configuration(Optional.empty(), List.of(), new Huber(), new Adam()));
    refused("target must name at least one column", () -> DataSpec.of(Path.of("a.csv")));
  }

  private static void refused(String sentence, Runnable construction) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, construction::run);
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void whatAnApplicationChangesLaterChangesNothing() {
    List<String> target = new ArrayList<>(List.of("a"));
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    DataSpec data =
        new DataSpec(Optional.empty(), target, columns, ColumnSpec.Scale.NONE, SplitSpec.NONE);
    target.add("b");
    columns.put("c", new IgnoredSpec());
    assertEquals(List.of("a"), data.target());
    assertEquals(Map.of(), data.columns());
    assertThrows(UnsupportedOperationException.class, () -> data.columns().clear());
  }

  @Test
  void aTableOfTheApplicationNeedsItsTargetAlone() {
    assertEquals(new DataSpec(Optional.empty(), List.of("y", "z")), DataSpec.of("y", "z"));
    assertEquals(Optional.of(Path.of("a.csv")), DataSpec.of(Path.of("a.csv"), "y").csv());
  }

  @Test
  void aLayerReadsAsItIs() {
    assertEquals(
        new Dense(
            Optional.of(16), Optional.of(new Tanh()), Optional.empty(), Optional.empty(), true),
        Dense.of(16, new Tanh()));
    assertEquals(new Dense(), Dense.output());
    assertEquals(Optional.empty(), Dense.output(new Tanh()).units());
    assertEquals(Optional.empty(), Dense.of(3).activation());
  }

  @Test
  void aSplitHoldsBackUnlessItsShareIsNothing() {
    assertTrue(new SplitSpec().holdsBack());
    assertFalse(SplitSpec.NONE.holdsBack());
  }

  @Test
  void aLossAsMetricIsTheMeanOverTheExamples() {
    LossAsMetric metric = new LossAsMetric(new SquaredError());
    double[][] predictions = {{1, 2}, {3, 4}, {0, 0}};
    double[][] targets = {{0, 2}, {3, 2}, {0, 3}};
    // Means over outputs 0.5, 2 and 4.5; their mean is 7/3.
    assertEquals(7.0 / 3, metric.evaluate(predictions, targets), 1e-15);
    assertFalse(metric.higherIsBetter());
  }

  @Test
  void aBatchLossAsMetricSeesAllExamplesAtOnce() {
    assertEquals(
        6.0,
        new LossAsMetric(new Band())
            .evaluate(new double[][] {{1}, {2}, {3}}, new double[][] {{0}, {0}, {0}}));
  }

  @Test
  void aLossAsMetricTakesTheFormForTheTarget() {
    assertEquals(
        new LossAsMetric(new Huber(2)),
        new LossAsMetric(new SquaredError())
            .forTarget(new Target(Target.Kind.CLASSES, List.of("a", "b"))));
  }
}
