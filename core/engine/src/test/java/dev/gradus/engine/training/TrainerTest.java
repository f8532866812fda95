package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.R2;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The loop over epochs and batches. */
class TrainerTest {

  private static final int ROWS = 25;

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  /** y = 2 x + 1. */
  private static Table line() {
    return Table.ofRows(
        List.of("x", "y"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> new double[] {i, 2.0 * i + 1})
            .toArray(double[][]::new));
  }

  private static DataSpec data(double validation, ColumnSpec.Scale scale) {
    return DataSpec.of("y").scale(scale).split(validation);
  }

  private static Configuration.Builder configuration(Loss loss, double rate) {
    return Configuration.builder()
        .data(data(0.2, ColumnSpec.Scale.STANDARD))
        .layer(Dense.of(4, new Tanh()))
        .layer(Dense.output())
        .loss(loss)
        .optimizer(new Sgd(rate))
        .epochs(3)
        .batchSize(8);
  }

  private Experiment experiment(Configuration configuration) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration, line());
  }

  private List<EpochReport> train(Configuration configuration) {
    return trainer.train(experiment(configuration), TrainingListener.NONE);
  }

  private String stopped(Configuration configuration) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> train(configuration)).getMessage());
  }

  @Test
  void thePlanCountsWhatIsToBeDone() {
    TrainingPlan plan =
        trainer.plan(experiment(configuration(new MeanSquaredError(), 0.1).build()));
    assertEquals(
        new TrainingPlan(20, 5, 0, 1, 1, 13, 0, 3, 3, 9, 1, plan.bytes(), List.of()), plan);
  }

  @Test
  void theListenerSeesEveryStepInOrder() {
    List<String> seen = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(TrainingPlan plan) {
            seen.add("started");
          }

          @Override
          public void stepDone(int epoch, int step, double loss) {
            seen.add(epoch + "/" + step);
          }

          @Override
          public void epochDone(EpochReport report) {
            seen.add("epoch " + report.epoch() + " of " + report.epochs());
          }
        };
    Configuration twoEpochs = configuration(new MeanSquaredError(), 0.1).epochs(2).build();
    List<EpochReport> reports = trainer.train(experiment(twoEpochs), listener);
    assertEquals(
        List.of(
            "started", "1/1", "1/2", "1/3", "epoch 1 of 2", "2/1", "2/2", "2/3", "epoch 2 of 2"),
        seen);
    assertEquals(2, reports.size());
  }

  /** 20 examples in batches of 8: 3 steps in an epoch, or 2 of two batches each. */
  @Test
  void aNumberOfStepsEndsTheRunWithinAnEpoch() {
    for (int accumulate : new int[] {1, 2}) {
      for (int steps = 1; steps <= 7; steps++) {
        int each = accumulate == 1 ? 3 : 2;
        Counting optimizer = new Counting(new ArrayList<>());
        Configuration configuration =
            Configuration.builder()
                .data(data(0.2, ColumnSpec.Scale.STANDARD))
                .layer(Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(optimizer)
                .training(
                    new TrainingSpec().batchSize(8).accumulateBatches(accumulate).steps(steps))
                .build();
        Experiment experiment = experiment(configuration);
        TrainingPlan plan = trainer.plan(experiment);
        List<EpochReport> reports = trainer.train(experiment, TrainingListener.NONE);
        int epochs = (steps + each - 1) / each;
        assertEquals(epochs, reports.size());
        assertEquals(epochs, reports.get(0).epochs());
        // Each step moves two tensors, the weights and the biases.
        assertEquals(2 * steps, optimizer.seen.size(), steps + " steps of " + accumulate);
        assertEquals(steps, plan.steps());
        assertEquals(epochs, plan.epochs());
        assertEquals(each, plan.stepsPerEpoch());
        assertEquals(each + 1, plan.stepOf(2, 1));
        assertFalse(reports.get(epochs - 1).validation().isEmpty());
      }
    }
  }

  @Test
  void aScheduleIsToldTheNumberOfSteps() {
    Configuration.Builder cosine =
        Configuration.builder()
            .data(data(0.2, ColumnSpec.Scale.STANDARD))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1))
            .schedule(new Cosine())
            .batchSize(8);
    // The last of 4 steps is at 3/4 of the way, in the middle of the second epoch.
    assertEquals(
        new Cosine(Optional.of(4), 0).learningRate(0.1, 3),
        train(cosine.training(t -> t.steps(4)).build()).get(1).learningRate());
  }

  @Test
  void anOptimizerThatNamesTwoThingsAlikeIsRefusedBeforeTheFirstStep() {
    Configuration configuration =
        Configuration.builder()
            .data(data(0.2, ColumnSpec.Scale.STANDARD))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Twins())
            .build();
    assertEquals(
        "optimizer twins has two states named 'mean'; a checkpoint can store only one of them",
        assertThrows(PluginException.class, () -> train(configuration)).getMessage());
  }

  /** Notes the step of every update. */
  @Plugin(name = "counting", summary = "Counts.")
  private record Counting(List<Long> seen) implements Optimizer {

    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      seen.add(step.number());
    }
  }

  /** Has two states with the same name. */
  @Plugin(name = "twins", summary = "Refused.")
  public record Twins() implements Optimizer {

    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public List<State> state() {
      return List.of(new State("mean"), new State("mean"));
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  @Test
  void theLossOfAnEpochCountsEveryExampleOnce() {
    // At so small a rate nothing moves: batches of 8, 8 and 4 must give the loss of all 20 at once.
    Experiment still = experiment(configuration(new MeanSquaredError(), 1e-30).build());
    EpochReport report = trainer.train(still, TrainingListener.NONE).get(0);
    double all = Evaluator.evaluate(still, still.training()).getOrDefault("loss", 0.0);
    assertEquals(all, report.loss(), 1e-6);
  }

  @Test
  void whatIsHeldBackIsMeasuredAfterEachEpoch() {
    List<EpochReport> reports =
        train(configuration(new MeanSquaredError(), 0.1).metric(new R2()).epochs(60).build());
    assertEquals(List.of("loss", "r2"), List.copyOf(reports.get(0).validation().keySet()));
    assertTrue(reports.get(59).validation().getOrDefault("r2", 0.0) > 0.95, reports.toString());
    assertTrue(reports.get(59).loss() < reports.get(0).loss() / 10, reports.toString());
  }

  @Test
  void withoutASplitNothingIsMeasuredOnTheWay() {
    Configuration all =
        configuration(new MeanSquaredError(), 0.1).data(data(0, ColumnSpec.Scale.STANDARD)).build();
    assertEquals(Map.of(), train(all).get(0).validation());
  }

  @Test
  void aLossThatExplodesStopsTheTrainingAndSaysWhere() {
    String message =
        stopped(
            configuration(new MeanSquaredError(), 1e25)
                .data(data(0.2, ColumnSpec.Scale.NONE))
                .build());
    assertTrue(message.matches("training stopped in epoch 1, batch [23].*"), message);
    assertTrue(message.contains("layers."), message);
    assertTrue(message.contains("a smaller learning rate"), message);
  }

  @Plugin(name = "cracked", summary = "Its derivative is broken, its value is not.")
  private record Cracked() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return 1;
    }

    @Override
    public double derivative(double prediction, double target) {
      return Double.NaN;
    }
  }

  @Test
  void aGradientThatIsNoNumberStopsTheTrainingBeforeItIsKept() {
    String message = stopped(configuration(new Cracked(), 0.1).batchSize(100).epochs(1).build());
    assertTrue(message.startsWith("training stopped in epoch 1, batch 1: layers.0."), message);
    assertTrue(message.contains("is not finite"), message);
  }

  @Plugin(name = "squared-bias", summary = "The square of the mean error of a batch.")
  private record SquaredBias() implements BatchLoss {
    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      double bias = 0;
      for (int i = 0; i < predictions.length; i++) {
        bias += (predictions[i][0] - targets[i][0]) / predictions.length;
      }
      for (double[] gradient : gradients) {
        gradient[0] = 2 * bias / predictions.length;
      }
      return bias * bias;
    }
  }

  @Test
  void aLossOfWholeBatchesLearnsWhatItSaysAndNoMore() {
    Configuration configuration =
        configuration(new SquaredBias(), 0.05).batchSize(100).epochs(200).build();
    Experiment experiment = experiment(configuration);
    trainer.train(experiment, TrainingListener.NONE);
    double bias =
        Evaluator.evaluate(experiment, experiment.training()).getOrDefault("loss", Double.NaN);
    assertTrue(bias < 1e-6, "the mean error is gone: " + bias);
  }
}
