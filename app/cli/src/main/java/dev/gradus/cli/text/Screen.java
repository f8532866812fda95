package dev.gradus.cli.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of the terminal that standard error goes to.
 *
 * @param terminal whether it is a terminal
 * @param columns the number of characters per line
 * @param rows the number of lines
 */
public record Screen(boolean terminal, int columns, int rows) {

  /** The size of a terminal that does not report its size. */
  static final int USUAL_COLUMNS = 80;

  static final int USUAL_ROWS = 24;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})");

  /**
   * Reads the size from the start script, because Java cannot ask for it. The property {@code
   * gradus.terminal} is true in a terminal, and {@code gradus.terminal.size} has its rows and
   * columns, as {@code stty size} prints them. Otherwise the variables COLUMNS and LINES are used,
   * if they are set.
   */
  public static Screen ofStandardError() {
    return of(
        Boolean.getBoolean("gradus.terminal"),
        System.getProperty("gradus.terminal.size", ""),
        Optional.ofNullable(System.getenv("COLUMNS")).orElse(""),
        Optional.ofNullable(System.getenv("LINES")).orElse(""));
  }

  /** The same with given values. */
  public static Screen of(boolean terminal, String size, String columns, String rows) {
    Matcher said = SIZE.matcher(size.strip());
    // A terminal that does not know its size reports 0 0.
    boolean known = said.matches() && !said.group(1).equals("0") && !said.group(2).equals("0");
    return new Screen(
        terminal,
        number(known ? said.group(2) : columns, USUAL_COLUMNS),
        number(known ? said.group(1) : rows, USUAL_ROWS));
  }

  private static int number(String text, int otherwise) {
    return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : otherwise;
  }

  /**
   * The longest line that stays in place. Some terminals wrap after the last column, so it stays
   * empty.
   */
  public int width() {
    return Math.max(1, columns - 1);
  }
}
