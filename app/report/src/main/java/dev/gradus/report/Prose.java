package dev.gradus.report;

import dev.gradus.runtime.column.ShortNumber;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The format of numbers and lists in sentences and tables. */
final class Prose {

  /** Printed instead of a number that does not exist. */
  static final String NOTHING = "–";

  private static final String NARROW_SPACE = "\u202F";

  private Prose() {}

  /** A number as everywhere for people, with a real minus sign; a dash for NaN. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return NOTHING;
    }
    return ShortNumber.of(value).replace("Infinity", "∞").replace('-', '\u2212');
  }

  /** A number with a plus sign if it is above 0, for differences. */
  static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  /** A whole number with commas. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A ratio for {@code … times as large}: one decimal, none from 10 on. */
  static String times(double ratio) {
    return ratio >= 10 ? number(Math.round(ratio)) : String.format(Locale.ROOT, "%.1f", ratio);
  }

  /** A share in [0, 1] as a percentage with one decimal, none where it is whole. */
  static String percent(double share) {
    if (Double.isNaN(share)) {
      return NOTHING;
    }
    String digits = String.format(Locale.ROOT, "%.1f", 100 * share);
    return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
        + NARROW_SPACE
        + "%";
  }

  /** {@code 1 epoch}, {@code 100 epochs}; the plural with an s. */
  static String count(long number, String thing) {
    return number(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** Makes a sentence of words that have neither a capital letter nor a full stop. */
  static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** A name set as code in a sentence; backquotes in it would end that, and are left out. */
  static String code(String name) {
    return "`" + name.replace("`", "") + "`";
  }

  /** How long something took, in the unit that suits it. */
  static String duration(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    if (seconds < 1) {
      return Math.max(1, Math.round(1000 * seconds)) + NARROW_SPACE + "ms";
    }
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f", seconds) + NARROW_SPACE + "s";
    }
    return duration.toMinutes() + NARROW_SPACE + "min " + duration.toSecondsPart() + "\u202Fs";
  }

  /** A text of the data, cut where it is too long for a table. */
  static String cut(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
