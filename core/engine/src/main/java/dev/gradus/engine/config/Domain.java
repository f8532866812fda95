package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.yaml.Decimal;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.spi.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The values that a search tries at one path; exactly one of the three is given.
 *
 * @param choice a list of values, with equal probability
 * @param range two numbers, for a uniform distribution between them
 * @param logRange two numbers, for a log-uniform distribution between them
 */
public record Domain(
    @Option("the values to choose from, of any kind") Optional<List<YamlValue>> choice,
    @Option(
            "the lowest and the highest number to try; if both are whole, only whole numbers are tried")
        Optional<List<YamlValue>> range,
    @Option(
            "like range, but on a logarithmic scale: each order of magnitude is tried equally often")
        Optional<List<YamlValue>> logRange) {

  /**
   * Checks that exactly one kind of domain is given.
   *
   * @throws IllegalArgumentException with a sentence, if not
   */
  public Domain {
    choice = choice.map(List::copyOf);
    range = range.map(List::copyOf);
    logRange = logRange.map(List::copyOf);
    long ways = Stream.of(choice, range, logRange).filter(Optional::isPresent).count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          "there must be one of choice, range and log-range, but there are " + ways);
    }
    if (choice.isPresent() && choice.get().isEmpty()) {
      throw new IllegalArgumentException("choice must have at least one value");
    }
    range.ifPresent(ends -> NumberRange.of("range", ends));
    logRange.ifPresent(ends -> NumberRange.ofLogarithms("log-range", ends));
  }

  /**
   * A list of values, with equal probability.
   *
   * @param values each as YAML, such as {@code tanh} or {@code {huber: {delta: 2}}}
   * @throws ConfigurationException if one is not YAML
   */
  public static Domain choice(String... values) {
    requireNonNull(values, "values must not be null");
    for (String value : values) {
      requireNonNull(value, "a value must not be null");
    }
    List<YamlValue> read = Arrays.stream(values).map(YamlValue::of).toList();
    return new Domain(Optional.of(read), Optional.empty(), Optional.empty());
  }

  /** The whole numbers from one to another, each with the same probability. */
  public static Domain range(long low, long high) {
    return range(Long.toString(low), Long.toString(high));
  }

  /** The numbers between two, each with the same probability. */
  public static Domain range(double low, double high) {
    return range(Decimal.text(low), Decimal.text(high));
  }

  private static Domain range(String low, String high) {
    return new Domain(Optional.empty(), ends(low, high), Optional.empty());
  }

  /** The whole numbers from one to another; each order of magnitude is equally likely. */
  public static Domain logRange(long low, long high) {
    return logRange(Long.toString(low), Long.toString(high));
  }

  /** The numbers between two; each order of magnitude is equally likely. */
  public static Domain logRange(double low, double high) {
    return logRange(Decimal.text(low), Decimal.text(high));
  }

  private static Domain logRange(String low, String high) {
    return new Domain(Optional.empty(), Optional.empty(), ends(low, high));
  }

  private static Optional<List<YamlValue>> ends(String low, String high) {
    return Optional.of(List.of(YamlValue.of(low), YamlValue.of(high)));
  }

  /** All values of a choice, or the ends of a range. */
  public List<YamlValue> extremes() {
    return Stream.of(choice, range, logRange).flatMap(Optional::stream).findFirst().orElseThrow();
  }

  /** Draws a value. */
  public YamlValue draw(RandomGenerator random) {
    requireNonNull(random, "random must not be null");
    if (choice.isPresent()) {
      return choice.get().get(random.nextInt(choice.get().size()));
    }
    NumberRange numbers =
        range
            .map(ends -> NumberRange.of("range", ends))
            .orElseGet(() -> NumberRange.ofLogarithms("log-range", logRange.orElseThrow()));
    return YamlValue.of(numbers.draw(random));
  }
}
