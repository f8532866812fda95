package dev.gradus.engine.table;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds a table from a data source, and checks that the source follows its rules.
 *
 * <p>The limits are those of {@link CsvReader}. A source is read on a separate thread: if the
 * thread that waits for the table is interrupted, it continues immediately, whatever the source
 * does.
 */
public final class SourceReader implements DataSource.Rows {

  private static final int FIRST_CAPACITY_IN_CELLS = 1 << 18;
  private static final int FIRST_CAPACITY_IN_ROWS = 256;

  /** The number of characters between two checks of the table's memory. */
  private static final int CHARACTERS_BETWEEN_CHECKS = 1 << 20;

  /** The approximate number of rows in a part of a table of few columns. */
  private static final int ROWS_OF_PART = 1 << 12;

  private final String origin;
  private final MemoryForecast memory;

  /** Who receives the table in parts; empty if it is read as a whole. */
  private final Optional<Consumer<Table>> receiver;

  private final List<ColumnBuilder> columns = new ArrayList<>();

  /** The number of rows in the parts that were passed on. */
  private long passed;

  private int rows;
  private int capacity;
  private int unchecked;

  private SourceReader(String origin, long heapBytes, Optional<Consumer<Table>> receiver) {
    this.origin = origin;
    this.memory = new MemoryForecast(origin, 0, () -> 0, heapBytes);
    this.receiver = receiver;
  }

  /**
   * Reads a source to its end.
   *
   * @param origin its name in messages
   * @throws DataException if it cannot be read, violates the rules, or is too large for the memory
   */
  public static Table read(DataSource source, String origin) {
    return read(source, origin, Runtime.getRuntime().maxMemory());
  }

  static Table read(DataSource source, String origin, long heapBytes) {
    return Reading.of(origin, () -> readHere(source, origin, heapBytes));
  }

