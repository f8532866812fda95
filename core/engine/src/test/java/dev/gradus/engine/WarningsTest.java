package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Warnings are issued once, with their count. */
final class WarningsTest {

  private static final Table CITIES =
      Table.of(
          Column.of("city", "Oslo", "Rome", "Oslo", "Rome"), Column.of("y", "a", "b", "a", "b"));

  private static Configuration configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.output(new Softmax()))
        .loss(new CategoricalCrossEntropy())
        .optimizer(new Sgd())
        .epochs(2)
        .build();
  }

  @Test
  void categoriesThatWereNotLearnedAreCountedInOneWarning() {
    List<Warning> heard = new ArrayList<>();
    try (Gradus gradus = Gradus.builder().onWarning(heard::add).build()) {
      Training training = gradus.job(configuration()).on(CITIES).train();
      assertEquals(List.of(), training.warnings());
      training
          .model()
          .predictor()
          .predict(Table.of(Column.of("city", "Oslo", "Bonn", "Bonn", "Kiel", "Bern", "Ulm")));
    }
    assertEquals(
        List.of(
            new Warning(
                "the table: 5 of 6 rows have a category in column 'city' that the model has not learned ('Bonn', 'Kiel', 'Bern' and others); they are treated as unknown",
                5)),
        heard);
  }

  @Test
  void theSameWarningIsHandedOnOnce() {
    List<Warning> heard = new ArrayList<>();
    Warnings warnings = new Warnings(heard::add);
    warnings.accept(Warning.of("one"));
    warnings.accept(new Warning("two", 2));
    warnings.accept(Warning.of("one"));
    assertEquals(List.of(Warning.of("one"), new Warning("two", 2)), heard);
    assertEquals(heard, warnings.list());
  }

  @Test
  void aWarningOfNothingIsNone() {
    assertThrows(IllegalArgumentException.class, () -> new Warning("nothing", 0));
  }
}
