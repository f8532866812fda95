package dev.gradus.engine.training.update;

import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Schedule;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds schedules that monitor metrics or count epochs, at any depth among the options of other
 * schedules.
 *
 * <p>So a schedule that wraps another one, such as a warm-up, need not pass metrics or epochs on.
 */
public final class NestedSchedules {

  private NestedSchedules() {}

  /** These schedules within a schedule, including itself. */
  static List<MetricSchedule> onMetrics(Schedule schedule) {
    List<MetricSchedule> found = new ArrayList<>();
    Schedule unused =
        replace(
            schedule,
            each -> {
              found.add(each);
              return each;
            });
    return found;
  }

  /** The same schedule with each of them replaced. */
  public static Schedule replace(Schedule schedule, UnaryOperator<MetricSchedule> replacement) {
    return schedule instanceof MetricSchedule onMetric
        ? replacement.apply(onMetric)
        : (Schedule) withOptions(schedule, each -> replace(each, replacement));
  }

  /**
   * The same schedule for a known number of steps per epoch, which is passed to all schedules that
   * it wraps.
   */
  public static Schedule forEpochs(Schedule schedule, int stepsPerEpoch) {
    Schedule outer = (Schedule) withOptions(schedule, each -> forEpochs(each, stepsPerEpoch));
    return Verifier.answer(outer, "forEpochs", outer.forEpochs(stepsPerEpoch));
  }

  /** The same schedule with the schedules in its options replaced. */
  private static Object withOptions(Object value, UnaryOperator<Schedule> replacement) {
    // A class that is not public is not a plugin, so it has no options.
    if (!(value instanceof Record) || !Modifier.isPublic(value.getClass().getModifiers())) {
      return value;
    }
    RecordOptions options = RecordOptions.of(value.getClass());
    Map<String, Object> before = options.valuesOf(value);
    Map<String, Object> after = new LinkedHashMap<>();
    before.forEach((name, each) -> after.put(name, replaceIn(each, replacement)));
    return after.equals(before) ? value : options.create(after);
  }

  private static Object replaceIn(Object value, UnaryOperator<Schedule> replacement) {
    if (value instanceof Schedule schedule) {
      return replacement.apply(schedule);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(each -> replaceIn(each, replacement));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> replaceIn(each, replacement)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> replaced = new LinkedHashMap<>();
      map.forEach((key, each) -> replaced.put(key, replaceIn(each, replacement)));
      return replaced;
    }
    return withOptions(value, replacement);
  }
}
