package dev.gradus.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of the terminal that standard error goes to.
 *
 * @param terminal whether it is one
 * @param columns how many characters a line has
 * @param rows how many lines there are
 */
record Screen(boolean terminal, int columns, int rows) {

  /** That of a terminal which does not say how large it is. */
  static final int USUAL_COLUMNS = 80;

  static final int USUAL_ROWS = 24;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})");

  /**
   * What the start script says: Java cannot tell. The property {@code gradus.terminal} is true in a
   * terminal, and {@code gradus.terminal.size} has its rows and columns, as {@code stty size}
   * prints them. Otherwise the variables COLUMNS and LINES count, if they are there.
   */
  static Screen ofStandardError() {
    return of(
        Boolean.getBoolean("gradus.terminal"),
        System.getProperty("gradus.terminal.size", ""),
        Optional.ofNullable(System.getenv("COLUMNS")).orElse(""),
        Optional.ofNullable(System.getenv("LINES")).orElse(""));
  }

  /** The same, of what is said. */
  static Screen of(boolean terminal, String size, String columns, String rows) {
    Matcher said = SIZE.matcher(size.strip());
    // A terminal that does not know its size says 0 0.
    boolean known = said.matches() && !said.group(1).equals("0") && !said.group(2).equals("0");
    return new Screen(
        terminal,
        number(known ? said.group(2) : columns, USUAL_COLUMNS),
        number(known ? said.group(1) : rows, USUAL_ROWS));
  }

  private static int number(String text, int otherwise) {
    return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : otherwise;
  }

  /** How long a line may be that stays in place: the last column makes some terminals wrap. */
  int width() {
    return Math.max(1, columns - 1);
  }
}
