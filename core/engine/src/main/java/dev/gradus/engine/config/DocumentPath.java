package dev.gradus.engine.config;

import java.util.function.Supplier;

/**
 * The way from the root of a document to one of its values, such as {@code network[0].dense.units}.
 *
 * <p>A key with other characters than letters, digits, {@code -} and {@code _} stands in quotes, as
 * it does in a {@link Setting}. Every value has a path but few are printed, so the text is only
 * made when it is asked for.
 */
final class DocumentPath {

  static final DocumentPath ROOT = new DocumentPath(() -> "");

  private final Supplier<String> text;

  private DocumentPath(Supplier<String> text) {
    this.text = text;
  }

  static DocumentPath of(Setting setting) {
    return new DocumentPath(setting::path);
  }

  DocumentPath key(String key) {
    return new DocumentPath(() -> join(text(), key));
  }

  private static String join(String text, String key) {
    String step = isPlain(key) ? key : "\"" + Quoting.shorten(key) + "\"";
    return text.isEmpty() ? step : text + "." + step;
  }

  DocumentPath index(int index) {
    return new DocumentPath(() -> text() + "[" + index + "]");
  }

  /** The path as it is printed; empty for the root. */
  String text() {
    return text.get();
  }

  /** The path and a colon in front of a sentence; the sentence alone at the root. */
  String before(String sentence) {
    return text().isEmpty() ? sentence : text() + ": " + sentence;
  }

  private static boolean isPlain(String key) {
    return !key.isEmpty()
        && key.length() <= Quoting.LONGEST
        && key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
