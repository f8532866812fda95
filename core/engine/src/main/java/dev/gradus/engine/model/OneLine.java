package dev.gradus.engine.model;

import java.util.regex.Pattern;

/**
 * How a text that may be several lines long, such as the name of a class, is written in one: with
 * {@code \n} and {@code \r} for the ends of lines, and {@code \\} for a backslash.
 */
final class OneLine {

  private static final Pattern ESCAPED = Pattern.compile("\\\\([nr\\\\])");

  private OneLine() {}

  /** Writes a text in one line. */
  static String of(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  /** The text that was written in a line. */
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
