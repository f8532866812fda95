package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.AveragePrecision;
import dev.gradus.losses.metrics.RocAuc;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Activation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A prediction that is not finite is an error that names its row. */
class NotFinitePredictionTest {

  private static Model model() {
    int rows = 40;
    String[] kinds = new String[rows];
    for (int i = 0; i < rows; i++) {
      kinds[i] = i % 3 == 0 ? "yes" : "no";
    }
    Table table =
        Table.of(
            Column.of("a", IntStream.range(0, rows).mapToDouble(i -> i % 5 - 2).toArray()),
            Column.of("b", IntStream.range(0, rows).mapToDouble(i -> i % 7 - 3).toArray()),
            Column.of("y", kinds));
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(
                given(
                    Optional.of(2),
                    new Relu(),
                    List.of(List.of(100.0, 100.0), List.of(100.0, 100.0))))
            .layer(given(Optional.empty(), new Sigmoid(), List.of(List.of(1.0), List.of(-1.0))))
            .loss(new CrossEntropy())
            .optimizer(new Adam(0.05))
            .metric(new RocAuc())
            .metric(new AveragePrecision())
            .epochs(5)
            .build();
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(configuration).on(table).train().model();
    }
  }

  private static Dense given(
      Optional<Integer> units, Activation activation, List<List<Double>> weights) {
    return new Dense(
        units, Optional.of(activation), Optional.of(new Given(weights)), Optional.empty(), true);
  }

  private static String refusal(Executable code) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> String.valueOf(assertThrows(DataException.class, code).getMessage()));
  }

  @Test
  void itIsNamedByItsRow() {
    Model model = model();
    // Infinity minus infinity: the third row fails.
    double[] large = new double[12];
    String[] kinds = new String[12];
    for (int i = 0; i < large.length; i++) {
      large[i] = i == 2 ? 3e38 : i;
      kinds[i] = i % 2 == 0 ? "yes" : "no";
    }
    Table table = Table.of(Column.of("a", large), Column.of("b", large), Column.of("y", kinds));
    String measured = refusal(() -> model.evaluate(table));
    assertTrue(measured.startsWith("row 3: the network predicts "), measured);
    String predicted = refusal(() -> model.predictor().predict(table));
    assertTrue(predicted.startsWith("row 3: the network predicts "), predicted);
    String one = refusal(() -> model.predictor().predict(3e38, 3e38));
    assertTrue(one.startsWith("the network predicts "), one);
    assertEquals(1, model.predictor().predict(1, 1).length);
  }
}
