package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.Column;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A loss that does not suit the last layer takes part with another activation there. */
class AdaptationTest {

  private static final Table CLASSES =
      Table.of(Column.of("x", 1, 2, 3), Column.of("y", 3, 1, 2), Column.of("t", "a", "b", "c"));

  private static final Table NUMBERS =
      Table.ofRows(List.of("x", "t"), new double[][] {{1, 2}, {2, 4}, {3, 9}});

  private final Catalogue catalogue = Catalogue.beside();
  private final Trainer trainer = new Trainer(catalogue);
  private final Adaptation adaptation =
      new Adaptation(catalogue, new ExperimentBuilder(new NetworkBuilder(catalogue)), trainer);

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
}
