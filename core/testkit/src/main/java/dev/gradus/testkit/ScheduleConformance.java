package dev.gradus.testkit;

import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for a {@link Schedule}. */
public final class ScheduleConformance {

  private ScheduleConformance() {}

  /** Tests for the given schedules, one container per schedule. */
  public static Stream<DynamicNode> of(Schedule... schedules) {
    return of(Arrays.stream(schedules));
  }

  /** Tests for the given schedules, one container per schedule. */
  public static Stream<DynamicNode> of(Stream<? extends Schedule> schedules) {
    return schedules.map(Nodes::of);
  }
}
