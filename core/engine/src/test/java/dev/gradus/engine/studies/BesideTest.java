package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failing study loses its own line, but not the trained network. */
class BesideTest {

  private static Experiment experiment() {
    return new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled()))
        .build(
            Configuration.builder()
                .data(DataSpec.of("t"))
                .layer(Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(new Sgd(0.1))
                .epochs(1)
                .build(),
            Table.ofRows(List.of("x", "t"), new double[][] {{1, 2}, {2, 3}, {3, 5}}));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureIsAWarning(boolean memory) {
    Experiment experiment = experiment();
    Supplier<String> failing =
        () -> {
          if (memory) {
            throw new OutOfMemoryError("Java heap space");
          }
          throw new IllegalStateException("no way");
        };
    assertEquals("", Studies.orElse(experiment, "the view", failing, ""));
    assertEquals(
        List.of(
            memory
                ? "the view could not be computed: java.lang.OutOfMemoryError: Java heap space"
                : "the view could not be computed: java.lang.IllegalStateException: no way"),
        experiment.warnings().list().stream().map(Warning::message).toList());
  }
}
