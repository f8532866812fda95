package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the lines before a table, such as the title of a report: they have another number of cells
 * than the lines of the table, or most of their cells are empty, and below them stand the names of
 * the columns.
 *
 * @param lines the first lines of the file that are not blank
 * @param quote of the cells
 * @param saidHeader whether the table has a header; if empty, it needs one to be found
 */
record LinesBefore(List<String> lines, String quote, Optional<Boolean> saidHeader) {

  /** With fewer lines, a table cannot be told from what stands before it. */
  private static final int LEAST_LINES = 5;

  /** The tenths of the lines of a table that must have the same number of cells. */
  private static final int LEAST_TENTHS = 9;

  /**
   * The number of lines before the table.
   *
   * @param delimiter of the cells
   * @return 0 if there are none, or it is not certain
   */
  int count(String delimiter) {
    if (lines.size() <= LEAST_LINES || lines.stream().anyMatch(this::isOpen)) {
      return 0;
    }
    List<String[]> rows =
        lines.stream().map(line -> FormatGuess.cells(line, delimiter, quote)).toList();
    int width = usualWidth(rows);
    int first = 0;
    while (first < rows.size() && isBefore(rows.get(first), width)) {
      first++;
    }
    boolean found =
        width > 1
            && first > 0
            && isTable(rows.subList(first, rows.size()), width)
            && hasHeader(rows, first, delimiter);
    return found ? first : 0;
  }

  /** Whether a cell goes on in the next line. */
  private boolean isOpen(String line) {
    return quote.equals(FormatGuess.QUOTE) && line.chars().filter(c -> c == '"').count() % 2 > 0;
  }

  /** The most frequent number of cells; of several, the largest. */
  private static int usualWidth(List<String[]> rows) {
    Map<Integer, Long> widths =
        rows.stream()
            .map(row -> row.length)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return widths.entrySet().stream()
        .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /** A spreadsheet fills a title up with empty cells. */
  private static boolean isBefore(String[] row, int width) {
    return row.length != width || isSparse(row, width);
  }

  private static boolean isSparse(String[] row, int width) {
    return Arrays.stream(row).filter(cell -> !cell.isEmpty()).count() * 2 <= width;
  }

  private static boolean isTable(List<String[]> rows, int width) {
    long alike = rows.stream().filter(row -> row.length == width).count();
    return rows.size() >= LEAST_LINES
        && rows.stream().limit(LEAST_LINES).allMatch(row -> row.length == width)
        && alike * 10 >= (long) rows.size() * LEAST_TENTHS;
  }

  /**
   * Whether the first line of the table names its columns. If a line before it could be the header
   * as well, or the lines could be texts with commas, a word must stand above numbers.
   */
  private boolean hasHeader(List<String[]> rows, int first, String delimiter) {
    String[] names = rows.get(first);
    boolean twoHeaders =
        rows.subList(0, first).stream()
            .anyMatch(row -> row.length == names.length || !isSparse(row, names.length));
    if (saidHeader.equals(Optional.of(false))) {
      return !twoHeaders;
    }
    List<String[]> table = rows.subList(first, rows.size());
    HeaderGuess guess = new HeaderGuess(table, FormatGuess.missing(table));
    boolean hasNumbers =
        Arrays.stream(names).anyMatch(name -> !Double.isNaN(NumberText.parse(name)));
    return guess.isHeader()
        && (twoHeaders
            ? !hasNumbers && !guess.isDoubtful()
            : hasNumbers || !delimiter.equals(",") || !guess.isDoubtful());
  }
}
