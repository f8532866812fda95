package dev.gradus.engine.yaml;

import java.util.Optional;

/** Finds the characters of a scalar in the line of the file that it begins in. */
final class WrittenScalar {

  /** The letters of the escape sequences that have a number, and how many digits it has. */
  private static final String NUMBERED = "xuU";

  private static final int[] DIGITS = {2, 4, 8};

  private WrittenScalar() {}

  /** The most characters that a text can be written with: each as an escape sequence, in quotes. */
  static int longest(int length) {
    return 2 + 10 * length;
  }

  /**
   * Where a character of the text is written.
   *
   * @param line of the file, from the beginning of the scalar on, and at least to its end
   * @param text of the scalar, without quotes and escape sequences
   * @param index of the character in the text, or its length
   * @return in code points from the beginning of the line; empty if the character is not in the
   *     line, or the scalar is a block
   */
  static Optional<Integer> offset(String line, String text, int index) {
    if (line.isEmpty() || line.charAt(0) == '|' || line.charAt(0) == '>') {
      return Optional.empty();
    }
    char quote = line.charAt(0) == '\'' || line.charAt(0) == '"' ? line.charAt(0) : 0;
    int at = quote == 0 ? 0 : 1;
    for (int i = 0; i < index; i++) {
      if (!isWritten(line, at, text.charAt(i), quote)) {
        return Optional.empty();
      }
      // An escape sequence stands for both halves of a character beyond 16 bits.
      i += isEscape(line, at, quote) && Character.isHighSurrogate(text.charAt(i)) ? 1 : 0;
      at += length(line, at, quote);
    }
    return index == text.length() || isWritten(line, at, text.charAt(index), quote)
        ? Optional.of(line.codePointCount(0, Math.min(at, line.length())))
        : Optional.empty();
  }

  private static boolean isWritten(String line, int at, char character, char quote) {
    return at < line.length() && (line.charAt(at) == character || isEscape(line, at, quote));
  }

  private static boolean isEscape(String line, int at, char quote) {
    return quote == '"' && line.startsWith("\\", at);
  }

  private static int length(String line, int at, char quote) {
    if (isEscape(line, at, quote)) {
      int numbered = at + 1 < line.length() ? NUMBERED.indexOf(line.charAt(at + 1)) : -1;
      return numbered < 0 ? 2 : 2 + DIGITS[numbered];
    }
    return quote == '\'' && line.startsWith("''", at) ? 2 : 1;
  }
}
