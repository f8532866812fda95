package dev.gradus.engine.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes the records of a CSV file as they are found: first the header, then the rows. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {

  private static final int FIRST_CAPACITY_IN_CELLS = 1 << 18;
  private static final int FIRST_CAPACITY_IN_ROWS = 256;

  /** The number of characters between two checks of the table's memory. */
  private static final int CHARACTERS_BETWEEN_CHECKS = 1 << 20;

  private final String origin;
  private final CsvFormat format;
  private final NumberStyle numbers;
  private final char[][] missing;
  private final MemoryForecast memory;
  private final List<String> header = new ArrayList<>();
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private boolean headerRead;
  private int[] lines = new int[0];
  private int rows;
  private double bytesOfNames;
  private int unchecked;

  CsvRows(String origin, CsvFormat format, MemoryForecast memory) {
    this.origin = origin;
    this.format = format;
    this.numbers = format.numbers();
    this.missing = format.missing().stream().map(String::toCharArray).toArray(char[][]::new);
    this.memory = memory;
  }

  /** The line in which the current record begins, for messages. */
  String place() {
    return origin + ":" + getStartingLineNumber();
  }

  @Override
  protected void handleField(int index, char[] chars, int from, int length, boolean quoted) {
    int first = from;
    int end = from + length;
    if (!quoted) {
      while (first < end && isBlank(chars[first])) {
        first++;
      }
      while (end > first && isBlank(chars[end - 1])) {
        end--;
      }
      refuseQuotes(chars, first, end);
    }
    if (end - first > CsvReader.MOST_CHARACTERS) {
      throw CsvReader.cellTooLong(place());
    }
    if (!headerRead) {
      addName(new String(chars, first, end - first).strip());
    } else if (index < columns.size()) {
      columns.get(index).add(chars, first, isMissing(chars, first, end) ? 0 : end - first);
      checkMemory(end - first);
    } else if (index >= CsvReader.MOST_COLUMNS) {
      throw new DataException(
          place(),
          String.format(
              Locale.ROOT,
              "this line has more than %,d cells, but the header names %s",
              CsvReader.MOST_COLUMNS,
              count(columns.size(), "column")));
    }
  }

  /** Few rows of long cells take memory, too. */
  private void checkMemory(int characters) {
    unchecked += characters;
    if (unchecked >= CHARACTERS_BETWEEN_CHECKS) {
      unchecked = 0;
      memory.check(
          (double) lines.length * Integer.BYTES
              + columns.stream().mapToDouble(ColumnBuilder::bytes).sum());
    }
  }

  private boolean isMissing(char[] chars, int from, int to) {
    for (char[] marker : missing) {
      if (Arrays.equals(chars, from, to, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBlank(char c) {
    return c == ' ' || (c == '\t' && format.delimiterCharacter() != '\t');
  }

  private void refuseQuotes(char[] chars, int from, int end) {
    for (int i = from; i < end; i++) {
      if (chars[i] == format.quoteCharacter()) {
        throw new DataException(
            place(),
            "there is a quote inside the cell %s, which does not begin with one; put the whole cell in"
                    .formatted(excerpt(new String(chars, from, end - from)))
                + " quotes, without blanks around them, and double those inside");
      }
    }
  }

  private static String excerpt(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private void addName(String name) {
    if (header.size() == CsvReader.MOST_COLUMNS) {
      throw new DataException(
          place(),
          String.format(Locale.ROOT, "there are more than %,d columns", CsvReader.MOST_COLUMNS));
    }
    if (format.header() && name.length() > CsvReader.LONGEST_NAME) {
      throw new DataException(
          place(),
          String.format(
              Locale.ROOT,
              "column %s has a name of %,d characters, but at most %,d are allowed; if the file has no header, set format: {header: false}",
              header.size() + 1,
              name.length(),
              CsvReader.LONGEST_NAME));
    }
    bytesOfNames += ColumnBuilder.bytesOfEmpty(name, 1);
    memory.check(bytesOfNames);
    header.add(name);
  }

  @Override
  protected Boolean buildRecord() {
    if (getRecordType() == RecordType.EMPTY) {
      return true;
    }
    if (headerRead) {
      finishRow();
    } else {
      finishHeader();
    }
    return true;
  }

  /** Without a header, the first line is a row, and the columns are called by their numbers. */
  private void finishHeader() {
    List<String> first = List.copyOf(header);
    if (format.header()) {
      if (format.unnamed()) {
        callByNumber();
      }
      checkNames();
      checkThatNamesAreNotData();
    } else {
      for (int i = 0; i < header.size(); i++) {
        header.set(i, Integer.toString(i + 1));
      }
    }
    int capacity =
        Math.max(1, Math.min(FIRST_CAPACITY_IN_ROWS, FIRST_CAPACITY_IN_CELLS / header.size()));
    memory.check(
        header.stream().mapToDouble(name -> ColumnBuilder.bytesOfEmpty(name, capacity)).sum());
    header.forEach(name -> columns.add(new ColumnBuilder(name, capacity, numbers)));
    lines = new int[capacity];
    headerRead = true;
    if (!format.header()) {
      for (int i = 0; i < first.size(); i++) {
        char[] cell = first.get(i).toCharArray();
        columns.get(i).add(cell, 0, isMissing(cell, 0, cell.length) ? 0 : cell.length);
      }
      finishRow();
    }
  }

  private void callByNumber() {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).isEmpty()) {
        header.set(i, freeName(i));
      }
    }
  }

  /** The number of a column; if another column has that name, such as {@code column 1}. */
  private String freeName(int column) {
    String name = Integer.toString(column + 1);
    while (header.contains(name)) {
      name = "column " + name;
    }
    return name;
  }

  private void checkNames() {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isEmpty()) {
        throw new DataException(
            place(),
            "column %s of %s has no name; name it, or have it called by its number (format: {unnamed: true}), and if it is not an input, leave it out (columns: {'%s': ignore})"
                .formatted(i + 1, header.size(), freeName(i)));
      }
      Integer earlier = positions.putIfAbsent(name, i);
      if (earlier != null) {
        throw new DataException(
            place(),
            "columns %s and %s are both called '%s'; rename one, or, if the file has no header, add a line with the names of the columns"
                .formatted(earlier + 1, i + 1, name));
      }
    }
  }

  /** Consecutive integers may be names: some programs number the columns. */
  private void checkThatNamesAreNotData() {
    double[] numbers = header.stream().mapToDouble(NumberText::parse).toArray();
    boolean allNumbers = Arrays.stream(numbers).noneMatch(Double::isNaN);
    boolean consecutive = true;
    for (int i = 1; i < numbers.length; i++) {
      consecutive &= numbers[i] == numbers[0] + i;
    }
    if (allNumbers && (!consecutive || numbers[0] != Math.rint(numbers[0]))) {
      throw new DataException(
          place(),
          "the first line must name the columns, but contains the numbers %s; add a line with names, or, if there is no header, set format: {header: false}"
              .formatted(ColumnNames.list(header)));
    }
  }

  private void finishRow() {
    if (getFieldCount() != columns.size()) {
      throw new DataException(
          place(),
          "this line has %s, but the header names %s; put a cell that contains a comma in quotes, and leave a missing one empty between its commas"
              .formatted(count(getFieldCount(), "cell"), count(columns.size(), "column")));
    }
    lines[rows] = (int) Math.min(getStartingLineNumber(), Integer.MAX_VALUE);
    rows++;
    Reading.check(origin);
    if (rows == lines.length) {
      grow();
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void grow() {
    int capacity = memory.expectedRows(rows);
    ColumnBuilder.reserve(columns, capacity, (double) capacity * Integer.BYTES, memory);
    lines = Arrays.copyOf(lines, capacity);
  }

  /** The table, when the end of the file is reached. */
  Table table() {
    if (!headerRead) {
      throw new DataException(
          origin, "the file is empty; it must begin with a line that names the columns");
    }
    if (rows == 0) {
      throw new DataException(
          origin,
          "the file has a header, but no rows below it; add rows, or, if this line is a row, set format: {header: false}");
    }
    List<Column> built = new ArrayList<>();
    columns.forEach(column -> built.add(column.build()));
    return Table.ofFile(origin, built, Arrays.copyOf(lines, rows));
  }
}
