package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.RmsNorm;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Poisson;
import dev.gradus.losses.metrics.RocAuc;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Metric;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Numbers that are not finite, and batches without information, are reported, and lose no more than
 * necessary.
 */
class NothingFiniteTest {

  private static final int ROWS = 40;

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  private static Table line(double factor) {
    return Table.ofRows(
        List.of("x", "y"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> new double[] {factor * (i % 7 - 3), Math.sin(i)})
            .toArray(double[][]::new));
  }

  private static Configuration.Builder configuration(ColumnSpec.Scale scale, double validation) {
    return Configuration.builder()
        .data(DataSpec.of("y").scale(scale).split(validation))
        .loss(new MeanSquaredError())
        .optimizer(new Sgd(0.05))
        .batchSize(8)
        .epochs(12)
        .seed(1);
  }

  private static Configuration.Builder small() {
    return configuration(ColumnSpec.Scale.STANDARD, 0.25)
        .layer(Dense.of(4, new Tanh()))
        .layer(Dense.output());
  }

  private Experiment experiment(Configuration.Builder configuration, Table table) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration.build(), table);
  }

  private Experiment experiment(Configuration.Builder configuration) {
    return experiment(configuration, line(1));
  }

  private String refused(Experiment experiment) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> trainer.plan(experiment)).getMessage());
  }

  private static float[] weights(Experiment experiment) {
    return experiment.network().parameters().get(0).matrix().values().clone();
  }

  private static List<String> warnings(Experiment experiment) {
    return experiment.warnings().list().stream().map(Warning::message).toList();
  }

  /** All is well for six epochs of four steps. */
  @Plugin(name = "cliff", summary = "Falls.")
  private record Cliff() implements Schedule {

    @Override
    public double learningRate(double base, long step) {
      return step < 24 ? base : 1e38;
    }
  }

  @Test
  void aRunThatDivergesKeepsTheBestEpochItKnows() {
    Experiment experiment =
        experiment(
            small()
                .schedule(new Cliff())
                .training(t -> t.earlyStopping(new EarlyStopping("loss", 50, 0, false))));
    List<float[]> after = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochDone(EpochReport report) {
            after.add(weights(experiment));
          }
        };
    Trained trained = trainer.trainOrKeepBest(experiment, listener, CheckpointStore.NONE);
    List<Double> losses =
        trained.history().stream()
            .map(report -> report.validation().getOrDefault("loss", Double.NaN))
            .toList();
    int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
    assertArrayEquals(after.get(best), weights(experiment));
    assertEquals(best + 1, trained.epoch());
    String reason = String.valueOf(trained.failure().orElseThrow().getMessage());
    assertTrue(reason.startsWith("training stopped in epoch 7"), reason);
    assertTrue(reason.contains("; the best epoch was " + (best + 1) + ", with loss "), reason);
    assertTrue(reason.endsWith("; its weights are restored"), reason);
    assertTrue(warnings(experiment).contains(reason), () -> warnings(experiment).toString());
  }

  @Test
  void aRunThatDivergesAndKnowsNoBestEpochFails() {
    Experiment experiment = experiment(small().schedule(new Cliff()));
    assertFalse(
        assertThrows(
                DivergedException.class,
                () ->
                    trainer.trainOrKeepBest(
                        experiment, TrainingListener.NONE, CheckpointStore.NONE))
            .keepsBest());
  }

  @Test
  void whatALayerKnowsOfItsInputsIsWatched() {
    Experiment experiment =
        experiment(
            configuration(ColumnSpec.Scale.NONE, 0).layer(new BatchNorm()).layer(Dense.output()),
            line(1e25));
    String message =
        String.valueOf(
            assertThrows(
                    DivergedException.class, () -> trainer.train(experiment, TrainingListener.NONE))
                .getMessage());
    assertTrue(
        message.startsWith(
            "training stopped after epoch 1: layers.0.running-variance is not finite any more"),
        message);
  }

  /** Has state that no file should contain. */
  @Plugin(name = "forgetful", summary = "Overflows.")
  private record Forgetful() implements Optimizer {

    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public List<State> state() {
      return List.of(new State("hoard"));
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      Arrays.fill(state[0], step.number() < 6 ? 1 : Float.POSITIVE_INFINITY);
    }
  }

  @Test
  void whatAnOptimizerRemembersIsWatched() {
    Experiment experiment = experiment(small().optimizer(new Forgetful()));
    String message =
        String.valueOf(
            assertThrows(
                    DivergedException.class, () -> trainer.train(experiment, TrainingListener.NONE))
                .getMessage());
    assertTrue(
        message.startsWith(
            "training stopped after epoch 2: optimizer/hoard/layers.0.weight is not finite"),
        message);
  }

  @Test
  void aRunWithANumberThatIsNotFiniteDoesNotGoOn() {
    for (String what : List.of("layers.0.weight", "optimizer/second-moment/layers.1.bias")) {
      Experiment experiment = experiment(small().optimizer(new Adam(0.01)));
      String message =
          String.valueOf(
              assertThrows(
                      TrainingException.class,
                      () -> trainer.train(experiment, TrainingListener.NONE, new Spoiled(what)))
                  .getMessage());
      assertTrue(
          message.startsWith(
              "training cannot resume from elsewhere: %s contains a number that is not finite"
                  .formatted(what)),
          message);
    }
  }

  /** Restores a run with one wrong number. */
  private record Spoiled(String what) implements CheckpointStore {

    @Override
    public boolean keepsBest() {
      return false;
    }

    @Override
    public Optional<ResumedRun> restore(Experiment experiment, Map<String, Matrix> memory) {
      for (Parameter tensor : experiment.network().tensors()) {
        if (tensor.name().equals(what)) {
          tensor.matrix().values()[0] = Float.NaN;
        }
      }
      Optional.ofNullable(memory.get(what))
          .ifPresent(matrix -> matrix.values()[0] = Float.NEGATIVE_INFINITY);
      EpochReport report = new EpochReport(1, 12, 1, 0, 0.1, Map.of("loss", 1.0));
      return Optional.of(
          new ResumedRun(
              "elsewhere", experiment.configuration().training(), List.of(report), 4, 4));
    }

    @Override
    public boolean isTime(int epoch) {
      return false;
    }

    @Override
    public void keep(TrainingState standing) {}
  }

  @Test
  void targetsOfTheValidationPartAreGuardedToo() {
    double[][] rows = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = new double[] {i % 5, 1 + i % 3};
    }
    double[][] apart = {{1, 2}, {2, -4}};
    Configuration configuration =
        configuration(ColumnSpec.Scale.NONE, 0)
            .layer(Dense.output(new Softplus()))
            .loss(new Poisson())
            .build();
    Experiment experiment =
        new ExperimentBuilder(new NetworkBuilder(catalogue))
            .build(
                configuration,
                Table.ofRows(List.of("x", "y"), rows),
                Optional.of(Table.ofRows(List.of("x", "y"), apart)));
    assertEquals(
        "loss: poisson needs targets of at least 0, but 'y' is -4.0 in validation example 2 after scaling; choose another loss, or, if the raw targets lie in that range, set 'scale: none'",
        refused(experiment));
  }

  private Experiment lopsided(Configuration.Builder configuration) {
    String[] kinds = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      kinds[i] = i % 2 == 0 ? "no" : "yes";
    }
    Table table =
        Table.of(
            Column.of("x", IntStream.range(0, ROWS).mapToDouble(i -> i % 9).toArray()),
            Column.of("y", kinds));
    Table apart = Table.of(Column.of("x", 1, 2, 3), Column.of("y", "no", "no", "no"));
    return new ExperimentBuilder(new NetworkBuilder(catalogue))
        .build(configuration.build(), table, Optional.of(apart));
  }

  @Test
  void whatCanBeNoNumberIsNotLookedAt() {
    String expected =
        "it monitors 'roc-auc', which cannot be computed on the validation split: all of its 3 examples have the same target; make that split larger (data.split), or monitor 'loss'";
    Configuration.Builder base =
        configuration(ColumnSpec.Scale.STANDARD, 0)
            .layer(Dense.output(new Sigmoid()))
            .loss(new CrossEntropy())
            .metric(new RocAuc());
    assertEquals(
        "training.early-stopping: " + expected,
        refused(
            lopsided(
                base.training(t -> t.earlyStopping(new EarlyStopping("roc-auc", 3, 0, true))))));
  }

  /** A number in every third call alone; the plan asks once, and perfection once. */
  @Plugin(name = "shy", summary = "Is seldom a number.")
  public record Shy(List<Integer> calls) implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      boolean perfect = Arrays.deepEquals(predictions, targets);
      if (predictions.length == 1 || perfect) {
        return 0;
      }
      calls.add(0);
      return calls.size() % 3 == 0 ? 1.0 / calls.size() : Double.NaN;
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }
  }

  @Test
  void anEpochWithoutANumberIsSaidAndIsNeverTheBest() {
    Experiment experiment =
        experiment(
            small()
                .metric(new Shy(new ArrayList<>()))
                .training(t -> t.earlyStopping(new EarlyStopping("shy", 4, 0, true))));
    List<EpochReport> reports = trainer.train(experiment, TrainingListener.NONE);
    assertEquals(12, reports.size(), "each third epoch is better than the last that was a number");
    assertEquals(
        List.of(
            "training.early-stopping monitors 'shy', which is NaN after epoch 1; such epochs are ignored and never count as the best"),
        warnings(experiment));
    Experiment impatient =
        experiment(
            small()
                .metric(new Shy(new ArrayList<>()))
                .training(t -> t.earlyStopping(new EarlyStopping("shy", 2, 0, true))));
    assertEquals(2, trainer.train(impatient, TrainingListener.NONE).size());
  }

  /** Records the metrics that it receives. */
  @Plugin(name = "listening", summary = "Records the metrics that it receives.")
  private record Listening(List<double[]> told) implements MetricSchedule {

    @Override
    public String monitor() {
      return "shy";
    }

    @Override
    public double learningRate(double base, double[] measured) {
      told.add(measured);
      return base;
    }
  }

  @Test
  void aScheduleIsNotToldOfEpochsWithoutANumber() {
    List<double[]> told = new ArrayList<>();
    trainer.train(
        experiment(
            small().metric(new Shy(new ArrayList<>())).schedule(new Listening(told)).epochs(7)),
        TrainingListener.NONE);
    assertArrayEquals(new double[] {1 / 3.0, 1 / 6.0}, told.get(told.size() - 1));
  }

  /** Fails if it sees more than one example. */
  @Plugin(name = "faulty", summary = "Fails.")
  public record Faulty() implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      if (predictions.length > 1) {
        throw new IllegalStateException("not today");
      }
      return 1;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  @Test
  void aMetricThatFailsCostsItsNumberAlone() {
    Experiment experiment = experiment(small().metric(new Faulty()).epochs(3));
    List<EpochReport> reports = trainer.train(experiment, TrainingListener.NONE);
    assertEquals(Double.NaN, reports.get(2).validation().get("faulty"));
    Map<String, Double> measured = Evaluator.evaluate(experiment, experiment.training());
    assertEquals(Double.NaN, measured.get("faulty"));
    assertTrue(Double.isFinite(measured.getOrDefault("loss", Double.NaN)));
    assertEquals(
        List.of(
            "metrics: faulty failed (java.lang.IllegalStateException: not today); its value is missing, but other results are not affected"),
        warnings(experiment));
  }

  /** The identity, with a minimum number of rows for training. */
  @Plugin(name = "crowd", summary = "A test.")
  public record Crowd(int rows) implements Layer {

    /** Of three. */
    public Crowd() {
      this(3);
    }

    @Override
    public LayerFunction build(LayerSite site) {
      return new Identity(site.input(), rows);
    }

    private record Identity(Shape input, int leastRows) implements LayerFunction {
      @Override
      public Shape output() {
        return input;
      }

      @Override
      public Kernel kernel(Workspace workspace) {
        int columns = input.columns();
        return new Kernel() {
          @Override
          public void forward(float[] x, int from, int to, int thread) {
            int start = from * columns;
            System.arraycopy(x, start, workspace.y(), start, to * columns - start);
          }

          @Override
          public void backward(float[] x, float[] dx, int from, int to, int thread) {
            int start = from * columns;
            System.arraycopy(workspace.gradient(), start, dx, start, to * columns - start);
          }
        };
      }

      @Override
      public long kernelBytes(int rows, Direction direction) {
        return 0;
      }
    }
  }

  @Test
  void aLayerThatNeedsMoreRowsThanABatchHasIsToldHowMany() {
    Configuration.Builder ofRows =
        configuration(ColumnSpec.Scale.STANDARD, 0)
            .layer(Dense.of(4))
            .layer(new Crowd(7))
            .layer(Dense.output());
    assertEquals(
        "network: layer 2 crowd 4 needs a batch of at least 7 rows to learn, but a batch has 6; use a batch-size of 7 or more (accumulate-batches does not help)",
        refused(experiment(ofRows.batchSize(6))));
    assertEquals(List.of(), trainer.plan(experiment(ofRows.batchSize(10))).warnings());
    assertEquals(
        "network: layer 2 crowd 4 needs a batch of at least 7 rows to learn, but the last of the 5 batches of an epoch has 4, so almost nothing is learned from it; change the batch-size to avoid that",
        trainer.plan(experiment(ofRows.batchSize(9))).warnings().get(0).message());
    for (int rows : new int[] {41, Integer.MAX_VALUE}) {
      assertEquals(
          "network: layer 1 crowd 1 needs a batch of at least %s rows to learn, but a batch has 40; train on %s rows or more"
              .formatted(rows, rows),
          refused(
              experiment(
                  configuration(ColumnSpec.Scale.STANDARD, 0)
                      .layer(new Crowd(rows))
                      .layer(Dense.output())
                      .batchSize(100))));
    }
  }

  @Test
  void aNormThatHasOneNumberToLookAtIsRefused() {
    Configuration.Builder ofRows =
        configuration(ColumnSpec.Scale.STANDARD, 0)
            .layer(Dense.of(4))
            .layer(new BatchNorm())
            .layer(Dense.output());
    assertEquals(
        "network: layer 2 batch-norm 4 standardises over the rows of a batch, but a batch has 1, so every output is the same and nothing is learned; use a batch-size of 2 or more (accumulate-batches does not help), or layer-norm",
        refused(experiment(ofRows.batchSize(1))));
    Experiment last = experiment(ofRows.batchSize(39));
    assertTrue(
        trainer.plan(last).warnings().get(0).message().contains("the last of the 2 batches"),
        () -> trainer.plan(last).warnings().toString());
    assertEquals(List.of(), trainer.plan(experiment(ofRows.batchSize(8))).warnings());
    for (boolean centred : new boolean[] {true, false}) {
      String message =
          refused(
              experiment(
                  configuration(ColumnSpec.Scale.STANDARD, 0)
                      .layer(Dense.of(1))
                      .layer(
                          centred
                              ? new LayerNorm(1e-5, Optional.empty())
                              : new RmsNorm(1e-5, Optional.empty()))
                      .layer(Dense.output())));
      assertTrue(message.contains("norm: standardises a single number"), message);
    }
  }

  /** Records how many examples it sees at once. */
  @Plugin(name = "spread", summary = "The spread of predictions.")
  public record Spread(List<Integer> seen) implements BatchLoss {

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      seen.add(predictions.length);
      for (int i = 0; i < predictions.length; i++) {
        gradients[i][0] = (predictions[i][0] - targets[i][0]) / predictions.length;
      }
      return predictions.length;
    }
  }

  @Test
  void aLossOverBatchesIsMeasuredInBatchesOfTraining() {
    List<Integer> seen = new ArrayList<>();
    Experiment experiment =
        experiment(
            configuration(ColumnSpec.Scale.STANDARD, 0.25)
                .layer(Dense.output())
                .loss(new Spread(seen))
                .metric(new Spread(seen))
                .batchSize(8)
                .epochs(1));
    trainer.train(experiment, TrainingListener.NONE);
    Map<String, Double> measured = Evaluator.evaluate(experiment, experiment.training());
    assertTrue(seen.stream().allMatch(size -> size <= 8), seen::toString);
    // 30 examples: three batches of 8, one of 6, each weighted by its size.
    double mean = (3 * 64 + 36) / 30.0;
    assertEquals(mean, measured.getOrDefault("loss", 0.0), 1e-12);
    assertEquals(mean, measured.getOrDefault("spread", 0.0), 1e-12);
    assertTrue(
        refused(
                experiment(
                    configuration(ColumnSpec.Scale.STANDARD, 0)
                        .layer(Dense.output())
                        .loss(new Spread(seen))
                        .batchSize(1)))
            .contains("relates the examples of a batch to each other, but a batch has 1"));
  }

  @Test
  void bothLossesOfAnEpochHaveTheWeightsOfTheClasses() {
    Configuration.Builder base =
        configuration(ColumnSpec.Scale.STANDARD, 0.25)
            .data(DataSpec.of("y").split(0.25))
            .layer(Dense.output(new Sigmoid()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(1e-9))
            .training(t -> t.classWeights(Map.of("yes", 10.0, "no", 10.0)))
            .epochs(1);
    String[] kinds = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      kinds[i] = i % 2 == 0 ? "no" : "yes";
    }
    Experiment experiment =
        experiment(
            base,
            Table.of(
                Column.of("x", IntStream.range(0, ROWS).mapToDouble(i -> i % 9).toArray()),
                Column.of("y", kinds)));
    EpochReport report = trainer.train(experiment, TrainingListener.NONE).get(0);
    double training = Evaluator.loss(experiment, experiment.training());
    double validation = Evaluator.loss(experiment, experiment.validation().orElseThrow());
    assertEquals(10 * training, report.loss(), 1e-5);
    assertEquals(10 * validation, report.validation().getOrDefault("loss", 0.0), 1e-5);
  }
}
