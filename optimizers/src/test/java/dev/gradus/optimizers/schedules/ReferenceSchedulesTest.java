package dev.gradus.optimizers.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schedules give the rates of the reference; see the README next to it. */
class ReferenceSchedulesTest {

  private static final double TOLERANCE = 1e-12;
  private static final Set<String> FIELDS =
      Set.of("id", "note", "schedule", "params", "definition", "metric", "lr");

  /** The schedule for a label of the reference: one row per schedule. */
  private static final Map<String, Function<JsonNode, Schedule>> SCHEDULES =
      Map.ofEntries(
          Map.entry("constant", p -> new Constant()),
          Map.entry("step", p -> new Step(whole(p, "step_size"), number(p, "gamma"))),
          Map.entry(
              "multi-step", p -> new MultiStep(wholes(p.get("milestones")), number(p, "gamma"))),
          Map.entry("exponential", p -> new Exponential(number(p, "gamma"))),
          Map.entry(
              "polynomial", p -> new Polynomial(total(p), number(p, "power"), number(p, "end_lr"))),
          Map.entry("linear", ReferenceSchedulesTest::linear),
          Map.entry("cosine", p -> new Cosine(total(p), number(p, "min_lr"))),
          Map.entry(
              "cosine-warm-restarts",
              p ->
                  new CosineRestarts(
                      whole(p, "first_period"), whole(p, "period_factor"), number(p, "min_lr"))),
          Map.entry(
              "warmup-cosine",
              p ->
                  new WarmUp(
                          whole(p, "warmup_steps"),
                          number(p, "start_factor"),
                          new Cosine(Optional.empty(), number(p, "min_lr")))
                      .forRun(whole(p, "total_steps"))),
          Map.entry("one-cycle", ReferenceSchedulesTest::oneCycle),
          Map.entry("wsd", ReferenceSchedulesTest::wsd),
          Map.entry("cyclic", ReferenceSchedulesTest::cyclic),
          Map.entry("inverse-sqrt", p -> new InverseSqrt(whole(p, "warmup_steps"))),
          Map.entry("reduce-on-plateau", ReferenceSchedulesTest::reduceOnPlateau));

  private static Schedule wsd(JsonNode p) {
    double total = whole(p, "total_steps");
    Wsd.Decay decay =
        switch (p.get("decay_type").asText()) {
          case "linear" -> Wsd.Decay.LINEAR;
          case "cosine" -> Wsd.Decay.COSINE;
          default -> Wsd.Decay.SQUARE_ROOT;
        };
    return new Wsd(
        total(p),
        whole(p, "warmup_steps") / total,
        whole(p, "decay_steps") / total,
        decay,
        number(p, "min_lr"));
  }

  /** From one share of the rate to another: upward it is a warm-up, downward a polynomial. */
  private static Schedule linear(JsonNode p) {
    double from = number(p, "start_factor");
    double to = number(p, "end_factor");
    return from <= to
        ? new WarmUp(whole(p, "total_steps"), from / to, new Constant())
        : new Polynomial(total(p), 1, to * number(p, "lr"));
  }

  /** What the schedule begins with: that of the optimizer, or the share of it that is asked for. */
  private static double base(String label, JsonNode p) {
    double rate = p.path("lr").asDouble(p.path("max_lr").asDouble());
    return label.equals("linear")
        ? rate * Math.max(number(p, "start_factor"), number(p, "end_factor"))
        : rate;
  }

  private static Schedule oneCycle(JsonNode p) {
    return new OneCycle(
        total(p),
        number(p, "pct_start"),
        number(p, "div_factor"),
        number(p, "final_div_factor"),
        p.get("three_phase").asBoolean(),
        p.get("anneal").asText().equals("cos") ? OneCycle.Anneal.COSINE : OneCycle.Anneal.LINEAR);
  }

  private static Schedule cyclic(JsonNode p) {
    Cyclic.Mode mode =
        switch (p.get("mode").asText()) {
          case "triangular" -> Cyclic.Mode.TRIANGULAR;
          case "triangular2" -> Cyclic.Mode.HALVING;
          default -> Cyclic.Mode.EXP_RANGE;
        };
    return new Cyclic(
        number(p, "base_lr"),
        whole(p, "step_size_up"),
        whole(p, "step_size_down"),
        mode,
        number(p, "gamma"));
  }

  private static Schedule reduceOnPlateau(JsonNode p) {
    return new ReduceOnPlateau(
        "loss",
        ReduceOnPlateau.Mode.valueOf(p.get("mode").asText().toUpperCase(Locale.ROOT)),
        number(p, "factor"),
        whole(p, "patience"),
        number(p, "threshold"),
        p.get("threshold_mode").asText().equals("rel")
            ? ReduceOnPlateau.ThresholdMode.RELATIVE
            : ReduceOnPlateau.ThresholdMode.ABSOLUTE,
        whole(p, "cooldown"),
        number(p, "min_lr"),
        number(p, "eps"));
  }

  private static double number(JsonNode params, String name) {
    return params.get(name).asDouble();
  }

  private static int whole(JsonNode params, String name) {
    return params.get(name).asInt();
  }

