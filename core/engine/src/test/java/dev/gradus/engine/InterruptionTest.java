package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.R2;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt stops the work of a thread, keeps the result so far, and is not cleared. */
class InterruptionTest {

  private static final Gradus GRADUS = Gradus.create();

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  @AfterEach
  void wakeUp() {
    Thread.interrupted();
  }

  private static Table table() {
    return Table.ofRows(
        List.of("x", "y"),
        IntStream.range(0, 60)
            .mapToObj(i -> new double[] {i % 11, Math.sin(i % 11) + i % 2})
            .toArray(double[][]::new));
  }

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y").split(0.25))
        .layer(Dense.of(6, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Adam(0.01))
        .metric(new R2())
        .batchSize(8)
        .epochs(100_000)
        .seed(4);
  }

  /** Interrupts its own thread in a step. */
  private static class After implements TrainingListener {

    private final int steps;
    private int done;
    private final List<String> reasons = new ArrayList<>();

    After(int steps) {
      this.steps = steps;
    }

    @Override
    public void stepDone(int epoch, int step, double loss) {
      if (++done == steps) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void stopped(String reason) {
      reasons.add(reason);
    }
  }

  @Test
  void trainingKeepsWhatWasLearned() {
    After listener = new After(14);
    Training training = GRADUS.job(configuration().build()).on(table()).listener(listener).train();
    assertTrue(Thread.currentThread().isInterrupted(), "the flag stays");
    assertEquals(14, listener.done);
    assertEquals(3, training.history().size(), "an epoch has 6 steps");
    assertEquals(
        List.of("stopped in epoch 3, because the thread was interrupted"), listener.reasons);
    assertEquals(Map.of(), training.metrics());
    assertEquals(Double.NaN, training.history().get(2).validation().get("r2"));
    assertTrue(Double.isFinite(training.model().predictor().predict(3)[0]));
    Path file = folder.resolve("model.safetensors");
    GRADUS.save(training.model(), file);
    Model loaded = GRADUS.load(file);
    assertEquals(
        training.model().predictor().predict(3)[0], loaded.predictor().predict(3)[0], "is saved");
    assertThrows(CancelledException.class, () -> loaded.evaluate(table()));
  }

  @Test
  void whoWasAskedToStopIsNotToldOfAThread() {
    After listener =
        new After(14) {
          @Override
          public boolean wantsToStop() {
            return Thread.currentThread().isInterrupted();
          }
        };
    GRADUS.job(configuration().build()).on(table()).listener(listener).train();
    assertEquals(List.of("stopped in epoch 3 as requested"), listener.reasons);
  }

  /** The loss of validation is not known then, which is not a run that has diverged. */
  @Test
  void beforeTheFirstEpochIsCompleteThereIsNoBestOne() {
    Configuration.Builder early =
        configuration().training(t -> t.earlyStopping(new EarlyStopping()));
    After listener = new After(2);
    Training training = GRADUS.job(early.build()).on(table()).listener(listener).train();
    assertEquals(1, training.epoch(), "the model has the weights of the epoch in progress");
    assertEquals(
        List.of(
            "stopped in epoch 1, because the thread was interrupted; no epoch was complete, so there is no best epoch"),
        listener.reasons);
  }

  @Test
  void theWeightsOfTheEpochInProgressAreNotThoseOfTheOneBefore() {
    Configuration.Builder last =
        configuration().training(t -> t.earlyStopping(new EarlyStopping("loss", 100, 0, false)));
    Training training = GRADUS.job(last.build()).on(table()).listener(new After(14)).train();
    assertEquals(3, training.epoch());
  }

  @Test
  void theBestEpochIsKeptWhereItIsKnown() {
    Configuration.Builder early =
        configuration().training(t -> t.earlyStopping(new EarlyStopping()));
    Training training = GRADUS.job(early.build()).on(table()).listener(new After(14)).train();
    Thread.interrupted();
    Training two = GRADUS.job(configuration().epochs(2).build()).on(table()).train();
    assertEquals(
        two.model().predictor().predict(3)[0],
        training.model().predictor().predict(3)[0],
        "the second epoch was better than the first; the third was not measured");
  }

