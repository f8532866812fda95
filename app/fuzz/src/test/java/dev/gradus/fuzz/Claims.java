package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warning;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader may do with any input. */
final class Claims {

  /** Text that must not appear in a message for users. */
  private static final Pattern INTERNAL =
      Pattern.compile("[A-Z]\\w+(Exception|Error)|null$|@[0-9a-f]{5,8}");

  private Claims() {}

  /**
   * Checks that an error message is written for people: each of its problems is a sentence, and one
   * of them names the file.
   *
   * @param input the input, whose words may be quoted
   * @param files the names of the files that may contain the error
   */
  static void checkRefusal(GradusException refusal, byte[] input, String... files) {
    String words = new String(input, ISO_8859_1);
    for (Problem problem : refusal.problems()) {
      claim(!problem.sentence().isBlank(), "a problem without a sentence", refusal);
      Matcher internal = INTERNAL.matcher(problem.sentence());
      claim(
          !internal.find() || words.contains(internal.group()),
          "a sentence of a program, not for people",
          refusal);
    }
    String message = String.valueOf(refusal.getMessage());
    claim(
        Arrays.stream(files).anyMatch(message::contains),
        "the file that is at fault is not named",
        refusal);
  }

  /** Checks that a warning is a sentence about something that has happened. */
  static void checkWarning(Warning warning) {
    if (warning.message().isBlank() || warning.count() < 1) {
      throw new AssertionError("a warning of nothing: " + warning);
    }
  }

  private static void claim(boolean holds, String fault, GradusException refusal) {
    if (!holds) {
      throw new AssertionError(fault + ": " + refusal.getMessage(), refusal);
    }
  }

  /** Checks that every number is finite. */
  static void checkFinite(double[][] rows) {
    for (double[] row : rows) {
      for (double number : row) {
        if (!Double.isFinite(number)) {
          throw new AssertionError("a number that is not finite: " + Arrays.toString(row));
        }
      }
    }
  }

  /** Checks that what was written and read back is unchanged. */
  static void checkEqual(Object written, Object read) {
    if (!written.equals(read)) {
      throw new AssertionError("not read back as it was written:\n" + written + "\n---\n" + read);
    }
  }
}
