package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the numbers of a file are written: the usual way of {@link NumberText}, or with another
 * decimal sign, with thousands separated, with a unit.
 *
 * <p>A number is an optional sign, a unit or none, digits with at most one decimal sign, an
 * optional exponent, a unit or none, with blanks around the unit; no more than one unit. Thousands
 * are separated everywhere in front of the decimal sign, or nowhere: {@code 1,234,567.5} and {@code
 * 1234567.5} are numbers, {@code 12,34} is not.
 */
final class NumberStyle {

  /** Digits, a decimal point, an exponent. */
  static final NumberStyle USUAL = new NumberStyle(CsvFormat.POINT, "", List.of());

  private final boolean usual;
  private final String decimal;
  private final String thousands;
  private final List<String> units;
  private final Pattern grouped;

  /**
   * A style that a {@link CsvFormat} has checked.
   *
   * @param decimal a point, a comma, or {@link CsvFormat#BOTH}
   * @param thousands one character, or empty for none
   * @param units prefixes and suffixes that are ignored
   */
  NumberStyle(String decimal, String thousands, List<String> units) {
    this.usual = decimal.equals(CsvFormat.POINT) && thousands.isEmpty() && units.isEmpty();
    this.decimal = decimal;
    this.thousands = thousands;
    this.units = List.copyOf(units);
    String separator = Pattern.quote(thousands);
    this.grouped = Pattern.compile("[0-9]{1,3}(" + separator + "[0-9]{3})+");
  }

  /**
   * Whether digits around this sign, and a sign in front of them, are the number that they are with
   * a point.
   */
  boolean isUsualWith(char sign) {
    return units.isEmpty() && isDecimalSign(sign);
  }

  /** The decimal separator of most numbers, which determines how their text is stored. */
  char decimalSign() {
    return decimal.equals(CsvFormat.POINT) ? '.' : ',';
  }

  /** Parses a number; NaN if the string is not a number. */
  double parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /**
   * Parses a number; NaN if the characters are not a number.
   *
   * @param chars not modified
   */
  double parse(char[] chars, int from, int length) {
    return usual || isWhole(chars, from, length)
        ? NumberText.parse(chars, from, length)
        : parseUnusual(new String(chars, from, length));
  }

  /** Whether {@link NumberText#plain} gives this text of a number back. */
  boolean isPlain(char[] chars, int from, int length, double number) {
    boolean sameAsUsual =
        usual
            || isWhole(chars, from, length)
            || (!decimal.equals(CsvFormat.COMMA)
                && !Double.isNaN(NumberText.parse(chars, from, length)));
    return sameAsUsual && NumberText.isPlain(chars, from, length, number);
  }

  /** A sign and digits, which are the same number in every style. */
  private static boolean isWhole(char[] chars, int from, int length) {
    for (int i = from; i < from + length; i++) {
      char c = chars[i];
      if ((c < '0' || c > '9') && (i > from || (c != '-' && c != '+'))) {
        return false;
      }
    }
    return true;
  }

  private double parseUnusual(String text) {
    String sign = signOf(text);
    String rest = withoutUnit(text.substring(sign.length()).strip());
    if (sign.isEmpty()) {
      sign = signOf(rest);
      rest = rest.substring(sign.length());
    }
    int end = endOfWhole(rest);
    String whole = rest.substring(0, end);
    String fraction = rest.substring(end);
    if (!thousands.isEmpty() && grouped.matcher(whole).matches()) {
      whole = whole.replace(thousands, "");
    }
    boolean digits = whole.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean hasSign = !fraction.isEmpty() && isDecimalSign(fraction.charAt(0));
    return digits
        ? NumberText.parse(sign + whole + (hasSign ? "." + fraction.substring(1) : fraction))
        : Double.NaN;
  }

  private static String signOf(String text) {
    return text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
  }

  private String withoutUnit(String text) {
    for (String unit : units) {
      if (text.startsWith(unit)) {
        return text.substring(unit.length()).strip();
      }
      if (text.endsWith(unit)) {
        return text.substring(0, text.length() - unit.length()).strip();
      }
    }
    return text;
  }

  /** Where the decimal sign stands, or the exponent begins, or the text ends. */
  private int endOfWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDecimalSign(c) || c == 'e' || c == 'E') {
        return i;
      }
    }
    return text.length();
  }

  private boolean isDecimalSign(char c) {
    return decimal.equals(CsvFormat.BOTH) ? c == '.' || c == ',' : c == decimal.charAt(0);
  }
}
