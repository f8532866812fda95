package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A loss is fitted to a network once, for training, evaluation and pictures. */
class FittedOnceTest {

  private static final Table TABLE =
      Table.of(
          Column.of("x", 1, 2, 3, 4, 5, 6, 7, 8),
          Column.of("t", "a", "b", "a", "b", "b", "a", "b", "a"));

  /** The squared error, which records its calls. */
  @Plugin(name = "noting", summary = "Takes note.")
  public static final class Noting implements Loss {

    private final List<String> asked = new ArrayList<>();

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return new MeanSquaredError().evaluate(prediction, target, gradient);
    }

    @Override
    public Loss forTarget(Target target) {
      asked.add("for a " + target.kind() + " target");
      return this;
    }

    @Override
    public Optional<Loss> withClassWeights(double[] weights) {
      asked.add("with class weights");
      return Optional.empty();
    }

    @Override
    public Optional<Loss> onLogits(String outputActivation) {
      asked.add("on the logits of " + outputActivation);
      return Optional.empty();
    }
  }

  private static Configuration.Builder configuration(Loss loss) {
    return Configuration.builder()
        .data(DataSpec.of("t").split(0.25))
        .layer(Dense.output(new Sigmoid()))
        .loss(loss)
        .metric(new LossAsMetric(loss))
        .optimizer(new Sgd(0.1))
        .epochs(5);
  }

  private static Study study(Configuration configuration) {
    Catalogue catalogue = Catalogue.ofInstalled();
    Experiment experiment =
        new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration, TABLE);
    Study study =
        new Studies(new Trainer(), warning -> {})
            .of(experiment, TrainingListener.NONE, CheckpointStore.NONE, unused -> Baseline.NONE);
    assertSame(experiment.loss(), experiment.loss());
    return study;
  }

  @Test
  void aWholeStudyAsksForEachFormOnce() {
    Noting loss = new Noting();
    Study study =
        study(configuration(loss).training(t -> t.classWeights(Map.of("b", 2.0))).build());
    assertEquals(5, study.training().history().size());
    assertTrue(study.snapshots().size() > 1, "it was looked at on the way");
    assertEquals(
        List.of("for a binary target", "on the logits of sigmoid", "with class weights"),
        loss.asked);
  }

  @Test
  void soDoesOneInWhichAllClassesCountAlike() {
    Noting loss = new Noting();
    study(configuration(loss).build());
    assertEquals(List.of("for a binary target", "on the logits of sigmoid"), loss.asked);
  }
}
