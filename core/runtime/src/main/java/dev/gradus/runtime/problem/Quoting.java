package dev.gradus.runtime.problem;

import java.util.Locale;

/** Quotes user text: to print it in a sentence, or to write it as YAML. */
public final class Quoting {

  /** The maximum length of printed text. */
  public static final int LONGEST = 60;

  private Quoting() {}

  /** The text in single quotes. */
  public static String quote(String text) {
    return "'" + shorten(text) + "'";
  }

  /** The beginning of a text, with invisible characters escaped. */
  public static String shorten(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> append(out, c));
    return text.codePointCount(0, text.length()) > LONGEST ? out + "…" : out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (isVisible(c)) {
      out.appendCodePoint(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\t') {
      out.append("\\t");
    } else {
      out.append(name(c));
    }
  }

  /** The name of a code point, such as {@code U+0007}. */
  public static String name(int codePoint) {
    String hex = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
    return "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
  }

  /**
   * A string in double quotes, as YAML reads it back: on one line, with invisible characters
   * escaped.
   */
  public static String yaml(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> appendToYaml(quoted, c));
    return quoted.append('"').toString();
  }

  private static void appendToYaml(StringBuilder quoted, int c) {
    if (c == '"' || c == '\\') {
      quoted.append('\\').appendCodePoint(c);
    } else if (isVisible(c)) {
      quoted.appendCodePoint(c);
    } else {
      String hex = Integer.toHexString(c);
      int digits = c <= 0xFFFF ? 4 : 8;
      quoted
          .append(c <= 0xFFFF ? "\\u" : "\\U")
          .append("0".repeat(digits - hex.length()))
          .append(hex);
    }
  }

  /**
   * Whether a character is printed as itself: not a control or format character, and not
   * unassigned.
   */
  public static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
