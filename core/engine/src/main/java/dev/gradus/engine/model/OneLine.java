package dev.gradus.engine.model;

import java.util.regex.Pattern;

/**
 * Writes a string that may have several lines, such as the name of a class, in one line: with
 * {@code \n} and {@code \r} for line ends, and {@code \\} for a backslash.
 */
final class OneLine {

  private static final Pattern ESCAPED = Pattern.compile("\\\\([nr\\\\])");

  private OneLine() {}

  /** Writes a string in one line. */
  static String of(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  /** The string that was written in a line. */
  static String textOf(String line) {
    return ESCAPED
        .matcher(line)
        .replaceAll(
            found ->
                switch (found.group(1)) {
                  case "n" -> "\n";
                  case "r" -> "\r";
                  default -> "\\\\";
                });
  }
}
