package dev.gradus.engine.config;

import java.util.stream.IntStream;

/**
 * The way from the root of a document to one of its values, such as {@code network[0].dense.units}.
 *
 * <p>A key with other characters than letters, digits, {@code -} and {@code _} stands in quotes, as
 * it does in a {@link Setting}.
 *
 * @param text as it is printed; empty for the root
 */
record DocumentPath(String text) {

  static final DocumentPath ROOT = new DocumentPath("");

  DocumentPath key(String key) {
    String step = isPlain(key) ? key : "\"" + Quoting.shorten(key) + "\"";
    return new DocumentPath(text.isEmpty() ? step : text + "." + step);
  }

  DocumentPath index(int index) {
    return new DocumentPath(text + "[" + index + "]");
  }

  /** The path and a colon in front of a sentence; the sentence alone at the root. */
  String before(String sentence) {
    return text.isEmpty() ? sentence : text + ": " + sentence;
  }

  static boolean isPlain(String key) {
    return !key.isEmpty()
        && key.length() <= Quoting.LONGEST
        && IntStream.range(0, key.length()).allMatch(i -> isPlain(key.charAt(i)));
  }

  private static boolean isPlain(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_';
  }
}
