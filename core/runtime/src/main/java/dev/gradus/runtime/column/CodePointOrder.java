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
        // If the high surrogates are equal, the low surrogates compare correctly as they are.
        return Integer.compare(a.codePointAt(i), b.codePointAt(i));
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
