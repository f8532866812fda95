package dev.gradus.runtime.column;

import java.util.Comparator;

/**
 * Orders strings by code point, as UTF-8 and most other languages do.
 *
 * <p>{@link String#compareTo} differs from it beyond U+FFFF.
 */
public final class CodePointOrder {

  public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

  private CodePointOrder() {}

  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        // Where the first halves of two pairs are equal, the second halves compare alike.
        return Integer.compare(a.codePointAt(i), b.codePointAt(i));
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
