package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.update.GradientDescent;
import dev.gradus.engine.training.update.UpdateOptions;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Training with an optimizer that needs all examples in every step. */
class FullBatchLearningTest {

  /** More than go through a network at once. */
  private static final int ROWS = 2500;

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  /** Two rings. */
  private static Table table() {
    SplittableRandom random = new SplittableRandom(4);
    double[] x = new double[ROWS];
    double[] y = new double[ROWS];
    double[] count = new double[ROWS];
    String[] ring = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double angle = random.nextDouble(2 * Math.PI);
      double radius = (i % 2 == 0 ? 1 : 2) + 0.1 * random.nextGaussian();
      x[i] = radius * Math.cos(angle);
      y[i] = radius * Math.sin(angle);
      count[i] = 1 + i % 3;
      ring[i] = i % 2 == 0 ? "inner" : "outer";
    }
    return Table.of(
        List.of(
            Column.of("x", x),
            Column.of("y", y),
            Column.of("count", count),
            Column.of("ring", ring)));
  }

  private static Configuration.Builder configuration(Layer... hidden) {
    Configuration.Builder builder =
        Configuration.builder()
            .data(
                DataSpec.of("ring").column("count", new WeightSpec()).scale(ColumnSpec.Scale.NONE))
            .loss(new CrossEntropy())
            .optimizer(new Lbfgs())
            .epochs(40)
            .seed(5);
    Arrays.stream(hidden).forEach(builder::layer);
    return builder.layer(Dense.output(new Sigmoid()));
  }

  private Experiment experiment(Configuration configuration) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration, table());
  }

  private static float[] weights(Experiment experiment) {
    float[] all = new float[(int) experiment.network().size()];
    int at = 0;
    for (Parameter parameter : experiment.network().parameters()) {
      for (float value : parameter.matrix().values()) {
        all[at++] = value;
      }
    }
    return all;
  }

  @Test
  void theLossFallsInEveryStepToNearlyNothing() {
    Experiment experiment =
        experiment(configuration(Dense.of(8, new Tanh())).regularizer(new L2(1e-5)).build());
    List<EpochReport> reports = trainer.train(experiment, TrainingListener.NONE);
    for (int i = 1; i < reports.size(); i++) {
      double before = reports.get(i - 1).loss() + reports.get(i - 1).penalty();
      double after = reports.get(i).loss() + reports.get(i).penalty();
      assertTrue(after <= before, "epoch %s: %s after %s".formatted(i + 1, after, before));
    }
    assertTrue(reports.get(39).loss() < 0.03, () -> "" + reports.get(39));
    assertEquals(1, reports.get(39).learningRate());
  }

  @Test
  void anyNumberOfThreadsFindsTheSameBits() {
    float[] expected = {};
    for (int threads = 1; threads <= 3; threads++) {
      Experiment experiment =
          experiment(
              configuration(Dense.of(8, new Tanh()))
                  .epochs(10)
                  .training(new TrainingSpec().epochs(10).seed(5).threads(threads))
                  .build());
      trainer.train(experiment, TrainingListener.NONE);
      expected = threads == 1 ? weights(experiment) : expected;
      assertArrayEquals(expected, weights(experiment));
    }
  }

  /** The sum over portions is the gradient of one batch of all examples. */
  @Test
  void portionsAddUpToTheWhole() {
    Configuration configuration =
        configuration(Dense.of(8, new Tanh())).regularizer(new L2(0.1)).build();
    Experiment experiment = experiment(configuration);
    Objective objective = experiment.loss().learned();
    FullBatchLearning learning =
        new FullBatchLearning(
            experiment,
            objective,
            Optional.empty(),
            TrainingListener.NONE,
            new Observer(experiment, TrainingListener.NONE),
            Team.alone(),
            Optional.empty());
    float[] at = weights(experiment);
    float[] gradient = new float[at.length];
    double value = learning.evaluate(at, gradient);

    GradientDescent whole =
        new GradientDescent(
            experiment.network(),
            objective,
            new Sgd(0.1),
            Optional.empty(),
            List.of(new L2(0.1)),
            UpdateOptions.NONE,
            ROWS,
            0,
            Team.alone());
    double loss =
        whole.step(
            experiment.training().inputs().inMemory(),
            experiment.training().targets().inMemory(),
            experiment.training().weights(),
            experiment.training().auxiliary());
    assertEquals(loss + whole.penalty(), value, 1e-9 * value);
    int i = 0;
    for (var matrix : whole.gradients()) {
      for (float expected : matrix.values()) {
        assertEquals(expected, gradient[i++], 1e-6);
      }
    }
  }

  @Test
  void aLayerThatSeesTheWholeBatchSeesAllExamples() {
    Experiment experiment =
        experiment(configuration(Dense.of(8, new Tanh()), new BatchNorm()).epochs(20).build());
    List<EpochReport> reports = trainer.train(experiment, TrainingListener.NONE);
    assertTrue(reports.get(19).loss() < 0.2, () -> "" + reports.get(19));
  }

  private void refused(String sentence, Configuration.Builder configuration) {
    Experiment experiment = experiment(configuration.build());
    assertEquals(
        sentence,
        assertThrows(TrainingException.class, () -> trainer.plan(experiment)).getMessage());
  }

  @Test
  void whatIsForBatchesIsRefused() {
    String batches =
        "training: lbfgs uses all examples in every step and searches along a line; remove batch-size, accumulate-batches, max-norm, ema-decay and all kinds of clip";
    refused(batches, configuration().batchSize(32));
    refused(batches, configuration().training(t -> t.clipNorm(1)));
    refused(batches, configuration().training(t -> t.accumulateBatches(2)));
    refused(
        "network: lbfgs compares the loss before and after a step, which layers such as dropout change at random; remove those layers, or use another optimizer",
        configuration(Dense.of(8, new Tanh()), new Dropout(0.1)));
  }

  @Test
  void aLossThatIsNoNumberStopsTraining() {
    Configuration.Builder far =
        configuration(Dense.of(8, new Tanh()))
            .optimizer(new Lbfgs(1e30, 10, Lbfgs.LineSearch.NONE));
    Experiment experiment = experiment(far.build());
    String message =
        String.valueOf(
            assertThrows(
                    TrainingException.class, () -> trainer.train(experiment, TrainingListener.NONE))
                .getMessage());
    assertTrue(message.startsWith("training stopped in epoch "), message);
  }
}
