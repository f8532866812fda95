package dev.gradus.engine.table;

import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads tables from CSV files (RFC 4180).
 *
 * <p>What a file must be, and what becomes of it:
 *
 * <ul>
 *   <li>Plain, or compressed with gzip.
 *   <li>UTF-8, or the encoding that the format names; a byte order mark is skipped. Lines end with
 *       LF, CR LF, or CR.
 *   <li>Cells are separated by commas. Blanks around a cell do not count. A cell that contains a
 *       comma, a quote or a line end is put in quotes, and quotes inside are doubled; then all of
 *       it counts, including blanks.
 *   <li>The first line names the columns: no name is empty or comes twice. Every other line has as
 *       many cells. Blank lines are skipped.
 *   <li>A column whose cells are all numbers is numeric, otherwise it is text. A number is written
 *       with a decimal point; see {@code 5.1}, {@code -3}, {@code 1e-3}. {@code NaN}, {@code 1,5},
 *       {@code 0x10} and {@code 1f} are strings.
 *   <li>An empty cell is a missing value; the column keeps its type. Users of the column decide
 *       whether that matters.
 *   <li>Limits: {@link #MOST_CHARACTERS} characters a cell, {@link #MOST_COLUMNS} columns, and 40 %
 *       of the memory of the process; {@link TableCache} reads larger tables.
 * </ul>
 *
 * <p>Whatever else is found is refused with a {@link DataException} that names the line.
 */
public final class CsvReader {

  /** The largest number of characters in a cell. */
  public static final int MOST_CHARACTERS = 65_536;

  /** The largest number of characters in the name of a column. */
  public static final int LONGEST_NAME = 1_024;

  /** The largest number of columns, and of cells in a line. */
  public static final int MOST_COLUMNS = 65_536;

  private CsvReader() {}

  /**
   * Reads a file.
   *
   * @throws DataException if the file cannot be read, is not as it must be, or is too large for the
   *     memory
   */
  public static Table read(Path file) {
    return read(file, new CsvFormat());
  }

  /**
   * Reads a file that is written in another way.
   *
   * @throws DataException as for the usual way
   */
  public static Table read(Path file, CsvFormat format) {
    return read(file, format, Integer.MAX_VALUE);
  }

  /**
   * The same on a limited number of threads, which end with the reading.
   *
   * @param threads at least 1; no more are used than there are processors. The table is the same
   *     with any number
   * @throws DataException as for the usual way
   */
  public static Table read(Path file, CsvFormat format, int threads) {
    return read(file, format, CsvLoader.Limits.of(Runtime.getRuntime().maxMemory(), threads));
  }

  /**
   * Opens what can be read only once, such as a pipe, and reads it.
   *
   * @param reading reads the stream, which is closed afterwards, on a thread of its own, so that an
   *     interrupt ends the wait for data
   * @throws DataException if the file cannot be opened, or the calling thread is interrupted
   */
  public static Table readOnce(Path file, Function<InputStream, Table> reading) {
    return Reading.of(
        String.valueOf(file.getFileName()),
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            return reading.apply(in);
          } catch (IOException e) {
            throw cannotBeRead(file.toString(), e);
          }
        });
  }

  /** Reads a file as if the process had so much memory. */
  static Table read(Path file, long heapBytes) {
    return read(file, new CsvFormat(), CsvLoader.Limits.of(heapBytes, Integer.MAX_VALUE));
  }

  /** Reads a stream as if the process had so much memory. */
  static Table read(InputStream in, String origin, long heapBytes) {
    return read(in, origin, new CsvFormat(), 0, CsvLoader.Limits.of(heapBytes, Integer.MAX_VALUE));
  }

  static Table read(Path file, CsvFormat format, CsvLoader.Limits limits) {
    refuseFolder(file);
    String origin = String.valueOf(file.getFileName());
    // Reading a pipe cannot be interrupted; reading a file can.
    return Files.exists(file) && !Files.isRegularFile(file)
        ? Reading.of(origin, () -> readOpened(file, origin, format, limits))
        : readOpened(file, origin, format, limits);
  }

  private static Table readOpened(
      Path file, String origin, CsvFormat format, CsvLoader.Limits limits) {
    try (InputStream in = CsvFile.open(file)) {
      return read(in, origin, format, CsvFile.length(file), limits);
    } catch (IOException e) {
      throw cannotBeRead(file.toString(), e);
    }
  }

  /**
   * Reads a regular file, if its table fits into memory.
   *
   * @return empty if it does not
   * @throws DataException as for any file
   */
  static Optional<Table> readIfFits(Path file, CsvFormat format, CsvLoader.Limits limits) {
    String origin = String.valueOf(file.getFileName());
    try (InputStream in = CsvFile.open(file)) {
      return reading(in, origin, format, CsvFile.length(file), limits, CsvLoader::tableThatFits);
    } catch (IOException e) {
      throw cannotBeRead(file.toString(), e);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param in not closed
   * @param origin what to call it in messages, such as {@code standard input}
   * @throws DataException as for a file
   */
  public static Table read(InputStream in, String origin) {
    return read(in, origin, new CsvFormat());
  }

  /** Reads a stream that is written in another way to its end. */
  public static Table read(InputStream in, String origin, CsvFormat format) {
    return read(
        in,
        origin,
        format,
        0,
        CsvLoader.Limits.of(Runtime.getRuntime().maxMemory(), Integer.MAX_VALUE));
  }

  /** Reads a stream on some threads, in chunks of some size. */
  static Table read(
      InputStream in, String origin, CsvFormat format, long fileBytes, CsvLoader.Limits limits) {
    return reading(in, origin, format, fileBytes, limits, CsvLoader::table);
  }

  private static <T> T reading(
      InputStream in,
      String origin,
      CsvFormat format,
      long fileBytes,
      CsvLoader.Limits limits,
      Function<CsvLoader, T> reading) {
    // UTF-16 has twice as many bytes as UTF-8, mostly.
    long bytes = TextEncoding.isOfBytes(format.encoding()) ? fileBytes : fileBytes / 2;
    InputStream text = TextEncoding.inUtf8(in, origin, format.charset());
    try (Team team = new Team(limits.threads())) {
      return reading.apply(new CsvLoader(text, origin, format, bytes, limits, team));
    }
  }

  /**
   * Reads a file part by part.
   *
   * @return parts that are read when they are asked for, with errors as for a whole table
   */
  public static TableParts parts(Path file, CsvFormat format) {
    return TableParts.of(
        String.valueOf(file.getFileName()), receiver -> readParts(file, format, receiver));
  }

  /** Reads a file, and passes on each part. */
  public static void readParts(Path file, CsvFormat format, Consumer<Table> receiver) {
    readParts(
        file,
        format,
        CsvLoader.Limits.of(Runtime.getRuntime().maxMemory(), Integer.MAX_VALUE),
        receiver);
  }

  static void readParts(
      Path file, CsvFormat format, CsvLoader.Limits limits, Consumer<Table> receiver) {
    refuseFolder(file);
    try (InputStream in = CsvFile.open(file)) {
      readParts(in, String.valueOf(file.getFileName()), format, limits, receiver);
    } catch (IOException e) {
      throw cannotBeRead(file.toString(), e);
    }
  }

  /**
   * Reads a stream to its end, and passes on each part.
   *
   * @param in not closed
   * @param origin what to call it in messages
   */
  public static void readParts(
      InputStream in, String origin, CsvFormat format, Consumer<Table> receiver) {
    readParts(
        in,
        origin,
        format,
        CsvLoader.Limits.of(Runtime.getRuntime().maxMemory(), Integer.MAX_VALUE),
        receiver);
  }

  static void readParts(
      InputStream in,
      String origin,
      CsvFormat format,
      CsvLoader.Limits limits,
      Consumer<Table> receiver) {
    InputStream text = TextEncoding.inUtf8(in, origin, format.charset());
    try (Team team = new Team(limits.threads())) {
      new CsvLoader(text, origin, format, 0, limits, team).parts(receiver);
    }
  }

  private static void refuseFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file.toString(), "this is a folder; name a CSV file in it");
    }
  }

  static GradusException cannotBeRead(String where, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return CancelledException.reading(where);
    }
    return new DataException(new Problem(where, "the file cannot be read: " + IoReason.of(e)), e);
  }

  static DataException cellTooLong(String place) {
    return new DataException(
        place,
        String.format(
            Locale.ROOT,
            "in the record that begins here a cell has more than %,d characters; perhaps a quote is not closed",
            MOST_CHARACTERS));
  }
}
