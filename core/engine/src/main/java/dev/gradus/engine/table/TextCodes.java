package dev.gradus.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the different strings of a column in the order of their first occurrence; the empty
 * string is 0.
 */
final class TextCodes {

  /** The memory of an entry without its characters: string, array, its places in the lists. */
  private static final int BYTES_PER_TEXT = 120;

  private static final int FIRST_SLOTS = 16;

  /** An odd number with bits everywhere: the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** A hash table: one more than the number of a text, or 0; at most half of it is in use. */
  private int[] slots = new int[FIRST_SLOTS];

  private int[] hashes = new int[FIRST_SLOTS / 2];
  private final List<String> texts = new ArrayList<>();
  private long bytes;

  TextCodes() {
    codeOf("");
  }

  /** The number of a text, a new one if the text is new. */
  int codeOf(String text) {
    return codeOf(text.toCharArray(), 0, text.length());
  }

  /**
   * The number of a text, a new one if the text is new.
   *
   * @param chars not modified
   */
  int codeOf(char[] chars, int from, int length) {
    int hash = hashOf(chars, from, length);
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      int code = slots[slot] - 1;
      if (hashes[code] == hash && isEqual(texts.get(code), chars, from, length)) {
        return code;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    texts.add(new String(chars, from, length));
    bytes += BYTES_PER_TEXT + 2L * length;
    hashes[texts.size() - 1] = hash;
    slots[slot] = texts.size();
    if (texts.size() == hashes.length) {
      grow();
    }
    return texts.size() - 1;
  }

  /** Not the hash of String, of which anybody can write thousands of texts that have the same. */
  private static int hashOf(char[] chars, int from, int length) {
    long hash = length;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ chars[i]) * SPREAD;
      hash ^= hash >>> Integer.SIZE;
    }
    return (int) hash;
  }

  private static boolean isEqual(String text, char[] chars, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int code = 0; code < texts.size(); code++) {
      int slot = hashes[code] & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = code + 1;
    }
    hashes = Arrays.copyOf(hashes, slots.length / 2);
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
