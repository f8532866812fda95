package dev.gradus.cli.text;

import dev.gradus.engine.json.Json;

/**
 * Makes text safe for a terminal. A character that could move the cursor or change the title, the
 * colours or the direction of writing is shown as its code, such as {@code \u001B}.
 *
 * <p>Names of columns and classes, cells, and text from model files and plugins come from other
 * people.
 */
public final class Visible {

  private Visible() {}

  /** A text of one or more lines, with tabs. */
  public static String text(String text) {
    return of(text, false);
  }

  /** A text that must not start another line: a name, a cell, a sentence. */
  public static String line(String text) {
    return of(text, true);
  }

  /** A value as one line of JSON, in which a code has the same meaning as its character. */
  public static String json(Object value) {
    return line(Json.line(value));
  }

  private static String of(String text, boolean oneLine) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (isHarmless(c) || (!oneLine && isOfLines(text, i))) {
        visible.appendCodePoint(c);
      } else {
        for (char half : Character.toChars(c)) {
          visible.append(String.format("\\u%04X", (int) half));
        }
      }
    }
    return visible.toString();
  }

  private static boolean isOfLines(String text, int at) {
    char c = text.charAt(at);
    boolean windowsEnd = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return c == '\n' || c == '\t' || windowsEnd;
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      // Persian and many emoji need the joiners.
      case Character.FORMAT -> c == '\u200C' || c == '\u200D';
      default -> true;
    };
  }
}
