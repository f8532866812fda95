package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
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

  /** How many threads of teams there are, besides the one that owns the team. */
  @Plugin(name = "threads", summary = "Test.")
  public record Threads() implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("gradus-"))
          .count();
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  private static int threads(Studies studies, Experiment experiment) {
    return studies
        .metrics(experiment.withMetrics(List.of(new Threads())))
        .get("training")
        .get("threads")
        .intValue();
  }

  @Test
  void anEvaluationHasNoMoreThreadsThanItsTrainerOrTheMachine() {
    try (Gradus gradus = Gradus.create()) {
      int processors = Runtime.getRuntime().availableProcessors();
      Experiment experiment = experiment(gradus, 4 * processors);
      Studies studies = new Studies(new Trainer(), unused -> {});
      assertEquals(processors - 1, threads(studies, experiment));
      assertEquals(0, threads(studies.withThreads(1), experiment));
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
