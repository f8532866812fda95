package dev.gradus.playground;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A table that was dropped on the page: cells with commas, semicolons or tabs between them. */
final class Csv {

  private static final int MOST_ROWS = 5000;
  private static final int MOST_COLUMNS = 20;

  /** A column of numbers with so few different ones holds classes. */
  private static final int FEW = 2;

  private Csv() {}

  /**
   * Reads a table.
   *
   * @param data its entries {@code csv}, {@code target} and {@code kind}
   */
  static Dataset read(Tree data) {
    Tree csv = data.find("csv").orElseThrow();
    List<List<String>> rows = rows(csv);
    List<String> names = rows.remove(0);
    check(csv, names, rows);
    Tree target = data.find("target").orElse(new Tree(names.get(names.size() - 1), "data.target"));
    int at = names.indexOf(target.text());
    if (at < 0) {
      throw target.wrong(
          "there is no column '%s'; there are %s"
              .formatted(target.text(), String.join(", ", names)));
    }
    List<Column> inputs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i != at) {
        inputs.add(column(names.get(i), cells(rows, i)));
      }
    }
    String[] labels = cells(rows, at);
    double[] numbers = numbers(labels);
    boolean isNumber = numbers.length == labels.length;
    boolean classes =
        data.find("kind")
            .map(kind -> isClass(kind, isNumber))
            .orElse(!isNumber || labels.length > 1 && Set.of(distinct(labels)).size() <= FEW);
    return new Dataset(
        inputs,
        names.get(at),
        classes ? new double[0] : numbers,
        classes ? labels : new String[0],
        isNumber && classes,
        new boolean[rows.size()]);
  }

  private static Object[] distinct(String[] labels) {
    return new LinkedHashSet<>(List.of(labels)).toArray();
  }

  private static boolean isClass(Tree kind, boolean isNumber) {
    switch (kind.text()) {
      case "class":
        return true;
      case "number":
        if (!isNumber) {
          throw kind.wrong("the target has cells that are no numbers, so it must be class");
        }
        return false;
      default:
        throw kind.wrong("there must be class or number here");
    }
  }

  private static void check(Tree csv, List<String> names, List<List<String>> rows) {
    if (names.size() < 2 || rows.isEmpty()) {
      throw csv.wrong("the file needs a line with the names of at least two columns, and rows");
    }
    String[] first = names.toArray(new String[0]);
    if (numbers(first).length == first.length) {
      throw csv.wrong("the first line has only numbers; write the names of the columns above it");
    }
    if (names.size() > MOST_COLUMNS || rows.size() > MOST_ROWS) {
      throw csv.wrong(
          "the page takes at most %s columns and %s rows, but the file has %s and %s; train on it with the command"
              .formatted(MOST_COLUMNS, MOST_ROWS, names.size(), rows.size()));
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw csv.wrong("two columns have the same name");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != names.size()) {
        throw csv.wrong(
            "row %s has %s cells, but there are %s columns"
                .formatted(i + 1, rows.get(i).size(), names.size()));
      }
      for (int j = 0; j < names.size(); j++) {
        if (rows.get(i).get(j).isBlank()) {
          throw csv.wrong(
              "row %s has no cell for '%s'; fill it, or delete the row"
                  .formatted(i + 1, names.get(j)));
        }
      }
    }
    for (int j = 0; j < names.size(); j++) {
      checkCommas(csv, names.get(j), cells(rows, j));
    }
  }

  /** Numbers with a decimal comma would be taken for text, and each for another category. */
  private static void checkCommas(Tree csv, String name, String[] cells) {
    String[] points = new String[cells.length];
    String found = "";
    for (int i = 0; i < cells.length; i++) {
      points[i] = cells[i].replace(',', '.');
      found = found.isEmpty() && cells[i].indexOf(',') >= 0 ? cells[i] : found;
    }
    if (!found.isEmpty() && numbers(points).length == points.length) {
      throw csv.wrong(
          "the numbers of column '%s' have a decimal comma, such as %s; write a point"
              .formatted(name, found));
    }
  }

  private static String[] cells(List<List<String>> rows, int column) {
    return rows.stream().map(row -> row.get(column)).toArray(String[]::new);
  }

  private static Column column(String name, String[] cells) {
    double[] numbers = numbers(cells);
    return numbers.length == cells.length ? Column.of(name, numbers) : Column.of(name, cells);
  }

  /** The numbers in cells; none if one of the cells has none. */
  private static double[] numbers(String[] cells) {
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      numbers[i] = NumberText.parse(cells[i]);
      if (!Double.isFinite(numbers[i])) {
        return new double[0];
      }
    }
    return numbers;
  }

  private static List<List<String>> rows(Tree csv) {
    String text = csv.text();
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    char between = first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (c == '"') {
        if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (quoted && i < text.length() || c != between && c != '\n' && c != '\r') {
        cell.append(c);
      } else if (c != '\r') {
        row.add(cell.toString().strip());
        cell.setLength(0);
        if (c == '\n') {
          if (row.size() > 1 || !row.get(0).isEmpty()) {
            rows.add(row);
          }
          row = new ArrayList<>();
        }
      }
    }
    if (rows.isEmpty()) {
      throw csv.wrong("the file is empty");
    }
    return rows;
  }

  /** A cell as it is written. */
  static String cell(String text) {
    boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0;
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
