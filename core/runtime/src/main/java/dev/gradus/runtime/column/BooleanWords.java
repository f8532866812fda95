package dev.gradus.runtime.column;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The words for yes and no in a column.
 *
 * <p>Case does not matter, and neither does the notation of a number: where {@code 1} means yes,
 * {@code 1.0} does too, since other programs write it that way in a column with missing cells.
 */
public final class BooleanWords {

  /** The default words for yes, each with its opposite. */
  private static final List<String> USUAL_POSITIVE = List.of("yes", "y", "true", "t", "1");

  private static final List<String> USUAL_NEGATIVE = List.of("no", "n", "false", "f", "0");

  private final List<String> positive;
  private final List<String> negative;
  private final Map<String, Float> values = new HashMap<>();

  private BooleanWords(List<String> positive, List<String> negative) {
    this.positive = positive;
    this.negative = negative;
    positive.forEach(word -> values.put(key(word), 1f));
    negative.forEach(word -> values.put(key(word), 0f));
  }

  /** The usual words if both lists are empty, else those given. */
  public static BooleanWords of(List<String> positive, List<String> negative) {
    return positive.isEmpty() && negative.isEmpty()
        ? new BooleanWords(USUAL_POSITIVE, USUAL_NEGATIVE)
        : new BooleanWords(positive, negative);
  }

  /**
   * Rejects ambiguous words.
   *
   * @throws IllegalArgumentException with a sentence, if one is empty, or comes twice
   */
  public static void check(List<String> positive, List<String> negative) {
    List<String> all = new ArrayList<>(positive);
    all.addAll(negative);
    Set<String> seen = new HashSet<>();
    for (String word : all) {
      if (word.isBlank()) {
        throw new IllegalArgumentException(
            "positive and negative must not contain an empty word; for missing cells, set missing");
      }
      if (!seen.add(key(word))) {
        throw new IllegalArgumentException(
            "positive and negative must not contain a word twice, but '%s' is (case does not matter)"
                .formatted(word));
      }
    }
  }

  /** 1 if a string means yes, 0 if it means no; NaN for neither. */
  public float value(String text) {
    return values.getOrDefault(key(text), Float.NaN);
  }

  /** The same for a number. */
  public float value(double number) {
    return values.getOrDefault(key(number), Float.NaN);
  }

  /** Whether there are strings, and all belong to one usual pair, such as yes and no. */
  public static boolean arePair(Collection<String> texts) {
    Set<String> keys = new HashSet<>();
    texts.forEach(text -> keys.add(key(text)));
    return !keys.isEmpty()
        && IntStream.range(0, USUAL_POSITIVE.size())
            .anyMatch(i -> Set.of(USUAL_POSITIVE.get(i), USUAL_NEGATIVE.get(i)).containsAll(keys));
  }

  /** The words as in a sentence: {@code yes, y or no, n}. */
  @Override
  public String toString() {
    return negative.isEmpty()
        ? String.join(", ", positive)
        : String.join(", ", positive) + " or " + String.join(", ", negative);
  }

  /** The normal form of a word. */
  public static String key(String text) {
    double number = NumberText.parse(text);
    return Double.isNaN(number) ? text.toLowerCase(Locale.ROOT) : key(number);
  }

  /** The same for a number. */
  public static String key(double number) {
    return NumberText.plain(number);
  }
}
