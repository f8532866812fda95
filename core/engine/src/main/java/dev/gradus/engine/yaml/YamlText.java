package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Quoting;
import java.nio.charset.StandardCharsets;

/**
 * Text that can be parsed: not too large, with printable characters only, and without overlong
 * lines.
 *
 * <p>The limits are {@value #MAX_BYTES} bytes in UTF-8 and {@value #MAX_LINE} characters in a line.
 * The second limit exists because the time of the parser grows with the square of the length of a
 * word. A byte order mark at the beginning is skipped.
 */
public final class YamlText {

  public static final int MAX_BYTES = 1 << 20;
  static final int MAX_LINE = 100_000;

  public static final String TOO_LARGE =
      "the configuration is larger than 1 MiB, which is the limit";
  private static final String TOO_LONG =
      "this line has more than " + MAX_LINE + " characters, which is the limit";

  private final String text;

  /** The text by code points, which is what the parser counts. */
  private final int[] codePoints;

  /**
   * Checks a text.
   *
   * @throws ConfigurationException if it cannot be parsed
   */
  YamlText(String text, Source source) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    checkSize(source);
    this.codePoints = codePointsOf(this.text);
    checkCharacters(source);
  }

  private void checkSize(Source source) {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw Problems.fatal(source.start(), TOO_LARGE);
    }
  }

  private static int[] codePointsOf(String text) {
    int[] codePoints = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < codePoints.length; i++) {
      codePoints[i] = text.codePointAt(at);
      at += Character.charCount(codePoints[i]);
    }
    return codePoints;
  }

  private void checkCharacters(Source source) {
    int line = 1;
    int column = 0;
    for (int c : codePoints) {
      column++;
      if (c == '\n') {
        line++;
        column = 0;
      } else if (!isPrintable(c)) {
        throw Problems.fatal(source.at(line, column), notPrintable(c));
      } else if (column > MAX_LINE) {
        throw Problems.fatal(source.at(line, 1), TOO_LONG);
      }
    }
  }

  private static String notPrintable(int c) {
    return "the character "
        + Quoting.name(c)
        + " is not allowed here; a configuration is plain text in UTF-8";
  }

  /** As in the YAML specification, section 5.1, except for line feeds. */
  private static boolean isPrintable(int c) {
    return c == '\t'
        || c == '\r'
        || (c >= 0x20 && c <= 0x7E)
        || c == 0x85
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF)
        || c >= 0x10000;
  }

  String text() {
    return text;
  }

  /** The character at an offset in code points; 0 after the end. */
  int codePointAt(long offset) {
    return offset >= 0 && offset < codePoints.length ? codePoints[(int) offset] : 0;
  }

  /** The characters of the line from an offset in code points on, up to a number of them. */
  String lineAt(long offset, int most) {
    int begin = (int) Math.max(0, Math.min(offset, codePoints.length));
    int end = begin;
    while (end < codePoints.length
        && end - begin < most
        && codePoints[end] != '\n'
        && codePoints[end] != '\r') {
      end++;
    }
    return new String(codePoints, begin, end - begin);
  }
}
