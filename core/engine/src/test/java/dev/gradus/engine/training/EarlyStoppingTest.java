package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.EpochChoice;
import dev.gradus.engine.config.KeepBest;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Training stops when nothing gets better, or when it is asked to, and keeps what it should. */
class EarlyStoppingTest {

  private static final int EPOCHS = 300;

  private final Catalogue catalogue = Catalogue.ofInstalled();

  /** Noise: what is learned of it soon makes the validation part worse. */
  private static Table noise() {
    SplittableRandom random = new SplittableRandom(2);
    int rows = 60;
    String[] kinds = new String[rows];
    for (int i = 0; i < rows; i++) {
      kinds[i] = random.nextBoolean() ? "a" : "b";
    }
    return Table.of(
        List.of(
            Column.of("x", random.doubles(rows, -1, 1).toArray()),
            Column.of("y", random.doubles(rows, -1, 1).toArray()),
            Column.of("kind", kinds)));
  }

  private static Configuration.Builder configuration(double validation) {
    return Configuration.builder()
        .data(DataSpec.of("kind").split(validation))
        .layer(Dense.of(32, new Tanh()))
        .layer(Dense.output(new Sigmoid()))
        .loss(new CrossEntropy())
        .metric(new Accuracy())
        .optimizer(new Adam(0.05))
        .epochs(EPOCHS)
        .batchSize(10)
        .seed(1);
  }

  /** What a run leaves behind. */
  private final class Run implements TrainingListener {

    private final List<float[]> weightsOfEpochs = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final Experiment experiment;
    private final List<EpochReport> reports;
    private final int epoch;
    private int steps;
    private final int stopAt;

    Run(Configuration configuration, int stopAt) {
      this.stopAt = stopAt;
      experiment =
          new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration, noise());
      Trained trained = new Trainer().trainOrKeepBest(experiment, this, CheckpointStore.NONE);
      reports = trained.history();
      epoch = trained.epoch();
    }

    private float[] weights() {
      Parameter first = experiment.network().parameters().get(0);
      return first.matrix().values().clone();
    }

    @Override
    public void stepDone(int epoch, int step, double loss) {
      steps++;
    }

    @Override
    public void epochDone(EpochReport report) {
      weightsOfEpochs.add(weights());
    }

    @Override
    public boolean wantsToStop() {
      return steps >= stopAt;
    }

    @Override
    public void stopped(String reason) {
      reasons.add(reason);
    }

