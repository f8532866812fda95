package dev.gradus.cli;

import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for the probability from which a class or a label is predicted. */
final class ThresholdOption {

  @Option(
      names = "--threshold",
      paramLabel = "[NAME=]P",
      split = ",",
      description =
          "The lowest probability at which the second of two classes, or a label, is predicted (default: 0.5). A name sets it for one class or label, e.g. --threshold malignant=0.3, or --threshold spam=0.9,urgent=0.2.")
  private List<String> thresholds = List.of();

  /**
   * The thresholds.
   *
   * @throws GradusException if one is not a number from 0 to 1, or there are two for all labels
   */
  Thresholds thresholds() {
    Thresholds found = Thresholds.NONE;
    for (String given : thresholds) {
      int equals = given.lastIndexOf('=');
      double number = number(given, given.substring(equals + 1).strip());
      if (equals >= 0) {
        found = found.with(given.substring(0, equals).strip(), number);
      } else if (found.all().isPresent()) {
        throw wrong(given, "there are two without a name; give one, or name a label for each");
      } else {
        found = new Thresholds(Thresholds.of(number).all(), found.byName());
      }
    }
    return found;
  }

  private static double number(String given, String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw wrong(given, "'%s' is not a number; give one from 0 to 1".formatted(number));
    }
  }

  private static GradusException wrong(String given, String why) {
    return new GradusException(Problem.of("--threshold %s: %s".formatted(given, why)));
  }
}
