package dev.gradus.engine.config;

import dev.gradus.engine.yaml.Decimal;
import dev.gradus.engine.yaml.Node;
import dev.gradus.engine.yaml.Scalars;
import dev.gradus.spi.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The numbers between two, both included.
 *
 * @param whole whether only whole numbers are drawn
 * @param logarithms whether the logarithm of the number is uniformly distributed
 */
record NumberRange(double low, double high, boolean whole, boolean logarithms) {

  /** Up to this limit a double represents every whole number exactly. */
  private static final double LARGEST_WHOLE = 1L << 53;

  /** The approximate number of different values, which limits the digits. */
  private static final double STEPS = 1e4;

  /**
   * A uniform distribution.
   *
   * @param name of the option, for the sentence
   * @throws IllegalArgumentException with a sentence, if these are not two ascending numbers
   */
  static NumberRange of(String name, List<YamlValue> ends) {
    return of(name, ends, false);
  }

  /**
   * A log-uniform distribution, with both ends above 0.
   *
   * @throws IllegalArgumentException as {@link #of}, or if an end is not above 0
   */
  static NumberRange ofLogarithms(String name, List<YamlValue> ends) {
    NumberRange range = of(name, ends, true);
    if (range.low <= 0) {
      throw new IllegalArgumentException(
          "%s must be above 0 at both ends, but begins with %s"
              .formatted(name, ends.get(0).text()));
    }
    return range;
  }

  private static NumberRange of(String name, List<YamlValue> ends, boolean logarithms) {
    if (ends.size() != 2) {
      throw new IllegalArgumentException(
          "%s must be two numbers, the lowest and the highest, but has %s"
              .formatted(name, ends.size()));
    }
    double low = number(name, ends.get(0));
    double high = number(name, ends.get(1));
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "%s must go from a number to a higher one, but goes from %s to %s"
              .formatted(name, ends.get(0).text(), ends.get(1).text()));
    }
    return new NumberRange(low, high, ends.stream().allMatch(NumberRange::isWhole), logarithms);
  }

  private static double number(String name, YamlValue end) {
    try {
      if (end.node() instanceof Node.Scalar scalar) {
        return (double) Scalars.read(double.class, Interval.REAL, scalar);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s must be two numbers, but one is %s".formatted(name, e.getMessage()), e);
    }
    throw new IllegalArgumentException(
        "%s must be two numbers, but one is %s".formatted(name, end.node().describe()));
  }

  private static boolean isWhole(YamlValue end) {
    return end.text().matches("[-+]?[0-9]+")
        && Math.abs(Double.parseDouble(end.text())) <= LARGEST_WHOLE;
  }

  /** Draws a number, as YAML. */
  String draw(RandomGenerator random) {
    return whole ? Long.toString(drawWhole(random)) : Decimal.text(drawReal(random));
  }

  private long drawWhole(RandomGenerator random) {
    if (!logarithms) {
      return random.nextLong((long) low, (long) high + 1);
    }
    // The interval is half a number wider at each end, so that the ends are as likely as the other
    // numbers.
    double drawn = exponential(low - 0.5, high + 0.5, random.nextDouble());
    return Math.max((long) low, Math.min((long) high, Math.round(drawn)));
  }

  private double drawReal(RandomGenerator random) {
    double share = random.nextDouble();
    double drawn = logarithms ? exponential(low, high, share) : low * (1 - share) + high * share;
    double width =
        logarithms ? drawn * Math.min(1, StrictMath.log(high / low)) : high / STEPS - low / STEPS;
    double step = logarithms ? width / STEPS : width;
    return Math.max(low, Math.min(high, rounded(drawn, step)));
  }

  private static double exponential(double low, double high, double share) {
    double from = StrictMath.log(low);
    return StrictMath.exp(from + share * (StrictMath.log(high) - from));
  }

  /** Rounds to the digits that distinguish numbers one step apart. */
  private static double rounded(double number, double step) {
    if (!(step > 0) || !Double.isFinite(step)) {
      return number;
    }
    int digits = -(int) Math.floor(StrictMath.log10(step));
    return new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }
}
