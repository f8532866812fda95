package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.network.ScheduleFitting;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Adamw;
import dev.gradus.optimizers.Ftrl;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Sam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Constant;
import dev.gradus.optimizers.schedules.Cyclic;
import dev.gradus.optimizers.schedules.FlatCos;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.optimizers.schedules.WarmUp;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Schedules of dropout and of weight decay. */
class SteppedSchedulesTest {

  private static final Gradus GRADUS = Gradus.create();
  private static final Interval RATES = new Interval(0, true, 1, false);
  private static final Target Y = new Target(Target.Kind.NUMERIC, List.of("y"));

  /** Inputs of 0, so that nothing but the decay moves the weights. */
  private static final Table ZEROS =
      Table.of(Column.of("x", 0, 0, 0, 0), Column.of("y", 1, 2, 3, 4));

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  @Test
  void aLayerCountsTheStepsOfTheOptimizer() {
    TrainingSpec spec = new TrainingSpec().epochs(3).accumulateBatches(2);
    ScheduleFitting fitting = SteppedSchedules.ofRun(spec, 5);
    Schedule schedule =
        fitting.fit("network[0].dropout.schedule", new Constant(), Interval.atLeast(0));
    assertEquals(0.3, schedule.learningRate(0.3, 14));
    // The last step of an epoch has one batch.
    Schedule steps = fitting.fit("here", new WarmUp(9, 0, new Constant()), Interval.atLeast(0));
    assertEquals(
        List.of(0L, 0L, 1L, 1L, 2L, 3L, 3L, 4L, 4L, 5L, 6L, 6L, 7L, 7L, 8L),
        LongStream.range(0, 15)
            .mapToObj(batch -> Math.round(9 * steps.learningRate(1, batch)))
            .toList());
  }

  @Test
  void theRateOfADropoutFollowsItsSchedule() {
    int columns = 20_000;
    List<Layer> layers = List.of(new Dropout(0.4, Optional.of(new FlatCos())), Dense.output());
    Network network =
        new NetworkBuilder(Catalogue.ofInstalled())
            .build(
                layers,
                InputColumns.numbers(columns),
                Y,
                new MeanSquaredError(),
                1,
                SteppedSchedules.ofRun(new TrainingSpec().epochs(4), 2));
    Pass pass = network.newLearningPass(1, Team.alone());
    Matrix ones = Matrix.zeros(1, columns);
    Arrays.fill(ones.values(), 1);
    List<Long> percent = new ArrayList<>();
    for (int batch = 0; batch < 8; batch++) {
      pass.backpropagate(ones, (predictions, gradients, from, to, member) -> {});
      float[] y = pass.outputs(0).values();
      int zeros = 0;
      for (int i = 0; i < columns; i++) {
        zeros += y[i] == 0 ? 1 : 0;
      }
      percent.add(Math.round(100.0 * zeros / columns));
    }
    // 0.4 for steps 0 to 4, then 0.4 (1 + cos(pi x))/2 for x = 1/4, 1/2, 3/4.
    List<Long> expected = List.of(40L, 40L, 40L, 40L, 40L, 34L, 20L, 6L);
    for (int i = 0; i < 8; i++) {
      assertEquals(expected.get(i), percent.get(i), 1.0, "batch " + i + " of " + percent);
    }
  }

  private static Configuration.Builder configuration(Optimizer optimizer, Layer... layers) {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layers(List.of(layers))
        .layer(Dense.output())
        .loss((Loss) new MeanSquaredError())
        .optimizer(optimizer)
        .batchSize(1)
        .epochs(2);
  }

  private static float weight(Training training) {
    Map<String, FMatrixRMaj> tensors = training.model().weights().get(0);
    return Objects.requireNonNull(tensors.get("weight")).get(0);
  }

  /** By hand: x = 0, so dL/dW = 0, and each step multiplies W by 1 - rate decay. */
  @Test
  void theWeightDecayFollowsItsSchedule() {
    for (Optimizer optimizer :
        List.of(new Sgd(0.1, 0, 0, false, 0.5), new Sam(0.1, new Sgd(0.1, 0, 0, false, 0.5)))) {
      float first = weight(GRADUS.job(configuration(new Sgd(1e-30)).build()).on(ZEROS).train());
      Configuration.Builder builder =
          configuration(optimizer).training(t -> t.weightDecaySchedule(new FlatCos()));
      double expected = first;
      for (int step = 0; step < 8; step++) {
        double decay = new FlatCos().forRun(8).learningRate(0.5, step);
        expected *= 1 - 0.1 * decay;
      }
      assertEquals(
          expected, weight(GRADUS.job(builder.build()).on(ZEROS).train()), 1e-6 * Math.abs(first));
    }
  }