  @Test
  void aSearchAlongALineEndsHalfWay() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(6, new Tanh()))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Lbfgs())
            .epochs(100_000)
            .build();
    Training training = GRADUS.job(configuration).on(table()).listener(new After(5)).train();
    assertEquals(5, training.history().size());
    assertTrue(Double.isFinite(training.model().predictor().predict(3)[0]));
  }

  @Test
  void aCheckpointOfAnInterruptedRunGoesOnToTheSameBits() {
    Configuration.Builder builder =
        configuration()
            .training(t -> t.emaDecay(0.9))
            .training(t -> t.checkpoint(new Checkpoint(1, 3, true)));
    Configuration.Builder normed =
        Configuration.builder()
            .data(builder.build().data().orElseThrow())
            .layer(Dense.of(6))
            .layer(new BatchNorm())
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .training(builder.epochs(5).build().training());
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("checkpoints"));
    GRADUS.job(normed.build()).on(table()).listener(new After(14)).checkpoints(checkpoints).train();
    Thread.interrupted();
    Training resumed =
        GRADUS.job(normed.build()).on(table()).checkpoints(checkpoints.resume()).train();
    Training straight = GRADUS.job(normed.build()).on(table()).train();
    assertEquals(
        straight.model().predictor().predict(3)[0], resumed.model().predictor().predict(3)[0]);
    assertEquals(straight.history(), resumed.history());
  }

  /** Interrupts the thread that predicts, as soon as it does so. */
  @Plugin(name = "interrupting", summary = "The identity, which interrupts its thread.")
  public static final class Interrupting implements PointwiseActivation {

    private static final AtomicBoolean ARMED = new AtomicBoolean();
    private static final AtomicInteger ROWS = new AtomicInteger();

    @Override
    public double value(double x) {
      if (ARMED.get()) {
        ROWS.incrementAndGet();
        Thread.currentThread().interrupt();
      }
      return x;
    }

    @Override
    public double derivative(double x) {
      return 1;
    }
  }

  @Test
  void predictingEndsBetweenTwoPortionsOfRows() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output(new Interrupting()))
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .epochs(1)
            .build();
    try (Gradus gradus = Gradus.builder().plugin(Interrupting.class).build()) {
      Model model = gradus.job(configuration).on(table()).train().model();
      Table many = Table.ofRows(List.of("x", "y"), new double[5000][2]);
      Interrupting.ARMED.set(true);
      assertThrows(CancelledException.class, () -> model.predictor().predictions(many));
      assertTrue(Thread.interrupted());
      assertTrue(Interrupting.ROWS.get() < 5000, Interrupting.ROWS + " rows");
    } finally {
      Interrupting.ARMED.set(false);
    }
  }

  @Test
  void whoIsInterruptedBeforeTheFirstStepHasNothing() {
    Thread.currentThread().interrupt();
    assertThrows(
        CancelledException.class, () -> GRADUS.job(configuration().build()).on(table()).train());
    assertTrue(Thread.currentThread().isInterrupted());
  }

  @Test
  void aStudyLeavesOutWhatTakesLong() {
    Study study = GRADUS.job(configuration().build()).on(table()).listener(new After(14)).study();
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(3, study.training().history().size());
    assertEquals(Map.of(), study.training().metrics());
    assertEquals(Optional.empty(), study.landscape());
    assertNotEquals(study.startingWeights(), study.finalWeights());
  }

  private Path file(String loss, int epochs, String more) throws IOException {
    StringBuilder rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 11).append(',').append(Math.sin(i % 11) + i % 2).append('\n');
    }
    Files.writeString(folder.resolve("d.csv"), rows);
    return Files.writeString(
        folder.resolve("c.yaml"),
        """
        data: {csv: d.csv, target: y}
        network: [{dense: {units: 4, activation: tanh}}, dense]
        loss: %s
        optimizer: adam
        training: {epochs: %s, batch-size: 20}
        %s
        """
            .formatted(loss, epochs, more));
  }

  @Test
  void finishedFoldsCount() throws IOException {
    Path file = file("mse", 2, "");
    // A fold has 40 examples in two batches, and two epochs.
    CrossValidation found = GRADUS.job(GRADUS.read(file)).listener(new After(6)).crossValidate(3);
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(1, found.folds().size());
  }

  @Test
  void whatWasFinishedIsCompared() throws IOException {
    Path file = file("mse", 2, "");
    After listener = new After(6 * 5 + 2);
    Comparison comparison =
        GRADUS
            .job(file)
            .compare(
                "loss",
                List.of("mse", "mae"),
                3,
                new ComparisonListener() {
                  @Override
                  public TrainingListener watch(String variant, long seed) {
                    return listener;
                  }

                  @Override
                  public boolean wantsToStop() {
                    return false;
                  }
                });
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(2, comparison.seeds().size());
    assertEquals(2, comparison.trained().size());
    assertEquals(Optional.empty(), comparison.controlRun());
  }

  @Test
  void finishedTrialsCount() throws IOException {
    Path file =
        file(
            "mse",
            2,
            "tune: {trials: 5, folds: 3, space: {optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}}}");
    Tuning tuning =
        GRADUS
            .job(file)
            .tune(
                new TuningListener() {
                  @Override
                  public void trialDone(int round, int done, Trial trial) {
                    if (done == 2) {
                      Thread.currentThread().interrupt();
                    }
                  }
                });
    assertTrue(Thread.currentThread().isInterrupted());
    assertFalse(tuning.complete());
    assertEquals(2, tuning.trials().size());
    assertTrue(tuning.trials().stream().allMatch(trial -> trial.refusal().isEmpty()));
  }
}