  /** Reads a source to its end, if its table fits into memory; empty if it does not. */
  static Optional<Table> readIfFits(DataSource source, String origin, long heapBytes) {
    AtomicBoolean exceeded = new AtomicBoolean();
    try {
      return Optional.of(
          Reading.of(
              origin,
              () -> {
                SourceReader reader = new SourceReader(origin, heapBytes, Optional.empty());
                reader.memory.keepTexts();
                try {
                  reader.readAll(source);
                } finally {
                  exceeded.set(reader.memory.isExceeded());
                }
                reader.check();
                return reader.build();
              }));
    } catch (RuntimeException e) {
      // A source may have wrapped the exception.
      if (exceeded.get()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads a source to its end, and passes on each part. */
  public static void readParts(DataSource source, String origin, Consumer<Table> receiver) {
    SourceReader reader =
        new SourceReader(origin, Runtime.getRuntime().maxMemory(), Optional.of(receiver));
    reader.readAll(source);
    reader.check();
    if (reader.rows > 0) {
      reader.pass(receiver);
    }
  }

  private static Table readHere(DataSource source, String origin, long heapBytes) {
    SourceReader reader = new SourceReader(origin, heapBytes, Optional.empty());
    reader.readAll(source);
    reader.check();
    return reader.build();
  }

  private void readAll(DataSource source) {
    try {
      source.read(this);
      Reading.check(origin);
    } catch (IOException e) {
      throw new DataException(
          new Problem(origin, "the data cannot be read: " + fileOf(e, origin) + IoReason.of(e)), e);
    } catch (IllegalArgumentException e) {
      throw new DataException(problem(origin, String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * The message of a source; if it names the file, and perhaps the line, that becomes the place.
   */
  private static Problem problem(String origin, String sentence) {
    Matcher placed =
        Pattern.compile(Pattern.quote(origin) + "(?::[0-9]+)?(?=: )").matcher(sentence);
    if (placed.lookingAt()) {
      return new Problem(placed.group(), sentence.substring(placed.end() + 2));
    }
    return sentence.startsWith(origin + " ")
        ? Problem.of(sentence)
        : new Problem(origin, "the data cannot be used: " + sentence);
  }

  /**
   * The file that failed, because a source may read several; empty if the origin names it already.
   */
  private static String fileOf(IOException e, String origin) {
    return e instanceof FileSystemException failed
        ? Optional.ofNullable(failed.getFile())
            .filter(file -> !Path.of(file).endsWith(origin))
            .map(file -> file + ": ")
            .orElse("")
        : "";
  }

  private void check() {
    if (columns.isEmpty()) {
      throw new DataException(origin, "the source names no columns");
    }
    if (passed + rows == 0) {
      throw new DataException(origin, "the source has no rows");
    }
  }

  private Table build() {
    return Table.ofSource(origin, columns.stream().map(ColumnBuilder::build).toList(), passed);
  }

  /** Passes on the rows, and begins with none. */
  private void pass(Consumer<Table> each) {
    each.accept(build());
    passed += rows;
    rows = 0;
    unchecked = 0;
    columns.replaceAll(column -> new ColumnBuilder(column.name(), capacity));
  }

  @Override
  public void columns(List<String> names) {
    if (!columns.isEmpty()) {
      throw new DataException(origin, "the source names its columns twice");
    }
    Set<String> seen = new HashSet<>();
    double bytes = 0;
    for (String name : names) {
      if (name.length() > CsvReader.LONGEST_NAME) {
        throw new DataException(
            origin,
            String.format(
                Locale.ROOT,
                "the source gives a column a name of %,d characters; the maximum is %,d",
                name.length(),
                CsvReader.LONGEST_NAME));
      }
      bytes += ColumnBuilder.bytesOfEmpty(name, firstCapacity(names.size()));
      if (name.isBlank() || !seen.add(name)) {
        throw new DataException(
            origin,
            "the source calls a column '%s'; names must not be blank or duplicated"
                .formatted(name));
      }
    }
    if (names.isEmpty() || names.size() > CsvReader.MOST_COLUMNS) {
      throw new DataException(
          origin,
          String.format(
              Locale.ROOT,
              "the source has %,d columns; there must be from 1 to %,d",
              names.size(),
              CsvReader.MOST_COLUMNS));
    }
    memory.check(bytes);
    capacity = firstCapacity(names.size());
    names.forEach(name -> columns.add(new ColumnBuilder(name, capacity)));
  }

  private static int firstCapacity(int columns) {
    return Math.max(1, Math.min(FIRST_CAPACITY_IN_ROWS, FIRST_CAPACITY_IN_CELLS / columns));
  }

  @Override
  public void row(String... cells) {
    begin(cells.length);
    for (int j = 0; j < cells.length; j++) {
      char[] chars = cells[j].strip().toCharArray();
      if (chars.length > CsvReader.MOST_CHARACTERS) {
        throw CsvReader.cellTooLong(place());
      }
      columns.get(j).add(chars, 0, chars.length);
      unchecked += chars.length;
    }
    rows++;
    if (unchecked >= CHARACTERS_BETWEEN_CHECKS) {
      unchecked = 0;
      memory.check(columns.stream().mapToDouble(ColumnBuilder::bytes).sum());
      receiver.ifPresent(this::pass);
    }
  }

  @Override
  public void numbers(double... numbers) {
    begin(numbers.length);
    for (int j = 0; j < numbers.length; j++) {
      if (Double.isInfinite(numbers[j])) {
        throw new DataException(
            place(),
            "column '%s' has %s here; pass a finite number"
                .formatted(columns.get(j).name(), numbers[j]));
      }
      columns.get(j).add(numbers[j]);
    }
    rows++;
  }

  private String place() {
    return origin + ", row " + (passed + rows + 1);
  }

  private void begin(int cells) {
    Reading.check(origin);
    if (columns.isEmpty()) {
      throw new DataException(origin, "the source has a row before it names its columns");
    }
    if (cells != columns.size()) {
      throw new DataException(
          place(),
          "the row has %s cells, but there are %s columns".formatted(cells, columns.size()));
    }
    if (rows == capacity) {
      makeRoom();
    }
  }

  private void makeRoom() {
    boolean full =
        rows >= ROWS_OF_PART || (double) rows * columns.size() >= FIRST_CAPACITY_IN_CELLS;
    if (full && receiver.isPresent()) {
      pass(receiver.get());
    } else {
      grow();
    }
  }

  private void grow() {
    capacity = memory.expectedRows(rows);
    ColumnBuilder.reserve(columns, capacity, 0, memory);
  }
}
