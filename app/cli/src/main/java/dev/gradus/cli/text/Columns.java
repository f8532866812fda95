package dev.gradus.cli.text;

import java.util.List;
import java.util.stream.Collectors;

/** Aligns rows of strings in columns. */
public final class Columns {

  private static final String GAP = "  ";

  private Columns() {}

  /**
   * Makes each column as wide as its longest string.
   *
   * @param rows all with the same number of cells
   */
  public static String layOut(List<List<String>> rows) {
    List<List<String>> visible =
        rows.stream().map(row -> row.stream().map(Visible::line).toList()).toList();
    return visible.stream()
        .map(row -> line(row, visible).stripTrailing())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
      line.append(row.get(i)).append(" ".repeat(width - row.get(i).length())).append(GAP);
    }
    return line.toString();
  }
}