  private static Optional<Integer> total(JsonNode params) {
    return Optional.of(whole(params, "total_steps"));
  }

  private static List<Integer> wholes(JsonNode list) {
    List<Integer> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  @TestFactory
  Stream<DynamicTest> rates() throws IOException {
    try (InputStream in =
        ReferenceSchedulesTest.class.getResourceAsStream("/reference/schedules.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      assertFalse(cases.isEmpty(), "the file holds cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c)));
    }
  }

  private static void replay(JsonNode c) {
    c.fieldNames()
        .forEachRemaining(field -> assertTrue(FIELDS.contains(field), "unknown field " + field));
    JsonNode params = c.get("params");
    Function<JsonNode, Schedule> row = SCHEDULES.get(c.get("schedule").asText());
    if (row == null) {
      throw new AssertionError("there is no row for " + c.get("schedule"));
    }
    Schedule schedule = row.apply(params);
    // The reference begins to rise again where the wave ends; here it stays.
    boolean wave = c.get("schedule").asText().equals("cosine");
    int given = c.get("lr").size();
    int steps = wave ? Math.min(whole(params, "total_steps") + 1, given) : given;
    assertTrue(steps > 0, "the case holds rates");
    double base = base(c.get("schedule").asText(), params);
    for (int t = 0; t < steps; t++) {
      double expected = c.get("lr").get(t).asDouble();
      double actual =
          schedule instanceof MetricSchedule onMetric
              ? onMetric.learningRate(base, firstOf(c.get("metric"), t))
              : schedule.learningRate(base, t);
      assertEquals(expected, actual, TOLERANCE, "rate of step " + t);
    }
  }

  private static double[] firstOf(JsonNode metric, int count) {
    double[] measured = new double[count];
    Arrays.setAll(measured, i -> metric.get(i).asDouble());
    return measured;
  }

  @Test
  void inverseTimeIsAHalfAfterOneOverDecaySteps() {
    InverseTime schedule = new InverseTime(0.01);
    assertEquals(0.1, schedule.learningRate(0.1, 0));
    assertEquals(0.05, schedule.learningRate(0.1, 100), TOLERANCE);
    for (long step = 0; step < 500; step++) {
      // The inverse of the rate is a straight line.
      assertEquals(10 + 0.1 * step, 1 / schedule.learningRate(0.1, step), 1e-10);
    }
  }

  /** As pytabkit computes it: 0.5 (1 - cos(2 pi log2(1 + 15 t))). */
  @Test
  void coslogHasCyclesThatDouble() {
    Schedule schedule = new Coslog().forRun(1500);
    for (int step = 0; step <= 1500; step++) {
      double t = step / 1500.0;
      double log2 = Math.log(1 + 15 * t) / Math.log(2);
      double expected = 0.1 * 0.5 * (1 - Math.cos(2 * Math.PI * log2));
      assertEquals(expected, schedule.learningRate(0.1, step), TOLERANCE);
    }
    // It is 0 where 1 + 15 t is a power of 2.
    for (int zero : new int[] {0, 100, 300, 700, 1500, 9000}) {
      assertEquals(0, schedule.learningRate(0.1, zero), TOLERANCE);
    }
  }

  @Test
  void flatCosFallsInItsSecondHalf() {
    Schedule schedule = new FlatCos().forRun(200);
    assertEquals(0.1, schedule.learningRate(0.1, 0));
    assertEquals(0.1, schedule.learningRate(0.1, 100));
    assertEquals(0.1 * (1 + Math.cos(Math.PI / 4)) / 2, schedule.learningRate(0.1, 125), TOLERANCE);
    assertEquals(0.05, schedule.learningRate(0.1, 150), TOLERANCE);
    assertEquals(0, schedule.learningRate(0.1, 200), TOLERANCE);
    assertEquals(0, schedule.learningRate(0.1, 900), TOLERANCE);
    // The same as a wsd without a warm-up.
    Schedule wsd = new Wsd(Optional.of(200), 0, 0.25, Wsd.Decay.COSINE, 0.02);
    for (int step = 0; step < 200; step++) {
      assertEquals(
          wsd.learningRate(0.1, step),
          new FlatCos(Optional.of(200), 0.75, 0.02).learningRate(0.1, step),
          TOLERANCE);
    }
  }

  @Test
  void whatWasLeftOutIsTheWholeRun() {
    for (Schedule schedule :
        List.of(new Cosine(), new Polynomial(), new FlatCos(Optional.empty(), 0, 0))) {
      Schedule whole = schedule.forRun(400);
      assertEquals(0.05, whole.learningRate(0.1, 200), TOLERANCE);
      assertEquals(0, whole.learningRate(0.1, 400), TOLERANCE);
      assertEquals(0, whole.learningRate(0.1, 4000), TOLERANCE);
    }
    assertEquals(0.1 / 25 / 1e4, new OneCycle().forRun(400).learningRate(0.1, 399), TOLERANCE);
    Cosine given = new Cosine(Optional.of(50), 0);
    assertEquals(given, given.forRun(400));
  }
}
