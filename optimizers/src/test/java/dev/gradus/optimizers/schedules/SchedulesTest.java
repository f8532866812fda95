package dev.gradus.optimizers.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gradus.spi.Interval;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Options;
import dev.gradus.spi.Schedule;
import dev.gradus.testkit.Installed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Schedules in edge cases. */
class SchedulesTest {

  private static final double RATE = 0.1;

  private static ReduceOnPlateau plateau(ReduceOnPlateau.Mode mode, double threshold) {
    return new ReduceOnPlateau(
        "loss", mode, 0.5, 0, threshold, ReduceOnPlateau.ThresholdMode.RELATIVE, 0, 0, 0);
  }

  @Test
  void aPlateauBelowZeroIsOneToo() {
    ReduceOnPlateau falling = plateau(ReduceOnPlateau.Mode.MIN, 0.01);
    double[] still = {-100, -100, -100};
    assertEquals(RATE / 4, falling.learningRate(RATE, still));
    assertEquals(RATE, falling.learningRate(RATE, new double[] {-100, -102, -104.1}));
    assertEquals(RATE / 2, falling.learningRate(RATE, new double[] {-100, -100.9}));
    assertEquals(RATE, falling.learningRate(RATE, new double[] {1, -1, -2}));
    ReduceOnPlateau rising = plateau(ReduceOnPlateau.Mode.MAX, 0.01);
    assertEquals(RATE / 4, rising.learningRate(RATE, still));
    assertEquals(RATE, rising.learningRate(RATE, new double[] {-100, -98, -96}));
    assertEquals(RATE / 2, rising.learningRate(RATE, new double[] {-100, -99.1}));
    assertEquals(RATE / 2, plateau(ReduceOnPlateau.Mode.MIN, 0).learningRate(RATE, new double[2]));
  }

  @Test
  void aPlateauTakesTheDirectionOfItsMetricUnlessItHasOne() {
    ReduceOnPlateau open = new ReduceOnPlateau();
    assertEquals(ReduceOnPlateau.Mode.MAX, ((ReduceOnPlateau) open.forMetric(true)).mode());
    assertEquals(ReduceOnPlateau.Mode.MIN, ((ReduceOnPlateau) open.forMetric(false)).mode());
    for (ReduceOnPlateau.Mode mode : List.of(ReduceOnPlateau.Mode.MIN, ReduceOnPlateau.Mode.MAX)) {
      ReduceOnPlateau given = plateau(mode, 0.1);
      assertSame(given, given.forMetric(mode == ReduceOnPlateau.Mode.MIN));
    }
  }

  private static OneCycle oneCycle(int steps, double warm, boolean three, OneCycle.Anneal anneal) {
    return new OneCycle(Optional.of(steps), warm, 25, 1e4, three, anneal);
  }

  @Test
  void aCycleWithoutRoomForARiseBeginsAtThePeak() {
    for (OneCycle.Anneal anneal : OneCycle.Anneal.values()) {
      for (boolean three : new boolean[] {false, true}) {
        for (int steps : new int[] {2, 3, 5, 10}) {
          OneCycle cycle = oneCycle(steps, 1.0 / steps, three, anneal);
          assertEquals(RATE, cycle.learningRate(RATE, 0), 1e-12, cycle.toString());
          OneCycle shorter = oneCycle(steps, 0.5 / steps, three, anneal);
          assertEquals(RATE, shorter.learningRate(RATE, 0), 1e-12, shorter.toString());
          assertEquals(RATE / 25e4, cycle.learningRate(RATE, steps - 1), 1e-12, cycle.toString());
        }
      }
    }
  }

  @Test
  void aCycleStaysAtItsEndHoweverLateItIsReached() {
    for (OneCycle.Anneal anneal : OneCycle.Anneal.values()) {
      for (double warm : new double[] {0.3, 0.5, 0.6, 0.9, 0.999}) {
        OneCycle cycle = oneCycle(10, warm, true, anneal);
        for (long step : new long[] {10, 11, 20, 1000, 1_000_000, Long.MAX_VALUE}) {
          assertEquals(RATE / 25e4, cycle.learningRate(RATE, step), 1e-12, cycle + " " + step);
        }
      }
    }
  }

