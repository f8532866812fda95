package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The threads of an evaluation. */
class EvaluationThreadsTest {

  private static final int ROWS = 3_000;

  private static Experiment experiment(Gradus gradus, int threads) {
    Table table =
        Table.of(
            Column.of("x", IntStream.range(0, ROWS).mapToDouble(i -> i % 91).toArray()),
            Column.of("y", IntStream.range(0, ROWS).mapToDouble(i -> i % 7).toArray()));
    Configuration configuration =
        new ConfigurationReader(gradus.catalogue())
            .parse(
                """
                data: {target: y, split: {validation: 0.3}}
                network: [dense: {units: 64, activation: tanh}, dense: {units: 64}, dense]
                loss: mean-squared-error
                metrics: [r2]
                optimizer: adam
                training: {threads: %s}
                """
                    .formatted(threads),
                "threads.yaml",
                Path.of(""),
                List.of());
    return new ExperimentBuilder(new NetworkBuilder(gradus.catalogue()))
        .build(configuration, table);
  }

  /** The number of the next thread. */
  private static long next() {
    return new Thread().getId();
  }

  private static long started(Studies studies, Experiment experiment) {
    long before = next();
    studies.metrics(experiment);
    return next() - before - 1;
  }

  @Test
  void anEvaluationHasNoMoreThreadsThanItsTrainer() {
    try (Gradus gradus = Gradus.create()) {
      Experiment experiment = experiment(gradus, 2);
      Studies studies = new Studies(new Trainer(), unused -> {});
      started(studies, experiment);
      int processors = Runtime.getRuntime().availableProcessors();
      assertTrue(processors == 1 || started(studies, experiment) > 0, "it shares the work");
      assertEquals(0, started(studies.withThreads(1), experiment));
    }
  }

  @Test
  void anEvaluationHasNoMoreThreadsThanThereAreProcessors() {
    try (Gradus gradus = Gradus.create()) {
      int processors = Runtime.getRuntime().availableProcessors();
      Experiment experiment = experiment(gradus, 8 * processors);
      Studies studies = new Studies(new Trainer(), unused -> {});
      started(studies, experiment);
      // There are two splits.
      assertTrue(started(studies, experiment) <= 2 * (processors - 1));
    }
  }

  @Test
  void resultsDoNotDependOnTheThreads() {
    try (Gradus gradus = Gradus.create()) {
      Studies studies = new Studies(new Trainer(), unused -> {});
      Experiment experiment = experiment(gradus, 3);
      assertEquals(studies.withThreads(1).metrics(experiment), studies.metrics(experiment));
    }
  }
}
