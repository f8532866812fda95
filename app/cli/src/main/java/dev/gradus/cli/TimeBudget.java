package dev.gradus.cli;

import dev.gradus.runtime.problem.Quoting;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * The time that a training run may take, such as {@code 5m}.
 *
 * @param seconds above 0
 */
record TimeBudget(double seconds) {

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6}(?:[.][0-9]{1,3})?)([smh])");

  private static final Map<String, Integer> UNITS = Map.of("s", 1, "m", 60, "h", 3600);

  private static final double SECONDS_PER_MINUTE = 60;

  /** From here on, people read minutes more easily. */
  private static final double LONGEST_IN_SECONDS = 120;

  /** Epochs take as long as this share allows; the rest is for reading, the report and delays. */
  private static final double FOR_EPOCHS = 0.7;

  /** When training stops in any case, with time left for the report. */
  private static final double FOR_TRAINING = 0.85;

  /** The part of the time for which a network is tried, and the longest trial in seconds. */
  private static final double FOR_TRIAL = 0.05;

  private static final double LONGEST_TRIAL = 4;

  /** The part of the time for each of three whole runs of the smallest network. */
  private static final double FOR_EACH_RUN = 0.1;

  /** The part of the time for a whole run of the smallest network if there is only one. */
  private static final double FOR_ONE_RUN = 0.2;

  /** For how many seconds a network is trained to measure its speed. */
  double trial() {
    return Math.min(LONGEST_TRIAL, FOR_TRIAL * seconds);
  }

  /** The number of epochs that fit. */
  long epochs(double secondsPerEpoch) {
    return (long) (seconds * FOR_EPOCHS / secondsPerEpoch);
  }

  /** When training stops, in minutes, as a configuration says it. */
  String minutes() {
    return minutes(FOR_TRAINING);
  }

  /** When training stops, for people, such as {@code 17s} or {@code 4.25 minutes}. */
  String latest() {
    double most = seconds * FOR_TRAINING;
    return most < LONGEST_IN_SECONDS ? rounded(most) + "s" : minutes() + " minutes";
  }

  /** The time for each of three whole runs of the smallest network. */
  TimeBudget forEachRun() {
    return new TimeBudget(seconds * FOR_EACH_RUN);
  }

  /** The time for a whole run of the smallest network if there is only one. */
  TimeBudget forOneRun() {
    return new TimeBudget(seconds * FOR_ONE_RUN);
  }

  /** All of it in minutes, as a configuration says it. */
  String allMinutes() {
    return minutes(1);
  }

  private String minutes(double share) {
    return rounded(seconds * share / SECONDS_PER_MINUTE);
  }

  private static String rounded(double number) {
    return BigDecimal.valueOf(number)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The reason why a string is not a budget. */
  static String refusal(String name, String text) {
    return "%s is %s; it must be a time above 0 in seconds, minutes or hours, such as 90s, 5m or 1h"
        .formatted(name, Quoting.quote(text));
  }

  /** Reads a budget from the command line. */
  static final class Converter implements ITypeConverter<TimeBudget> {

    @Override
    public TimeBudget convert(String text) {
      Matcher matcher = TEXT.matcher(text);
      double seconds =
          matcher.matches()
              ? Double.parseDouble(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 0)
              : 0;
      if (!(seconds > 0)) {
        throw new IllegalArgumentException(text);
      }
      return new TimeBudget(seconds);
    }
  }
}
