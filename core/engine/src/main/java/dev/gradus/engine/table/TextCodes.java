package dev.gradus.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the different strings of a column in the order of their first occurrence; the empty
 * string is 0.
 */
final class TextCodes {

  /** The memory of an entry without its characters: string, array, map entry, number. */
  private static final int BYTES_PER_TEXT = 120;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private long bytes;

  TextCodes() {
    codeOf("");
  }

  /** The number of a text, a new one if the text is new. */
  int codeOf(String text) {
    Integer known = codes.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    bytes += BYTES_PER_TEXT + 2L * text.length();
    return texts.size() - 1;
  }

  /** The number of different strings, including the empty one. */
  int size() {
    return texts.size();
  }

  /** About how much memory they take, in bytes. */
  long bytes() {
    return bytes;
  }

  /** The strings in the order of their numbers. */
  String[] texts() {
    return texts.toArray(String[]::new);
  }
}
