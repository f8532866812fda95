package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Guesses the number format of a file, from columns that consist almost entirely of numbers in one
 * style.
 */
final class NumberGuess {

  /** Units that are not part of names; others must be declared by the user. */
  private static final List<String> UNITS =
      List.of(
          "USD", "EUR", "GBP", "CHF", "R$", "$", "€", "£", "¥", "₹", "₽", "₩", "kr", "zł", "Kč",
          "%");

  /** The minimum tenths of the cells of a numeric column that are numbers. */
  private static final int LEAST_TENTHS = 9;

  /** Thousands between separators: the first separator, and the decimal sign if there is one. */
  private static final Pattern GROUPED =
      Pattern.compile(
          "[-+]?[1-9][0-9]{0,2}([,. '\\u00A0\\u202F])[0-9]{3}(?:(\\1)[0-9]{3})*(?:([.,])[0-9]+)?");

  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]*([.,])[0-9]+");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");

  /**
   * The evidence in the numbers of a column; a single separator followed by three digits is
   * ambiguous.
   */
  private enum Sign {
    DECIMAL_COMMA,
    DECIMAL_POINT,
    THOUSANDS_COMMA,
    THOUSANDS_POINT,
    COMMA_AND_THREE_DIGITS,
    POINT_AND_THREE_DIGITS
  }

  private final Set<Sign> signs = new TreeSet<>();
  private final Set<String> units = new TreeSet<>();
  private final Set<String> separators = new TreeSet<>();
  private String decimal = CsvFormat.POINT;
  private String thousands = "";

  /**
   * Guesses the number style.
   *
   * @param columns the cells of each column that are not missing
   * @param delimiter of the cells; if it is a comma, the decimal sign hardly is one too
   */
  NumberGuess(List<List<String>> columns, String delimiter) {
    columns.forEach(this::look);
    decide(delimiter);
  }

  /**
   * The cells of each column that are not missing.
   *
   * @param rows without a header; not modified
   * @param isMissing whether a string means a missing value
   */
  static List<List<String>> columns(List<String[]> rows, Set<String> isMissing) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    return IntStream.range(0, width).mapToObj(column -> cellsOf(rows, column, isMissing)).toList();
  }

  /** Whether almost all cells, at least one, are numbers in some style. */
  static boolean areNumbers(List<String> cells) {
    long numbers =
        cells.stream()
            .filter(cell -> isNumber(bare(cell, new TreeSet<>()), new TreeSet<>(), new TreeSet<>()))
            .count();
    return numbers > 0 && isAlmostAll(numbers, cells);
  }

  private static boolean isAlmostAll(long numbers, List<String> cells) {
    return numbers * 10 >= (long) cells.size() * LEAST_TENTHS;
  }

  String decimal() {
    return decimal;
  }

  String thousands() {
    return thousands;
  }

  List<String> units() {
    return List.copyOf(units);
  }

  private static List<String> cellsOf(List<String[]> rows, int column, Set<String> isMissing) {
    List<String> cells = new ArrayList<>();
    for (String[] row : rows) {
      if (column < row.length && !row[column].isEmpty() && !isMissing.contains(row[column])) {
        cells.add(row[column]);
      }
    }
    return cells;
  }

  /** Only numeric columns are evidence. */
  private void look(List<String> cells) {
    Set<Sign> seen = new TreeSet<>();
    Set<String> seenUnits = new TreeSet<>();
    Set<String> seenSeparators = new TreeSet<>();
    int numbers = 0;
    for (String cell : cells) {
      numbers += isNumber(bare(cell, seenUnits), seen, seenSeparators) ? 1 : 0;
    }
    if (numbers > 0 && isAlmostAll(numbers, cells)) {
      signs.addAll(seen);
      units.addAll(seenUnits);
      separators.addAll(seenSeparators);
    }
  }

  /** The cell without its unit, which is added to the others. */
  private static String bare(String cell, Set<String> units) {
    for (String unit : UNITS) {
      String bare = withoutUnit(cell, unit);
      if (bare.length() < cell.length()) {
        units.add(unit);
        return bare;
      }
    }
    return cell;
  }

  private static String withoutUnit(String cell, String unit) {
    String sign = cell.startsWith("-") || cell.startsWith("+") ? cell.substring(0, 1) : "";
    String rest = cell.substring(sign.length());
    if (rest.startsWith(unit)) {
      return sign + rest.substring(unit.length()).strip();
    }
    return rest.endsWith(unit)
        ? sign + rest.substring(0, rest.length() - unit.length()).strip()
        : cell;
  }

  private static boolean isNumber(String text, Set<Sign> seen, Set<String> separators) {
    Matcher grouped = GROUPED.matcher(text);
    if (grouped.matches() && !grouped.group(1).equals(grouped.group(3))) {
      String separator = grouped.group(1);
      boolean comma = separator.equals(",");
      boolean certain = grouped.group(2) != null || grouped.group(3) != null;
      if (!comma && !separator.equals(".")) {
        separators.add(separator);
      } else if (certain) {
        seen.add(comma ? Sign.THOUSANDS_COMMA : Sign.THOUSANDS_POINT);
      } else {
        seen.add(comma ? Sign.COMMA_AND_THREE_DIGITS : Sign.POINT_AND_THREE_DIGITS);
      }
      if (grouped.group(3) != null) {
        seen.add(grouped.group(3).equals(",") ? Sign.DECIMAL_COMMA : Sign.DECIMAL_POINT);
      }
      return true;
    }
    Matcher plain = DECIMAL.matcher(text);
    if (plain.matches()) {
      seen.add(plain.group(1).equals(",") ? Sign.DECIMAL_COMMA : Sign.DECIMAL_POINT);
      return true;
    }
    return WHOLE.matcher(text).matches() || !Double.isNaN(NumberText.parse(text));
  }

  private boolean has(Sign sign) {
    return signs.contains(sign);
  }

  private void decide(String delimiter) {
    boolean commaOnly =
        has(Sign.COMMA_AND_THREE_DIGITS)
            && !has(Sign.THOUSANDS_COMMA)
            && !has(Sign.DECIMAL_POINT)
            && !delimiter.equals(",");
    if (separators.size() == 1) {
      thousands = separators.iterator().next();
    }
    if (has(Sign.DECIMAL_COMMA) || commaOnly) {
      boolean points = has(Sign.THOUSANDS_POINT) || has(Sign.POINT_AND_THREE_DIGITS);
      decimal = has(Sign.DECIMAL_POINT) && !has(Sign.THOUSANDS_POINT) ? CsvFormat.BOTH : ",";
      thousands = points && decimal.equals(",") ? "." : thousands;
    } else if (has(Sign.THOUSANDS_COMMA) || has(Sign.COMMA_AND_THREE_DIGITS)) {
      thousands = ",";
    } else if (has(Sign.THOUSANDS_POINT) && !has(Sign.DECIMAL_POINT)) {
      decimal = ",";
      thousands = ".";
    }
  }
}
