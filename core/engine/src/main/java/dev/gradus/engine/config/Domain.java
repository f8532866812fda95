package dev.gradus.engine.config;

import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.Place;
import dev.gradus.spi.Option;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What a value is drawn from, when configurations are searched for; one of the three.
 *
 * @param choice these values, each with the same probability
 * @param range the numbers between two, each with the same probability
 * @param logRange the numbers between two, so that each order of magnitude has the same probability
 */
public record Domain(
    @Option("the values to choose from, of any kind") Optional<List<YamlValue>> choice,
    @Option(
            "the lowest and the highest number to try; whole numbers are tried where both are whole")
        Optional<List<YamlValue>> range,
    @Option("as range, but each order of magnitude is tried as often as every other")
        Optional<List<YamlValue>> logRange) {

  /**
   * Checks that there is something to draw from, in one way.
   *
   * @throws IllegalArgumentException with a sentence, if there is not
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

  /** All that can be drawn, or of numbers the ends. */
  public List<YamlValue> extremes() {
    return Stream.of(choice, range, logRange).flatMap(Optional::stream).findFirst().orElseThrow();
  }

  /** Draws a value. */
  public YamlValue draw(RandomGenerator random) {
    if (choice.isPresent()) {
      return choice.get().get(random.nextInt(choice.get().size()));
    }
    NumberRange numbers =
        range
            .map(ends -> NumberRange.of("range", ends))
            .orElseGet(() -> NumberRange.ofLogarithms("log-range", logRange.orElseThrow()));
    Place place = extremes().get(0).node().place();
    return YamlValue.of(new Node.Scalar(place, numbers.draw(random), false));
  }
}
