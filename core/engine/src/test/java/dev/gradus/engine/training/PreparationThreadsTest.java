package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The preparation of all splits shares its threads. */
class PreparationThreadsTest {

  private static final int ROWS = 20_000;
  private static final int THREADS = 5;

  private static final String CONFIGURATION =
      """
      data: {target: y, split: {validation: 0.3, test: 0.3}}
      network: [dense]
      loss: mean-squared-error
      optimizer: adam
      training: {threads: %s}
      """
          .formatted(THREADS);

  /** The number of the next thread. */
  private static long next() {
    return new Thread().getId();
  }

  @Test
  void thereIsOneTeamForAllSplits() {
    Table table =
        Table.of(
            Column.of("x", IntStream.range(0, ROWS).mapToDouble(i -> i % 91).toArray()),
            Column.of("y", IntStream.range(0, ROWS).mapToDouble(i -> i % 7).toArray()));
    try (Gradus gradus = Gradus.create()) {
      ExperimentBuilder experiments = new ExperimentBuilder(new NetworkBuilder(gradus.catalogue()));
      Configuration configuration =
          new ConfigurationReader(gradus.catalogue())
              .parse(CONFIGURATION, "threads.yaml", Path.of(""), List.of());
      long before = next();
      experiments.build(configuration, table);
      long started = next() - before - 1;
      assertTrue(started < 2 * (THREADS - 1), started + " threads");
    }
  }
}
