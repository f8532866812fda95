package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.R2;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.optimizers.schedules.WarmUp;
import dev.gradus.spi.Metric;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The learning rate of a step, and the inputs of schedules. */
class LearningRateTest {

  private static final double RATE = 0.1;

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  private static ReduceOnPlateau plateau(String monitor, ReduceOnPlateau.Mode mode) {
    return new ReduceOnPlateau(
        monitor, mode, 0.5, 0, 1e-4, ReduceOnPlateau.ThresholdMode.RELATIVE, 0, 0, 0);
  }

  private static List<EpochReport> reports(double... losses) {
    List<EpochReport> reports = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      reports.add(
          new EpochReport(
              i + 1, losses.length, 1, 0, 0, Map.of("loss", losses[i], "r2", -losses[i])));
    }
    return reports;
  }

  /** A third-party schedule with other schedules among its options. */
  @Plugin(name = "halved", summary = "The mean of some schedules.")
  public record MeanOf(List<Schedule> schedules, Optional<Schedule> last) implements Schedule {

    @Override
    public double learningRate(double base, long step) {
      List<Schedule> all = new ArrayList<>(schedules);
      last.ifPresent(all::add);
      return all.stream().mapToDouble(each -> each.learningRate(base, step)).average().orElse(0);
    }
  }

  /**
   * Half of the rate of a schedule that monitors a metric, called directly or for the rate of a
   * step.
   */
  @Plugin(name = "half", summary = "Half of another.")
  public record HalfOf(MetricSchedule of) implements Schedule {

    @Override
    public double learningRate(double base, long step) {
      return (of.monitor().equals("r2") ? of.learningRate(base, step) : base) / 2;
    }
  }

  private static double rateAfter(Schedule schedule, double... losses) {
    LearningRate rate = new LearningRate(new Sgd(RATE), Optional.of(schedule));
    rate.measured(reports(losses));
    return rate.of(100);
  }

  @Test
  void aScheduleInsideOfAnotherIsToldWhatWasMeasured() {
    ReduceOnPlateau inner = plateau("loss", ReduceOnPlateau.Mode.MIN);
    assertEquals(RATE / 4, rateAfter(inner, 1, 1, 1));
    assertEquals(RATE / 4, rateAfter(new WarmUp(10, 0, inner), 1, 1, 1));
    assertEquals(RATE, rateAfter(new WarmUp(10, 0, inner), 3, 2, 1));
    assertEquals(RATE / 4, rateAfter(new WarmUp(10, 0, new WarmUp(10, 0, inner)), 1, 1, 1));
    // Each receives its monitored metric: for r2, higher is better.
    ReduceOnPlateau ofR2 = plateau("r2", ReduceOnPlateau.Mode.MIN);
    Schedule both = new MeanOf(List.of(inner), Optional.of(new WarmUp(1, 0, ofR2)));
    assertEquals((RATE + RATE / 4) / 2, rateAfter(both, 3, 2, 1), 1e-15);
    assertEquals((RATE / 4 + RATE) / 2, rateAfter(both, 1, 2, 3), 1e-15);
  }

  @Test
  void anOptionMayBeAScheduleThatLooksAtAMetricAndNoOther() {
    Schedule half = new HalfOf(plateau("r2", ReduceOnPlateau.Mode.AUTO));
    assertEquals(RATE / 2 / 4, rateAfter(half, 3, 2, 1), 1e-15);
    assertEquals(
        List.of(new MonitoredMetric("schedule", "r2")),
        MonitoredMetrics.ofSchedule(Optional.of(half)));
    List<EpochReport> reports =
        trainer.train(experiment(configuration().schedule(half)), TrainingListener.NONE);
    assertEquals(RATE / 2, reports.get(0).learningRate());
  }

  @Test
  void whatIsLookedAtInsideOfAnotherMustBeMeasured() {
    Experiment unknown =
        experiment(
            configuration()
                .schedule(new WarmUp(1, 0, plateau("no-such", ReduceOnPlateau.Mode.AUTO))));
    assertEquals(
        "schedule: it monitors 'no-such', which is not evaluated; add it to the metrics (available: loss, r2)",
        String.valueOf(
            assertThrows(TrainingException.class, () -> trainer.plan(unknown)).getMessage()));
  }

  /** Becomes larger with every epoch. */
  @Plugin(name = "rising", summary = "Rises.")
  public record Rising(List<Integer> asked, boolean higherIsBetter) implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      asked.add(0);
      return asked.size();
    }
  }

  private double lastRate(Schedule schedule, boolean higherIsBetter) {
    Experiment experiment =
        experiment(
            configuration()
                .metric(new Rising(new ArrayList<>(), higherIsBetter))
                .schedule(schedule));
    List<EpochReport> reports = trainer.train(experiment, TrainingListener.NONE);
    return reports.get(reports.size() - 1).learningRate();
  }

  @Test
  void theDirectionIsThatOfTheMetricUnlessItIsGiven() {
    ReduceOnPlateau asTheMetric = plateau("rising", ReduceOnPlateau.Mode.AUTO);
    assertEquals(RATE, lastRate(asTheMetric, true));
    assertEquals(RATE / 4, lastRate(asTheMetric, false));
    assertEquals(RATE, lastRate(new WarmUp(1, 0, asTheMetric), true));
    assertEquals(RATE / 4, lastRate(new WarmUp(1, 0, asTheMetric), false));
    assertEquals(RATE / 4, lastRate(plateau("rising", ReduceOnPlateau.Mode.MIN), true));
    assertEquals(RATE, lastRate(plateau("rising", ReduceOnPlateau.Mode.MAX), false));
    assertEquals(ReduceOnPlateau.Mode.AUTO, new ReduceOnPlateau().mode());
  }

  @Test
  void everyWayOfLearningCountsStepsFromZero() {
    for (Optimizer optimizer : List.of(new Sgd(RATE), new Lbfgs(RATE))) {
      List<Long> asked = new ArrayList<>();
      Configuration.Builder configuration =
          configuration()
              .optimizer(optimizer)
              .schedule(
                  (base, step) -> {
                    asked.add(step);
                    return step == 0 ? 0 : base;
                  });
      List<EpochReport> reports = trainer.train(experiment(configuration), TrainingListener.NONE);
      assertEquals(List.of(0L, 1L, 2L, 3L), asked);
      assertEquals(0, reports.get(0).learningRate());
      assertEquals(reports.get(0).loss(), reports.get(1).loss(), "a rate of 0 moves nothing");
      assertTrue(reports.get(2).loss() < reports.get(1).loss(), () -> reports.toString());
    }
  }

  /** Returns an invalid rate. */
  @Plugin(name = "broken", summary = "Broken from a step on.")
  public record Broken(double rate) implements Schedule {

    @Override
    public double learningRate(double base, long step) {
      return step < 2 ? base : rate;
    }
  }

  @Test
  void aRateThatIsNoneNamesTheScheduleAndTheStep() {
    for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.1, 1e300}) {
      for (Optimizer optimizer : List.of(new Sgd(RATE), new Lbfgs(RATE))) {
        Experiment experiment =
            experiment(
                configuration()
                    .optimizer(optimizer)
                    .schedule(
                        new WarmUp(
                            1, 0.5, new MeanOf(List.of(new Broken(none)), Optional.empty()))));
        assertEquals(
            "training stopped before step 4: the schedule warm-up returned a learning rate of "
                + none
                + ", but a rate must be a number from 0 to 3.4028235E38; change the options of the schedule",
            String.valueOf(
                assertThrows(
                        DivergedException.class,
                        () -> trainer.train(experiment, TrainingListener.NONE))
                    .getMessage()));
      }
    }
  }

  private static Configuration.Builder configuration() {
    return Configuration.builder()
        .data(DataSpec.of("y").split(0.5))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .metric(new R2())
        .optimizer(new Sgd(RATE))
        .epochs(4)
        .seed(3);
  }

  private Experiment experiment(Configuration.Builder configuration) {
    Table line =
        Table.ofRows(
            List.of("x", "y"),
            IntStream.range(0, 40)
                .mapToObj(i -> new double[] {i % 7, i % 7 + Math.sin(i)})
                .toArray(double[][]::new));
    return new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration.build(), line);
  }
}
