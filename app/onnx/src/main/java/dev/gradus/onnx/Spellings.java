package dev.gradus.onnx;

import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.BooleanWords;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The cells that a column knows, spelled out, because ONNX compares strings letter by letter: names
 * as they are, numbers also as other programs write them ({@code 1.0} for 1), and words in upper
 * and lower case.
 *
 * @param places the place of each cell; the empty one has that of its fill value
 * @param other the place of all others; -1 for none
 */
record Spellings(Map<String, Integer> places, int other) {

  /** With more letters, only the usual mixtures of upper and lower case are spelled out. */
  private static final int MOST_LETTERS = 6;

  /** The cells of a categorical column. */
  static Spellings of(CategoryColumn column) {
    CategoryPlaces known = column.places();
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String name : column.categories()) {
      for (String spelled : numbers(name)) {
        int place = known.of(spelled);
        if (place != CategoryColumn.UNKNOWN) {
          places.put(spelled, place);
        }
      }
    }
    column.fill().ifPresent(name -> places.put("", known.of(name)));
    // No name has a line break, so this one is not among them.
    return new Spellings(places, known.of("\n"));
  }

  /** The words of a column of yes and no, as 1 and 0. */
  static Map<String, Float> of(BooleanColumn column) {
    BooleanWords words = BooleanWords.of(column.positive(), column.negative());
    List<String> all = new ArrayList<>(column.positive());
    all.addAll(column.negative());
    if (all.isEmpty()) {
      all.addAll(List.of("yes", "y", "true", "t", "1", "no", "n", "false", "f", "0"));
    }
    Map<String, Float> values = new LinkedHashMap<>();
    for (String word : all) {
      for (String number : numbers(word)) {
        for (String spelled : cases(number)) {
          float value = words.value(spelled);
          if (!Float.isNaN(value)) {
            values.put(spelled, value);
          }
        }
      }
    }
    return values;
  }

  private static Set<String> numbers(String name) {
    Set<String> spelled = new LinkedHashSet<>(List.of(name));
    double number = NumberText.parse(name);
    if (!Double.isNaN(number)) {
      String plain = NumberText.plain(number);
      spelled.add(plain);
      if (number == Math.rint(number) && !plain.contains("E")) {
        spelled.add(plain + ".0");
      }
    }
    return spelled;
  }

  private static Set<String> cases(String word) {
    Set<String> spelled = new LinkedHashSet<>();
    spelled.add(word);
    String lower = word.toLowerCase(Locale.ROOT);
    spelled.add(lower);
    spelled.add(word.toUpperCase(Locale.ROOT));
    spelled.add(lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    int[] letters = lower.chars().toArray();
    if (letters.length <= MOST_LETTERS) {
      for (int mixture = 0; mixture < 1 << letters.length; mixture++) {
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < letters.length; i++) {
          String letter = String.valueOf((char) letters[i]);
          mixed.append((mixture >> i & 1) == 1 ? letter.toUpperCase(Locale.ROOT) : letter);
        }
        spelled.add(mixed.toString());
      }
    }
    return spelled;
  }
}
