package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.optimizers.schedules.Constant;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.optimizers.schedules.CosineRestarts;
import dev.gradus.optimizers.schedules.Coslog;
import dev.gradus.optimizers.schedules.Cyclic;
import dev.gradus.optimizers.schedules.FlatCos;
import dev.gradus.optimizers.schedules.MultiStep;
import dev.gradus.optimizers.schedules.OneCycle;
import dev.gradus.optimizers.schedules.PerEpoch;
import dev.gradus.optimizers.schedules.WarmUp;
import dev.gradus.optimizers.schedules.Wsd;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import dev.gradus.testkit.Installed;
import dev.gradus.testkit.OptimizerConformance;
import dev.gradus.testkit.ScheduleConformance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All plugins of this module pass the conformance kit, with their defaults and with other options.
 */
class OptimizersConformTest {

  @TestFactory
  Stream<DynamicNode> optimizers() {
    return OptimizerConformance.of(
        Stream.concat(
            Installed.all(Optimizer.class),
            Stream.of(
                new Sgd(0.01, 0.9, 0, false, 0),
                new Sgd(0.01, 0.9, 0, true, 0),
                new Sgd(0.01, 0.5, 0.5, false, 0),
                new Rmsprop(0.01, 0.9, 1e-8, true, 0, 0),
                new Rmsprop(0.01, 0.9, 1e-8, true, 0.5, 0),
                new Adam(0.01, 0.9, 0.99, 1e-8, true, 0),
                new Adagrad(0.1, 0.001, 0.1, 1e-7, 0),
                new Yogi(0.01, 0.9, 0.95, 1e-3, 0, true),
                new Asgd(0.01, 1e-4, 0.75, 5, 0),
                new Lion(0.01, 0.95, 0.98, 0),
                new Lbfgs(0.1, 5, Lbfgs.LineSearch.NONE),
                new Lbfgs(0.5, 1, Lbfgs.LineSearch.STRONG_WOLFE),
                new Rprop(0.1, 0.4, 1.5, 1e-6, 1),
                new Sam(0.1, new Adam()),
                new Sam(0.02, new ScheduleFreeAdamw()),
                new Sam(0.05, new Prodigy()),
                new Prodigy(1, 0.8, 0.99, 1e-6, 0.01, 1e-4, 2))));
  }

  @TestFactory
  Stream<DynamicNode> schedules() {
    return ScheduleConformance.of(
        Stream.concat(
            Installed.all(Schedule.class),
            Stream.of(
                new MultiStep(List.of(5, 5, 100), 0.5),
                new CosineRestarts(10, 2, 0.001),
                new Coslog(Optional.of(200), 1),
                new Cyclic(0.001, 15, 35, Cyclic.Mode.HALVING, 1),
                new Cyclic(0.001, 25, 25, Cyclic.Mode.EXP_RANGE, 0.99),
                new FlatCos(Optional.of(200), 0, 0.001),
                new OneCycle(Optional.of(200), 0.25, 10, 100, true, OneCycle.Anneal.LINEAR),
                new Wsd(Optional.of(200), 0, 1, Wsd.Decay.SQUARE_ROOT, 0),
                new Wsd(Optional.of(200), 0.6, 0.6, Wsd.Decay.COSINE, 1e-4),
                new WarmUp(20, 0.1, new Cosine()),
                new PerEpoch(new WarmUp(20, 0.1, new Cosine())),
                new PerEpoch(new MultiStep(List.of(5, 5, 100), 0.5), Optional.of(3)))));
  }

  @Test
  void theRowsAreThere() {
    assertTrue(Installed.all(Optimizer.class).toList().containsAll(List.of(new Sgd(), new Adam())));
    assertTrue(Installed.all(Schedule.class).toList().contains(new Constant()));
  }
}
