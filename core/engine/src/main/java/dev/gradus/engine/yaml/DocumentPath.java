package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.Quoting;
import java.util.function.Supplier;

/**
 * The way from the root of a document to one of its values, such as {@code network[0].dense.units}.
 *
 * <p>A key with characters other than letters, digits, {@code -} and {@code _} is quoted, as in a
 * setting. Every value has a path but few are printed, so the text is only created on demand.
 */
public final class DocumentPath {

  public static final DocumentPath ROOT = new DocumentPath(() -> "");

  private final Supplier<String> text;

  private DocumentPath(Supplier<String> text) {
    this.text = text;
  }

  /** The path of a setting. */
  static DocumentPath of(String setting) {
    return new DocumentPath(() -> setting);
  }

  public DocumentPath key(String key) {
    return new DocumentPath(() -> join(text(), key));
  }

  private static String join(String text, String key) {
    String step = isPlain(key) ? key : "\"" + Quoting.shorten(key) + "\"";
    return text.isEmpty() ? step : text + "." + step;
  }

  public DocumentPath index(int index) {
    return new DocumentPath(() -> text() + "[" + index + "]");
  }

  /** The path as it is printed; empty for the root. */
  public String text() {
    return text.get();
  }

  /** The path and a colon in front of a sentence; the sentence alone at the root. */
  public String before(String sentence) {
    return text().isEmpty() ? sentence : text() + ": " + sentence;
  }

  private static boolean isPlain(String key) {
    return !key.isEmpty()
        && key.length() <= Quoting.LONGEST
        && key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