  /** Not even a bit. */
  @Test
  void aConstantScheduleChangesNothing() {
    Table table = Table.of(Column.of("x", 0.5, 2, -1, 3), Column.of("y", 1, 2, 3, 4));
    Configuration.Builder plain =
        configuration(new Adamw(0.1), new Dropout(0.3), new GaussianNoise(0.2))
            .training(t -> t.decayBiases(false));
    Configuration.Builder scheduled =
        configuration(
                new Adamw(0.1),
                new Dropout(0.3, Optional.of(new Constant())),
                new GaussianNoise(0.2, Optional.of(new Constant())))
            .training(t -> t.decayBiases(false).weightDecaySchedule(new Constant()));
    assertEquals(
        GRADUS.job(plain.build()).on(table).train().history(),
        GRADUS.job(scheduled.build()).on(table).train().history());
  }

  private static String refusal(Configuration.Builder builder) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> GRADUS.job(builder.build()).on(ZEROS).train())
            .getMessage());
  }

  @Test
  void whatCannotBeScheduledIsRefused() {
    Schedule plateau = new WarmUp(2, 0, new ReduceOnPlateau());
    assertEquals(
        "network[0].dropout.schedule: warm-up monitors a metric, which only a schedule of the learning rate can do; use a schedule that counts steps, such as flat-cos",
        refusal(configuration(new Adam(), new Dropout(0.1, Optional.of(plateau)))));
    assertEquals(
        "training.weight-decay-schedule: warm-up monitors a metric, which only a schedule of the learning rate can do; use a schedule that counts steps, such as flat-cos",
        refusal(configuration(new Adamw()).training(t -> t.weightDecaySchedule(plateau))));
    assertEquals(
        "training.weight-decay-schedule: ftrl has no option weight-decay, so it cannot follow a schedule; remove weight-decay-schedule",
        refusal(configuration(new Ftrl()).training(t -> t.weightDecaySchedule(new FlatCos()))));
    assertEquals(
        "training.weight-decay-schedule: lbfgs has no option weight-decay, so it cannot follow a schedule; remove weight-decay-schedule",
        refusal(
            configuration(new Lbfgs())
                .training(t -> new TrainingSpec().weightDecaySchedule(new FlatCos()))));
  }

  /** A schedule that does not end at 0 changes a decay of 0 too. */
  @Test
  void aDecayOfNothingIsNotScheduled() {
    for (Optimizer optimizer : List.of(new Adam(), new Sam(0.1, new Sgd(0.1, 0, 0, false, 0)))) {
      String name = optimizer instanceof Adam ? "adam" : "sam";
      assertEquals(
          "training.weight-decay-schedule: weight-decay is 0, so there is nothing to schedule; set the weight-decay of %s, or remove weight-decay-schedule"
              .formatted(name),
          refusal(configuration(optimizer).training(t -> t.weightDecaySchedule(new FlatCos()))));
    }
    Configuration.Builder rising =
        configuration(new Sgd(0.1))
            .training(t -> t.weightDecaySchedule(new FlatCos(Optional.empty(), 0.5, 0.1)));
    float first = weight(GRADUS.job(configuration(new Sgd(1e-30)).build()).on(ZEROS).train());
    assertTrue(
        Math.abs(weight(GRADUS.job(rising.build()).on(ZEROS).train())) < Math.abs(first) * 0.999);
  }

  @Test
  void aValueThatALayerCannotUseEndsTraining() {
    Schedule rises = new Cyclic(1, 2, 2, Cyclic.Mode.TRIANGULAR, 1);
    Schedule fitted =
        SteppedSchedules.ofRun(new TrainingSpec().epochs(1), 9).fit("here", rises, RATES);
    assertEquals(
        "training stopped before step 1: here must be a number of at least 0 and below 1, but the schedule cyclic returned 1.0; change the options of the schedule",
        assertThrows(DivergedException.class, () -> fitted.learningRate(0.5, 0)).getMessage());
  }

  @Test
  void aLearnerHasNoEnd() {
    Configuration configuration =
        configuration(new Adamw(), new Dropout(0.1, Optional.of(new FlatCos()))).build();
    TrainingException e =
        assertThrows(TrainingException.class, () -> GRADUS.job(configuration).on(ZEROS).learner());
    assertEquals(
        "network[0].dropout.schedule: flat-cos depends on the length of the run, which a learner does not know; set it (training.steps), or use a schedule that does not need it",
        e.getMessage());
  }
}
