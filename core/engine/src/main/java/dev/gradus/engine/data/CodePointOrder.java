package dev.gradus.engine.data;

import java.util.Comparator;

/**
 * The order of categories and classes: by code point, as in UTF-8 and in most other languages.
 *
 * <p>{@link String#compareTo} differs from it beyond U+FFFF.
 */
final class CodePointOrder {

  static final Comparator<String> COMPARATOR = CodePointOrder::compare;

  private CodePointOrder() {}

  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(codePointAround(a, i), codePointAround(b, i));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** The code point that the character belongs to, be it the first or the second half. */
  private static int codePointAround(String text, int i) {
    boolean secondHalf =
        i > 0
            && Character.isLowSurrogate(text.charAt(i))
            && Character.isHighSurrogate(text.charAt(i - 1));
    return text.codePointAt(secondHalf ? i - 1 : i);
  }
}
