package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.losses.metrics.R2;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.spi.Activation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Metrics, and their units. */
class EvaluatorTest {

  private final Catalogue catalogue = Catalogue.ofInstalled();

  private Experiment experiment(Configuration configuration, Table table) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration, table);
  }

  private Map<String, Double> measured(Configuration configuration, Table table) {
    Experiment experiment = experiment(configuration, table);
    return Evaluator.evaluate(experiment, experiment.training());
  }

  private static Dense output(double weight, Optional<Activation> activation) {
    return new Dense(
        Optional.empty(),
        activation,
        Optional.of(new Given(List.of(List.of(weight)))),
        Optional.empty(),
        true);
  }

  @Test
  void theLossIsThatOfTheNetworkAndMetricsAreInTheUnitOfTheData() {
    // Targets of 10 and 30 are -1 and 1 for the network, which answers 0: 20 in their unit.
    Table table = Table.ofRows(List.of("x", "y"), new double[][] {{1, 10}, {2, 30}});
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(output(0, Optional.empty()))
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1))
            .metric(new MeanAbsoluteError())
            .metric(new MeanSquaredError())
            .metric(new R2())
            .build();
    assertEquals(
        Map.of("loss", 1.0, "mean-absolute-error", 10.0, "mean-squared-error", 100.0, "r2", 0.0),
        measured(configuration, table));
  }

  /** A sure answer, right for the first and wrong for the second. */
  private static final Table SURE =
      Table.of(Column.of("x", 1, 1), Column.of("answer", "yes", "no"));

  private static Configuration.Builder sure() {
    return Configuration.builder()
        .data(
            DataSpec.of("answer")
                .column("x", new NumericSpec(ColumnSpec.Scale.NONE))
                .scale(ColumnSpec.Scale.NONE))
        .layer(output(1000, Optional.of(new Sigmoid())))
        .loss(new CrossEntropy())
        .optimizer(new Sgd(0.1))
        .metric(new Accuracy())
        .metric(new BinaryCrossEntropy());
  }

  @Test
  void aReportedLossIsAsExactAsOneThatIsLearned() {
    // The answer is 1 in float, where -log(1 - p) would be infinite; from the logit it is 1000.
    Map<String, Double> measured = measured(sure().build(), SURE);
    assertEquals(500.0, measured.getOrDefault("loss", Double.NaN), 1e-9);
    assertEquals(500.0, measured.getOrDefault("binary-cross-entropy", Double.NaN), 1e-9);
    assertEquals(0.5, measured.getOrDefault("accuracy", Double.NaN));
  }

  @Test
  void aMetricThatMakesNoSenseForTheTargetIsRefusedWithASentence() {
    String message =
        String.valueOf(
            assertThrows(
                    TrainingException.class, () -> measured(sure().metric(new R2()).build(), SURE))
                .getMessage());
    assertTrue(message.startsWith("metrics: r2 is for numeric targets"), message);
  }

  @Test
  void manyRowsAreMeasuredAsOne() {
    // 2500 rows are several portions; outputs of 0 for targets of 0, 1, 2, … have a known loss.
    double[][] rows = new double[2500][];
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {1, i};
      sum += (double) i * i;
    }
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y").scale(ColumnSpec.Scale.NONE))
            .layer(output(0, Optional.empty()))
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1))
            .build();
    assertEquals(
        sum / rows.length,
        measured(configuration, Table.ofRows(List.of("x", "y"), rows))
            .getOrDefault("loss", Double.NaN),
        1e-6 * sum / rows.length);
  }
}
