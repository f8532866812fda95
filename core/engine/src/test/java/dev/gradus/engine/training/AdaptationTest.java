package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Poisson;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A loss that does not fit the last layer is compared with another activation there. */
class AdaptationTest {

  private static final Table CLASSES =
      Table.of(Column.of("x", 1, 2, 3), Column.of("y", 3, 1, 2), Column.of("t", "a", "b", "c"));

  private static final Table NUMBERS =
      Table.ofRows(List.of("x", "t"), new double[][] {{1, 2}, {2, 4}, {3, 9}});

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();
  private final Adaptation adaptation =
      new Adaptation(new ExperimentBuilder(new NetworkBuilder(catalogue)), trainer);

  private Adaptation.Adapted adapted(Table table, Loss loss, Activation last) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("t"))
            .layer(Dense.of(4, new Tanh()))
            .layer(Dense.output(last))
            .loss(loss)
            .optimizer(new Sgd(0.1))
            .build();
    return adaptation.adapt(configuration, table, Optional.empty());
  }

  @Test
  void whatCanBeTrainedStaysAsItIs() {
    Adaptation.Adapted adapted = adapted(CLASSES, new CrossEntropy(), new Softmax());
    assertEquals(List.of(), adapted.notes());
    assertEquals(Optional.of(new Softmax()), adapted.experiment().network().outputActivation());
  }

  @Test
  void aTargetOutOfReachGetsALayerWithoutActivation() {
    Adaptation.Adapted adapted = adapted(NUMBERS, new MeanSquaredError(), new Tanh());
    assertEquals(Optional.empty(), adapted.experiment().network().outputActivation());
    String note = adapted.notes().get(0);
    assertTrue(
        note.startsWith("the last layer has no activation here instead of tanh, because "), note);
  }

  @Test
  void theActivationThatTheLossKnowsIsTakenAndSaid() {
    Adaptation.Adapted adapted = adapted(CLASSES, new CrossEntropy(), new Tanh());
    assertEquals(Optional.of(new Softmax()), adapted.experiment().network().outputActivation());
    assertEquals(1, adapted.notes().size());
    String note = adapted.notes().get(0);
    assertTrue(note.startsWith("the last layer has softmax here instead of tanh, because "), note);
    assertEquals(
        new Tanh(),
        ((Dense) adapted.experiment().configuration().network().get(0)).activation().orElseThrow(),
        "no other layer is changed");
    assertEquals(4, adapted.experiment().network().parameters().get(0).matrix().columns());
    trainer.plan(adapted.experiment());
  }

  @Test
  void whatNoActivationHelpsIsRefusedAsItWas() {
    TrainingException refused =
        assertThrows(
            TrainingException.class, () -> adapted(NUMBERS, new CrossEntropy(), new Relu()));
    Configuration asItIs =
        Configuration.builder()
            .data(DataSpec.of("t"))
            .layer(Dense.of(4, new Tanh()))
            .layer(Dense.output(new Relu()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(0.1))
            .build();
    Experiment experiment =
        new ExperimentBuilder(new NetworkBuilder(catalogue)).build(asItIs, NUMBERS);
    assertEquals(
        assertThrows(TrainingException.class, () -> trainer.plan(experiment)).getMessage(),
        refused.getMessage());
  }

  /** Rows that are left out are said once for each time that a table is prepared. */
  private List<Warning> said(Loss loss, String... targets) {
    StringBuilder csv = new StringBuilder("x,t\n");
    for (int i = 0; i < targets.length; i++) {
      csv.append(i == 0 ? "" : i).append(',').append(targets[i]).append('\n');
    }
    Table table =
        CsvReader.read(
            new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), "holes.csv");
    List<Warning> said = new ArrayList<>();
    Configuration configuration =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("t"),
                    Map.of(),
                    ColumnSpec.Scale.NONE,
                    SplitSpec.NONE,
                    Optional.empty(),
                    DataSpec.Missing.DROP,
                    new CsvFormat(),
                    Optional.empty()))
            .layer(Dense.of(4, new Tanh()))
            .layer(Dense.output(new Tanh()))
            .loss(loss)
            .optimizer(new Sgd(0.1))
            .build();
    Adaptation.Adapted adapted =
        new Adaptation(new ExperimentBuilder(new NetworkBuilder(catalogue), said::add), trainer)
            .adapt(configuration, table, Optional.empty());
    assertEquals(1, adapted.notes().size());
    assertEquals(4, adapted.experiment().training().rows());
    trainer.train(adapted.experiment(), TrainingListener.NONE);
    return said;
  }

  @Test
  void theTableIsPreparedOnceForAllActivations() {
    // Poisson sees through no activation, so one after the other is tried.
    List<Warning> said = said(new Poisson(), "1", "2", "3", "4", "5");
    assertEquals(1, said.size(), said::toString);
    said = said(new CrossEntropy(), "a", "b", "c", "a", "b");
    assertEquals(1, said.size(), said::toString);
  }

  @Test
  void itIsPreparedTwiceForTheTwoFormsOfTwoClasses() {
    List<Warning> said = said(new CategoricalCrossEntropy(), "a", "b", "a", "b", "b");
    assertEquals(2, said.size(), said::toString);
  }
}
