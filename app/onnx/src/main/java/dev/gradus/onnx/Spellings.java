package dev.gradus.onnx;

import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.BooleanWords;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.NumberText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The cells that a column knows, spelled out, because ONNX compares strings letter by letter: names
 * as they are, numbers also as other programs write them ({@code 1.0} for 1, {@code -0.0} for 0,
 * {@code 2.50}, {@code 1e3}), and words in upper and lower case.
 *
 * @param places the place of each cell; the empty one has that of its fill value
 * @param other the place of all others; -1 for none
 */
record Spellings(Map<String, Integer> places, int other) {

  /** With more letters, only the usual mixtures of upper and lower case are spelled out. */
  private static final int MOST_LETTERS = 6;

  /** The most decimals of a number, and the most digits of a whole one. */
  private static final int MOST_DECIMALS = 6;

  private static final int MOST_DIGITS = 6;

  /** The decimals in front of an exponent: those of {@code %e}, and of numpy.savetxt. */
  private static final int[] DECIMALS_OF_EXPONENTS = {6, 18};

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

  /** A name, and if it is a number, the ways in which programs write it. */
  private static Set<String> numbers(String name) {
    Set<String> spelled = new LinkedHashSet<>(List.of(name));
    double number = NumberText.parse(name);
    if (Double.isNaN(number)) {
      return spelled;
    }
    String plain = NumberText.plain(number);
    spelled.add(plain);
    if (!plain.contains("E")) {
      addDecimal(plain, number == Math.rint(number), spelled);
    }
    addWithExponent(new BigDecimal(plain), spelled);
    for (String written : List.copyOf(spelled)) {
      if (number >= 0) {
        spelled.add("+" + written);
      }
      if (number == 0) {
        spelled.add("-" + written);
      }
    }
    return spelled;
  }

  /** {@code 2.50}, {@code 2.500}, {@code .5}, {@code 7.}, {@code 007}. */
  private static void addDecimal(String plain, boolean whole, Set<String> spelled) {
    String sign = plain.startsWith("-") ? "-" : "";
    String digits = plain.substring(sign.length());
    String point = whole ? digits + "." : digits;
    int decimals = point.length() - 1 - point.indexOf('.');
    for (int zeros = 0; zeros == 0 || decimals + zeros <= MOST_DECIMALS; zeros++) {
      String padded = point + "0".repeat(zeros);
      spelled.add(sign + padded);
      if (padded.startsWith("0.") && padded.length() > 2) {
        spelled.add(sign + padded.substring(1));
      }
    }
    for (String wide = "0" + digits; whole && wide.length() <= MOST_DIGITS; wide = "0" + wide) {
      spelled.add(sign + wide);
    }
  }

  /** {@code 1e3}, {@code 1E+03}, {@code 1.0E3}, {@code 1.000000e+03}, as Java, C and NumPy do. */
  private static void addWithExponent(BigDecimal number, Set<String> spelled) {
    BigDecimal digits = number.stripTrailingZeros();
    String all = digits.unscaledValue().abs().toString();
    int exponent = digits.signum() == 0 ? 0 : all.length() - 1 - digits.scale();
    String first = (digits.signum() < 0 ? "-" : "") + all.charAt(0);
    String rest = all.substring(1);
    Set<String> mantissas = new LinkedHashSet<>();
    mantissas.add(rest.isEmpty() ? first : first + "." + rest);
    mantissas.add(first + "." + (rest.isEmpty() ? "0" : rest));
    for (int decimals : DECIMALS_OF_EXPONENTS) {
      if (rest.length() <= decimals) {
        mantissas.add(first + "." + rest + "0".repeat(decimals - rest.length()));
      }
    }
    String sign = exponent < 0 ? "-" : "";
    String two = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "");
    for (String mantissa : mantissas) {
      for (String mark : List.of("e", "E")) {
        spelled.add(mantissa + mark + sign + Math.abs(exponent));
        spelled.add(mantissa + mark + two + Math.abs(exponent));
      }
    }
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
