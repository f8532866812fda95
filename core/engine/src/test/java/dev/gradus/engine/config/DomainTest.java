package dev.gradus.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.Randomness;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Draws are within their range, and have the right distribution. */
final class DomainTest {

  private static final int DRAWS = 20_000;

  private static List<YamlValue> values(String... yaml) {
    return Arrays.stream(yaml).map(YamlValue::of).toList();
  }

  private static Domain range(String low, String high) {
    return new Domain(Optional.empty(), Optional.of(values(low, high)), Optional.empty());
  }

  private static Domain logRange(String low, String high) {
    return new Domain(Optional.empty(), Optional.empty(), Optional.of(values(low, high)));
  }

  private static Stream<String> draws(Domain domain) {
    RandomGenerator random = Randomness.of(3, "test", 0);
    return Stream.generate(() -> domain.draw(random).text()).limit(DRAWS);
  }

  private static Map<String, Long> counts(Domain domain) {
    return draws(domain)
        .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
  }

  @Test
  void everyChoiceIsDrawnAboutAsOften() {
    Domain domain =
        new Domain(Optional.of(values("a", "{b: 1}")), Optional.empty(), Optional.empty());
    Map<String, Long> counts = counts(domain);
    assertEquals(Set.of("a", "{b: 1}"), counts.keySet());
    counts.values().forEach(count -> assertEquals(DRAWS / 2.0, count, 400));
  }

  @Test
  void wholeNumbersAreDrawnWithBothEnds() {
    Map<String, Long> counts = counts(range("-1", "3"));
    assertEquals(Set.of("-1", "0", "1", "2", "3"), counts.keySet());
    counts.values().forEach(count -> assertEquals(DRAWS / 5.0, count, 400));
  }

  @Test
  void wholeNumbersOfALogRangeAreDrawnWithBothEnds() {
    Map<String, Long> counts = counts(logRange("1", "4"));
    assertEquals(Set.of("1", "2", "3", "4"), counts.keySet());
    // The logarithm of 1.5 / 0.5 is half of that of 4.5 / 0.5.
    assertEquals(DRAWS / 2.0, counts.getOrDefault("1", 0L), 400);
  }

  @Test
  void realNumbersFillTheirRangeEvenly() {
    List<Double> drawn = draws(range("0.0", "2")).map(Double::valueOf).toList();
    assertTrue(drawn.stream().allMatch(number -> number >= 0 && number <= 2));
    assertEquals(DRAWS / 4.0, (double) drawn.stream().filter(number -> number < 0.5).count(), 400);
  }

  @Test
  void everyOrderOfMagnitudeIsDrawnAboutAsOften() {
    List<Double> drawn = draws(logRange("0.0001", "0.1")).map(Double::valueOf).toList();
    assertTrue(drawn.stream().allMatch(number -> number >= 0.0001 && number <= 0.1));
    for (double from : new double[] {0.0001, 0.001, 0.01}) {
      double count =
          (double) drawn.stream().filter(number -> number >= from && number < 10 * from).count();
      assertEquals(DRAWS / 3.0, count, 400);
    }
  }

  @Test
  void realNumbersHaveNoMoreDigitsThanTellThemApart() {
    assertTrue(
        draws(logRange("0.0001", "0.1")).mapToInt(String::length).max().orElse(99) <= 10,
        "0.0000123 would be enough");
    Set<String> narrow = new LinkedHashSet<>(draws(range("1.00001", "1.00002")).toList());
    assertTrue(narrow.size() > 1000, narrow.size() + " different numbers");
  }

  @Test
  void extremeRangesAreDrawnFromToo() {
    for (Domain domain :
        List.of(
            range("-1e308", "1e308"),
            range("0.0", "1e-320"),
            logRange("1e-320", "1e308"),
            range("-9007199254740992", "9007199254740992"))) {
      double low = Double.parseDouble(domain.extremes().get(0).text());
      double high = Double.parseDouble(domain.extremes().get(1).text());
      draws(domain)
          .limit(1000)
          .map(Double::valueOf)
          .forEach(number -> assertTrue(number >= low && number <= high, number + ""));
    }
  }
}
