package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Huber;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Prodigy;
import dev.gradus.optimizers.Sam;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.spi.Optimizer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Single steps are those of a run, and can be taken back. */
class SingleStepsTest {

  private static final int EPOCHS = 3;

  private static Table table() {
    return Table.ofRows(
        List.of("x", "y"),
        IntStream.range(0, 25)
            .mapToObj(i -> new double[] {i, (i - 12) * (i - 12)})
            .toArray(double[][]::new));
  }

  private static Configuration configuration(Optimizer optimizer, TrainingSpec training) {
    return Configuration.builder()
        .data(DataSpec.of("y").split(0.2))
        .layer(Dense.of(5, new Tanh()))
        .layer(Dense.output())
        .loss(new Huber())
        .optimizer(optimizer)
        .schedule(new Cosine())
        .training(training.epochs(EPOCHS).seed(3))
        .build();
  }

  private static Experiment experiment(Configuration configuration) {
    return new ExperimentBuilder(new NetworkBuilder(Catalogue.ofInstalled()))
        .build(configuration, table());
  }

  private static List<float[]> weights(Experiment experiment) {
    return experiment.network().tensors().stream()
        .map(each -> each.matrix().values().clone())
        .toList();
  }

  private static void assertSame(List<float[]> expected, List<float[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i));
    }
  }

  private static void step(SingleSteps steps, int count) {
    for (int i = 0; i < count; i++) {
      double unused = steps.step();
    }
  }

  private static Stream<Configuration> configurations() {
    TrainingSpec batches = new TrainingSpec().batchSize(6);
    return Stream.of(
        configuration(new Sgd(0.1), batches),
        configuration(new Adam(0.01), batches),
        configuration(new ScheduleFreeAdamw(), batches),
        configuration(new Prodigy(), batches),
        configuration(new Sam(), batches),
        configuration(new Adam(0.01), batches.emaDecay(0.9)),
        configuration(new Lbfgs(), new TrainingSpec()));
  }

  @TestFactory
  Stream<DynamicTest> stepsAreThoseOfARun() {
    return configurations()
        .map(
            configuration ->
                dynamicTest(
                    configuration.optimizer().toString(),
                    () -> {
                      Experiment whole = experiment(configuration);
                      new Trainer().train(whole, TrainingListener.NONE);
                      Experiment single = experiment(configuration);
                      SingleSteps steps = new SingleSteps(single);
                      step(steps, EPOCHS * steps.batchesPerEpoch());
                      assertEquals(EPOCHS + 1, steps.epoch());
                      steps.predict();
                      assertSame(weights(whole), weights(single));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> stepsCanBeTakenBack() {
    return configurations()
        .map(
            configuration ->
                dynamicTest(
                    configuration.optimizer().toString(),
                    () -> {
                      Experiment experiment = experiment(configuration);
                      SingleSteps steps = new SingleSteps(experiment);
                      step(steps, steps.batchesPerEpoch() + steps.batchesPerEpoch() / 2);
                      SingleSteps.State state = steps.state();
                      step(steps, 7);
                      List<float[]> later = weights(experiment);
                      int[] rows = steps.nextRows();
                      steps.restore(state);
                      step(steps, 7);
                      assertSame(later, weights(experiment));
                      assertArrayEquals(rows, steps.nextRows());
                      assertEquals(state.position()[0] + 7, steps.done());
                    }));
  }

  @Test
  void refusesTheStateOfAnotherNetwork() {
    SingleSteps steps =
        new SingleSteps(experiment(configuration(new Adam(0.01), new TrainingSpec())));
    SingleSteps.State state = steps.state();
    assertThrows(
        IllegalArgumentException.class,
        () -> steps.restore(new SingleSteps.State(new float[3], state.position())));
  }

  @Test
  void refusesWhatARunRefuses() {
    Experiment experiment = experiment(configuration(new Lbfgs(), new TrainingSpec().batchSize(4)));
    assertThrows(TrainingException.class, () -> new SingleSteps(experiment));
    Experiment accumulating =
        experiment(configuration(new Adam(0.01), new TrainingSpec().accumulateBatches(2)));
    assertThrows(TrainingException.class, () -> new SingleSteps(accumulating));
  }
}