  /** Options at and near their bounds, tiny, huge, and everything in between. */
  @TestFactory
  Stream<DynamicTest> noOptionsMakeARateThatIsNone() {
    List<DynamicTest> tests = new ArrayList<>();
    Installed.all(Schedule.class)
        .forEach(
            schedule ->
                tests.add(
                    DynamicTest.dynamicTest(
                        schedule.getClass().getSimpleName(),
                        () -> checkRates(schedule.getClass()))));
    assertTrue(tests.size() >= 13, () -> tests.size() + " schedules");
    return tests.stream();
  }

  private static void checkRates(Class<? extends Schedule> type)
      throws ReflectiveOperationException {
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    int made = 0;
    for (int i = 0; i < 3000; i++) {
      Optional<Schedule> hostile = hostile(type, random, 0);
      if (hostile.isPresent()) {
        made++;
        check(hostile.get(), random);
      }
    }
    assertTrue(made > 300, made + " of " + type + " from seed " + seed);
  }

  private static void check(Schedule given, SplittableRandom random) {
    double base = oneOf(random, 1e-30, 1e-3, 0.1, 1.0, 1e30);
    long run = oneOf(random, 1L, 2L, 3L, 10L, 1000L, Long.MAX_VALUE);
    for (Schedule schedule : List.of(given, given.forRun(run))) {
      for (long step :
          new long[] {0, 1, 2, 3, 9, 10, 11, 999, run - 1, run, 1L << 40, Long.MAX_VALUE}) {
        if (step >= 0) {
          check(schedule, base, step, schedule.learningRate(base, step));
        }
      }
      if (schedule instanceof MetricSchedule onMetric) {
        double[] measured = new double[20];
        Arrays.setAll(measured, k -> oneOf(random, -1e308, -1.0, 0.0, 1e-300, 1.0, 1e308));
        double rate = onMetric.learningRate(base, measured);
        check(schedule, base, measured.length, rate);
        assertTrue(rate <= base, () -> schedule + " rises to " + rate);
      }
    }
  }

  private static void check(Schedule schedule, double base, long step, double rate) {
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
      fail(schedule + " gives " + rate + " of " + base + " in step " + step);
    }
  }

  /** A schedule with random options; empty if they do not fit together. */
  private static Optional<Schedule> hostile(
      Class<? extends Schedule> type, SplittableRandom random, int depth)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          value(components[i].getGenericType(), Options.boundsOf(components[i]), random, depth);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return Optional.of(type.getConstructor(types).newInstance(values));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    }
  }

  private static Object value(Type type, Interval bounds, SplittableRandom random, int depth)
      throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return random.nextBoolean()
            ? Optional.of(value(element, bounds, random, depth))
            : Optional.empty();
      }
      List<Object> list = new ArrayList<>();
      while (random.nextInt(3) > 0) {
        list.add(value(element, bounds, random, depth));
      }
      return list;
    }
    if (type == Schedule.class) {
      List<Schedule> all = Installed.all(Schedule.class).toList();
      Schedule some = all.get(random.nextInt(all.size()));
      return depth > 2 ? some : hostile(some.getClass(), random, depth + 1).orElse(some);
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == String.class) {
      return "loss";
    }
    if (type instanceof Class<?> one && one.isEnum()) {
      return one.getEnumConstants()[random.nextInt(one.getEnumConstants().length)];
    }
    double low = Math.max(bounds.low(), -Double.MAX_VALUE);
    double high = Math.min(bounds.high(), Double.MAX_VALUE);
    double number =
        oneOf(
            random,
            low,
            Math.nextUp(low),
            low + 1,
            low + 2,
            high,
            Math.nextDown(high),
            1e-300,
            1e-9,
            random.nextDouble(),
            random.nextDouble(),
            1 - 1e-12,
            10.0,
            1e9);
    return type == double.class ? (Object) number : (Object) (int) number;
  }

  @SafeVarargs
  private static <T> T oneOf(SplittableRandom random, T... all) {
    return all[random.nextInt(all.length)];
  }
}