    private int bestEpoch(String name, boolean higher) {
      int best = 0;
      for (int i = 1; i < reports.size(); i++) {
        double now = reports.get(i).validation().getOrDefault(name, 0.0);
        double before = reports.get(best).validation().getOrDefault(name, 0.0);
        best = (higher ? now > before : now < before) ? i : best;
      }
      return best;
    }
  }

  private Run run(EarlyStopping early) {
    return new Run(
        configuration(0.3).training(t -> t.earlyStopping(early)).build(), Integer.MAX_VALUE);
  }

  @Test
  void trainingStopsAfterItsPatienceAndTheBestWeightsAreKept() {
    Run run = run(new EarlyStopping("loss", 5, 0, true));
    int best = run.bestEpoch("loss", false);
    assertEquals(best + 1 + 5, run.reports.size());
    assertTrue(run.reports.size() < EPOCHS);
    assertArrayEquals(run.weightsOfEpochs.get(best), run.weights());
    assertEquals(best + 1, run.epoch);
    assertTrue(
        run.reasons
            .get(0)
            .startsWith(
                "stopped after epoch %s; the best epoch was %s, with loss 0."
                    .formatted(best + 6, best + 1)),
        run.reasons::toString);
  }

  @Test
  void theLastWeightsCanBeKept() {
    Run run = run(new EarlyStopping("loss", 5, 0, false));
    assertArrayEquals(run.weightsOfEpochs.get(run.reports.size() - 1), run.weights());
    assertEquals(run.reports.size(), run.epoch);
  }

  @Test
  void ofAnAccuracyMoreIsBetter() {
    Run run = run(new EarlyStopping("accuracy", 8, 0, true));
    assertArrayEquals(run.weightsOfEpochs.get(run.bestEpoch("accuracy", true)), run.weights());
  }

  @Test
  void aSmallGainDoesNotCount() {
    Run run = run(new EarlyStopping("loss", 5, 10, true));
    assertEquals(6, run.reports.size(), "no later epoch is better by 10");
    assertArrayEquals(run.weightsOfEpochs.get(0), run.weights());
  }

  /** It does not wait longer for that. */
  @Test
  void ofEquallyGoodEpochsTheLastCanBeKept() {
    EarlyStopping first = new EarlyStopping("accuracy", 30, 0, true);
    Run before = run(first);
    Run after = run(first.ties(EarlyStopping.Ties.LAST));
    assertEquals(before.reports, after.reports);
    double best = before.reports.get(before.epoch - 1).validation().get("accuracy");
    int last = 0;
    for (EpochReport report : before.reports) {
      last = report.validation().get("accuracy") == best ? report.epoch() : last;
    }
    assertTrue(last > before.epoch, "the best accuracy occurs twice");
    assertEquals(last, after.epoch);
    assertArrayEquals(after.weightsOfEpochs.get(last - 1), after.weights());
  }

  @Test
  void theBestEpochOfAWholeRunIsKept() {
    Configuration.Builder builder = configuration(0.3).epochs(60);
    KeepBest lowest = new KeepBest();
    Run run = new Run(builder.training(t -> t.keepBest(lowest)).build(), Integer.MAX_VALUE);
    assertEquals(60, run.reports.size());
    assertEquals(List.of(), run.reasons);
    assertEquals(run.bestEpoch("loss", false) + 1, run.epoch);
    assertTrue(run.epoch < 60);
    assertArrayEquals(run.weightsOfEpochs.get(run.epoch - 1), run.weights());
    assertEquals(
        "keep-best trains to the end of the run, but early-stopping ends it; remove one of them",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.training(t -> t.earlyStopping(new EarlyStopping())))
            .getMessage());
    assertEquals(
        "training.keep-best: it monitors 'f1', which is not evaluated; add it to the metrics (available: loss, accuracy)",
        assertThrows(
                TrainingException.class,
                () ->
                    new Run(
                        builder.training(t -> t.keepBest(lowest.monitor("f1"))).build(),
                        Integer.MAX_VALUE))
            .getMessage());
  }

  @Test
  void aRunStopsWhenItsTimeIsOver() {
    Configuration.Builder builder = configuration(0.3);
    double moment = 1e-9;
    Run last = new Run(builder.training(t -> t.maxMinutes(moment)).build(), Integer.MAX_VALUE);
    assertEquals(1, last.reports.size(), "the first epoch is always trained");
    assertEquals(1, last.epoch);
    assertEquals(
        List.of(
            "stopped after epoch 1, because another epoch would exceed training.max-minutes, which is 1.0E-9"),
        last.reasons);
    Run best =
        new Run(builder.training(t -> t.keepBest(new KeepBest())).build(), Integer.MAX_VALUE);
    assertTrue(
        best.reasons.get(0).contains("; the best epoch was 1, with loss 0."),
        best.reasons::toString);
    Run whole =
        new Run(builder.epochs(5).training(t -> t.maxMinutes(60)).build(), Integer.MAX_VALUE);
    assertEquals(5, whole.reports.size());
    assertEquals(List.of(), whole.reasons);
  }

  @Test
  void anEpochIsNotBegunIfItWouldTakeTooLong() {
    long[] now = {0};
    TimeLimit limit = new TimeLimit(Optional.of(1.0), () -> now[0]);
    now[0] = 20_000_000_000L;
    limit.epochDone();
    assertEquals(Optional.empty(), limit.reached(), "the second would end after 40 seconds");
    now[0] = 30_000_000_000L;
    limit.epochDone();
    assertEquals(Optional.empty(), limit.reached(), "the third, like the first, after 50 seconds");
    now[0] = 41_000_000_000L;
    limit.epochDone();
    assertTrue(limit.reached().isPresent(), "the fourth, like the first, after 61 seconds");
    limit = new TimeLimit(Optional.empty(), () -> now[0]);
    now[0] = Long.MAX_VALUE / 2;
    limit.epochDone();
    assertEquals(Optional.empty(), limit.reached());
  }

  /** Below the minimum a gain only moves what is kept, and only if the last may be. */
  @Test
  void theChoiceOfAnEpoch() {
    EarlyStopping spec = new EarlyStopping("loss", 3, 0.1, true);
    double[] losses = {1, 0.95, Double.NaN, 0.95, 0.97, 0.8};
    assertEquals(List.of(1, 1, 1, 1, 1, 6), choices(spec, losses));
    assertEquals(List.of(1, 2, 2, 4, 4, 6), choices(spec.ties(EarlyStopping.Ties.LAST), losses));
    EpochChoice choice = new EpochChoice(spec.ties(EarlyStopping.Ties.LAST), false);
    for (int epoch = 1; epoch <= 4; epoch++) {
      assertFalse(choice.isOver());
      choice.add(epoch, losses[epoch - 1]);
    }
    assertTrue(choice.isOver(), "the last improvement by 0.1 was three epochs ago");
  }

  private static List<Integer> choices(EarlyStopping spec, double... losses) {
    EpochChoice choice = new EpochChoice(spec, false);
    List<Integer> choices = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      choice.add(i + 1, losses[i]);
      choices.add(choice.epoch());
    }
    return choices;
  }

  @Test
  void withoutAValidationPartTheLossOfTrainingIsWatched() {
    Configuration configuration =
        configuration(0)
            .training(t -> t.earlyStopping(new EarlyStopping("loss", 3, 0.5, true)))
            .build();
    assertTrue(new Run(configuration, Integer.MAX_VALUE).reports.size() < EPOCHS);
  }

  @Test
  void whatIsNotMeasuredCannotBeWatched() {
    assertEquals(
        "training.early-stopping: it monitors 'f1', which is not evaluated; add it to the metrics (available: loss, accuracy)",
        assertThrows(TrainingException.class, () -> run(new EarlyStopping("f1", 3, 0, true)))
            .getMessage());
    Experiment experiment =
        new ExperimentBuilder(new NetworkBuilder(catalogue))
            .build(
                configuration(0.3)
                    .training(t -> t.earlyStopping(new EarlyStopping("f1", 3, 0, true)))
                    .build(),
                noise());
    assertThrows(
        TrainingException.class,
        () -> new Trainer().plan(experiment),
        "it is said before the first step");
  }

  @Test
  void aListenerCanStopWithinAnEpoch() {
    Run run = new Run(configuration(0.3).build(), 7);
    assertEquals(7, run.steps);
    assertEquals(2, run.reports.size(), "an epoch has 5 steps");
    assertEquals(2, run.epoch);
    assertEquals(List.of("stopped in epoch 2 as requested"), run.reasons);
    assertTrue(Double.isFinite(run.reports.get(1).loss()));
  }
}
