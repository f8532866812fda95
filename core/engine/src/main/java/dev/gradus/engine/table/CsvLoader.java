package dev.gradus.engine.table;

import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.problem.DataException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a CSV file to a table, on several threads.
 *
 * <p>The file is cut at line ends, and several chunks are read at the same time, each as if a
 * record began with it. That is so unless the cut lies in quotes; then the chunk before it has
 * characters left after its last whole record. These and the chunk are read again as one block, the
 * {@link #head}, as one thread would read the whole file. So is a chunk in which something is
 * wrong, because its lines can only be numbered when those before it are known. Therefore neither
 * the table nor a message depends on the cuts or on the number of threads.
 */
final class CsvLoader {

  /**
   * What reading may use.
   *
   * @param heapBytes the memory of the process
   * @param threads at least 1
   * @param chunkBytes the length of a chunk, at least 1
   * @param share the part of the memory that the table may take
   */
  record Limits(long heapBytes, int threads, int chunkBytes, double share) {

    private static final int SMALLEST_CHUNK = 1 << 14;
    private static final int LARGEST_CHUNK = 1 << 17;

    /** All chunks together take at most this fraction of the memory: one eighth. */
    private static final long SHARE_OF_CHUNKS = 8;

    /** The most that a byte of a chunk takes: itself, a character, a number, a place. */
    private static final long BYTES_PER_BYTE = 16;

    /** For a table that takes its usual part of the memory. */
    Limits(long heapBytes, int threads, int chunkBytes) {
      this(heapBytes, threads, chunkBytes, MemoryForecast.SHARE_OF_HEAP);
    }

    /** The same for a table that is freed while its rows are prepared. */
    Limits expendable() {
      return new Limits(heapBytes, threads, chunkBytes, MemoryForecast.EXPENDABLE_SHARE);
    }

    /** No more threads than there are processors, and chunks of a size that suits the memory. */
    static Limits of(long heapBytes, int mostThreads) {
      int threads = Math.min(mostThreads, Runtime.getRuntime().availableProcessors());
      long fitting = heapBytes / (SHARE_OF_CHUNKS * BYTES_PER_BYTE * (partsOf(threads) + 1));
      return new Limits(
          heapBytes, threads, (int) Math.max(SMALLEST_CHUNK, Math.min(LARGEST_CHUNK, fitting)));
    }

    /** The number of chunks to be read at the same time; several per thread, as they differ. */
    private static int partsOf(int threads) {
      return threads == 1 ? 1 : 4 * threads;
    }

    private int parts() {
      return partsOf(threads);
    }
  }

  /** The memory of a column in a part, in bytes, and the share of the heap that all may take. */
  private static final long BYTES_PER_COLUMN = 160;

  private static final long SHARE_OF_COLUMNS = 16;

  /** The number of cells from which several threads are worth the effort. */
  private static final long CELLS_FOR_TEAM = 1 << 14;

  private final String origin;
  private final CsvFormat format;
  private final Limits limits;
  private final Team team;
  private final TextChunks chunks;
  private final MemoryForecast memory;

  /** The number of bytes that have become rows of the table, and with those that were taken. */
  private long bytesRead;

  private long bytesTaken;

  private int linesToSkip;
  private boolean headerRead;
  private final List<String> header = new ArrayList<>();
  private double bytesOfNames;

  private final List<ColumnBuilder> columns = new ArrayList<>();

  /** For each column, whether it holds texts; for the threads that read parts. */
  private boolean[] texts = new boolean[0];

  private int[] lines = new int[0];
  private int rows;

  /** Who receives the table in parts; empty if it is read as a whole. */
  private Optional<Consumer<Table>> receiver = Optional.empty();

  private boolean hasRows;

  /** The line after all parts that were taken. */
  private long line = 1;

  private final Part head;

  /** The number of characters of an unfinished record that are worth another try. */
  private int enough;

  /** What is read at the same time; created when there is more than one chunk. */
  private final List<Part> parts = new ArrayList<>();

  private final List<Part> taken = new ArrayList<>();

  /** A chunk of the file, and the rows in it. */
  private final class Part {
    private final TextChunks.Chunk chunk = new TextChunks.Chunk();
    private final CsvBlock block = new CsvBlock(origin, format);

    /** What to add to the numbers of its lines. */
    private long firstLine;

    private boolean failed;

    /** Reads it as if a record began with it; on any thread. */
    void read() {
      block.begin(0);
      failed = !chunk.startsLine();
      if (!failed) {
        try {
          block.add(chunk);
          block.readRows(chunk.isLast(), texts);
        } catch (DataException e) {
          // It is read again, which finds either that, with its line, or that nothing is wrong.
          failed = true;
        }
      }
    }
  }

  /**
   * Prepares to read.
   *
   * @param in not closed
   * @param fileBytes the size of the file; 0 if unknown
   * @param team of as many threads as the limits say
   */
  CsvLoader(
      InputStream in, String origin, CsvFormat format, long fileBytes, Limits limits, Team team) {
    this.origin = origin;
    this.format = format;
    this.limits = limits;
    this.team = team;
    this.chunks = new TextChunks(in, origin, limits.chunkBytes());
    this.memory =
        new MemoryForecast(origin, fileBytes, () -> bytesRead, limits.heapBytes(), limits.share());
    this.linesToSkip = format.skipLines();
    this.head = new Part();
    this.head.block.begin(line);
  }

  /** Reads to the end. */
  Table table() {
    readAll();
    return build();
  }

  /** Reads to the end; empty if the table does not fit into memory. */
  Optional<Table> tableThatFits() {
    memory.keepTexts();
    try {
      return Optional.of(table());
    } catch (DataException e) {
      if (memory.isExceeded()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Reads to the end.
   *
   * @param each receives the rows as soon as they are read, in tables of some chunks
   */
  void parts(Consumer<Table> each) {
    receiver = Optional.of(each);
    readAll();
  }

  private void readAll() {
    while (!chunks.ended()) {
      Reading.check(origin);
      if (headerRead && head.block.left() == 0 && fitsParts()) {
        readParts();
      } else {
        chunks.next(head.chunk);
        readHead(head.chunk);
      }
    }
    addTaken();
    if (!headerRead) {
      throw new DataException(
          origin, "the file is empty; it must begin with a line that names the columns");
    }
    if (!hasRows) {
      throw new DataException(
          origin,
          "the file has a header, but no rows below it; add rows, or, if this line is a row, set format: {header: false}");
    }
  }

  private Table build() {
    return Table.ofFile(
        origin, columns.stream().map(ColumnBuilder::build).toList(), Arrays.copyOf(lines, rows));
  }

  /** A table of very many columns is read by one thread. */
  private boolean fitsParts() {
    return columns.size() * BYTES_PER_COLUMN * limits.parts() * SHARE_OF_COLUMNS
        <= limits.heapBytes();
  }

  private void readParts() {
    int count = 0;
    while (count < limits.parts() && !chunks.ended()) {
      if (count == parts.size()) {
        parts.add(new Part());
      }
      chunks.next(parts.get(count).chunk);
      count++;
    }
    team.run((piece, member) -> parts.get(piece).read(), count);
    for (Part part : parts.subList(0, count)) {
      take(part);
    }
    addTaken();
  }

  private void take(Part part) {
    if (part.failed || head.block.left() > 0) {
      addTaken();
      readHead(part.chunk);
      return;
    }
    part.firstLine = line;
    line += part.block.line();
    bytesTaken = part.chunk.position() + part.chunk.length();
    taken.add(part);
    if (part.block.left() > 0) {
      head.block.begin(line, part.block);
    }
  }

  /** Reads a chunk together with what is left of those before it. */
  private void readHead(TextChunks.Chunk chunk) {
    CsvBlock block = head.block;
    if (headerRead && block.left() == 0) {
      block.begin(line);
    }
    memory.check(block.bytesFor(chunk.length()));
    block.add(chunk);
    boolean last = chunk.isLast();
    if (block.left() < enough && !last && !block.isMalformed()) {
      return;
    }
    if (linesToSkip > 0) {
      linesToSkip = block.skipLines(linesToSkip);
    }
    if (!headerRead && linesToSkip == 0) {
      header.clear();
      bytesOfNames = 0;
      headerRead = block.readNames(last, this::addName);
      if (headerRead) {
        addColumns();
        if (format.header()) {
          block.skipNames();
        }
      }
    }
    if (headerRead) {
      readRows(last);
      line = block.line();
      bytesTaken = chunk.position() + chunk.length();
      taken.add(head);
      addTaken();
      block.clear();
    }
    // Twice as many, so that a record of many chunks is not read over and over again.
    enough = 2 * block.left();
  }

  /** If a row is wrong, those before it are still a part of the table. */
  private void readRows(boolean last) {
    try {
      head.block.readRows(last, texts);
    } catch (DataException e) {
      if (receiver.isPresent()) {
        head.block.forgetUnfinished();
        taken.add(head);
        addTaken();
      }
      throw e;
    }
  }

  /** Adds the rows of all parts that were taken to the table. */
  private void addTaken() {
    int more = taken.stream().mapToInt(part -> part.block.rows()).sum();
    if (more > 0) {
      reserve(rows + (long) more);
      for (Part part : taken) {
        for (int row = 0; row < part.block.rows(); row++) {
          lines[rows + row] =
              (int) Math.min(part.firstLine + part.block.lineOf(row), Integer.MAX_VALUE);
        }
        rows += part.block.rows();
      }
      if ((long) more * columns.size() < CELLS_FOR_TEAM) {
        for (int column = 0; column < columns.size(); column++) {
          addCells(column);
        }
      } else {
        team.run((column, member) -> addCells(column), columns.size());
      }
      bytesRead = bytesTaken;
      memory.check(
          (double) lines.length * Integer.BYTES
              + columns.stream().mapToDouble(ColumnBuilder::bytes).sum());
      hasRows = true;
      receiver.ifPresent(this::pass);
    }
    taken.clear();
  }

  /** Passes on the rows, and begins with none. */
  private void pass(Consumer<Table> each) {
    each.accept(build());
    rows = 0;
    lines = new int[0];
    columns.replaceAll(column -> new ColumnBuilder(column.name(), 0, format.numbers()));
    Arrays.fill(texts, false);
  }

  private void addCells(int column) {
    ColumnBuilder builder = columns.get(column);
    for (Part part : taken) {
      part.block.appendTo(builder, column);
    }
    texts[column] = !builder.isNumeric();
  }

  private void reserve(long needed) {
    if (needed <= lines.length) {
      return;
    }
    int foreseen =
        memory.expectedRows(needed > MemoryForecast.MOST_ROWS ? MemoryForecast.MOST_ROWS : rows);
    boolean exactly = rows == 0 || chunks.ended() || receiver.isPresent();
    int capacity = (int) (exactly ? needed : Math.max(needed, foreseen));
    ColumnBuilder.reserve(columns, capacity, (double) capacity * Integer.BYTES, memory);
    lines = Arrays.copyOf(lines, capacity);
  }

  private void addName(String written) {
    String name = written.strip();
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

  /** Without a header, the columns are called by their numbers. */
  private void addColumns() {
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
    NumberStyle numbers = format.numbers();
    header.forEach(name -> columns.add(new ColumnBuilder(name, 0, numbers)));
    texts = new boolean[columns.size()];
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

  /** The place of the names, for messages. */
  private String place() {
    return head.block.place();
  }
}
