package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.optimizers.schedules.Constant;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import dev.gradus.testkit.Installed;
import dev.gradus.testkit.OptimizerConformance;
import dev.gradus.testkit.ScheduleConformance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that this module provides passes the conformance kit: with its defaults, and with
 * other options.
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
                new Adam(0.01, 0.9, 0.99, 1e-8, true, 0))));
  }

  @TestFactory
  Stream<DynamicNode> schedules() {
    return ScheduleConformance.of(Installed.all(Schedule.class));
  }

  @Test
  void theRowsAreThere() {
    assertTrue(Installed.all(Optimizer.class).toList().containsAll(List.of(new Sgd(), new Adam())));
    assertTrue(Installed.all(Schedule.class).toList().contains(new Constant()));
  }
}
