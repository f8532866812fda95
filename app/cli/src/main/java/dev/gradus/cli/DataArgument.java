package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableParts;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Recognised;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Data named on the command line: a file, a pipe, or a hyphen for standard input. */
final class DataArgument {

  static final String STANDARD_INPUT = "-";

  /** The number of bytes that are read to recognise a format. */
  private static final int FIRST_BYTES = 1 << 16;

  private DataArgument() {}

  /**
   * Reads the data part by part, as {@link #read} reads them as a whole.
   *
   * @param reader of the parts, which it can read only once
   */
  static void readParts(
      Gradus gradus,
      Path data,
      Model model,
      FormatMatch.Overrides overrides,
      Consumer<TableParts> reader) {
    open(gradus, data, Optional.empty(), new InParts(gradus, model, overrides, reader));
  }

  /**
   * Reads the data with the data source that recognises them. Other files are read like the
   * training data of the model: by its data source, or as CSV with its columns.
   *
   * @param labels the file with the labels of images; empty if it is in the same folder
   * @param overrides the CSV format as far as the user sets it; the rest is detected
   */
  static Table read(
      Gradus gradus,
      Path data,
      Optional<Path> labels,
      Model model,
      FormatMatch.Overrides overrides) {
    return open(gradus, data, labels, new AsWhole(gradus, model, overrides));
  }

  /** How data are read when it is known what they are. */
  private sealed interface Reader<T> permits AsWhole, InParts {

    T read(Path file);

    T read(Path file, Recognised recognised);

    T read(InputStream csv, String name);
  }

  /** Reads a table of all rows. */
  private record AsWhole(Gradus gradus, Model model, FormatMatch.Overrides overrides)
      implements Reader<Table> {

    @Override
    public Table read(Path file) {
      return gradus.readTable(file, model, overrides);
    }

    @Override
    public Table read(Path file, Recognised recognised) {
      return gradus.readTable(file, recognised, model, overrides);
    }

    @Override
    public Table read(InputStream csv, String name) {
      return gradus.readTable(csv, name, model, overrides);
    }
  }

  /** Reads part after part. */
  private record InParts(
      Gradus gradus, Model model, FormatMatch.Overrides overrides, Consumer<TableParts> reader)
      implements Reader<TableParts> {

    private TableParts read(TableParts parts) {
      reader.accept(parts);
      return parts;
    }

    @Override
    public TableParts read(Path file) {
      return read(gradus.readParts(file, model, overrides));
    }

    @Override
    public TableParts read(Path file, Recognised recognised) {
      return read(gradus.readParts(file, recognised, model, overrides));
    }

    @Override
    public TableParts read(InputStream csv, String name) {
      return read(gradus.readParts(csv, name, model, overrides));
    }
  }

  private static <T> T open(Gradus gradus, Path data, Optional<Path> labels, Reader<T> reader) {
    checkIsData(data);
    labels.ifPresent(DataArgument::checkIsData);
    if (data.toString().equals(STANDARD_INPUT)) {
      return readOnce(gradus, System.in, "standard input", labels, reader);
    }
    if (!Spool.isNeededFor(data)) {
      return readFile(gradus, data, labels, reader);
    }
    String name = data.toString();
    try (InputStream in = Files.newInputStream(data)) {
      return readOnce(gradus, in, name, labels, reader);
    } catch (IOException e) {
      throw cannotBeRead(name, e);
    }
  }

  /** Refuses arguments that users mix up with data: a folder, a configuration, a model, a page. */
  static void checkIsData(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(new Problem(file.toString(), "this is a folder; name a file in it"));
    }
    FileKind kind = FileKind.of(file);
    if (kind == FileKind.CONFIGURATION || kind == FileKind.MODEL || kind == FileKind.PAGE) {
      throw new DataException(
          new Problem(
              file.toString(),
              ModelArgument.what(kind)
                  + ", not data; name the file with the rows, such as iris.csv"));
    }
  }

  private static DataException cannotBeRead(String name, IOException e) {
    return new DataException(new Problem(name, "the data cannot be read: " + IoReason.of(e)), e);
  }

  /** Opens the data. The bytes of a pipe that are read to recognise its format are read again. */
  private static <T> T readOnce(
      Gradus gradus, InputStream raw, String name, Optional<Path> labels, Reader<T> reader) {
    byte[] first;
    try {
      first = firstBytes(raw);
    } catch (IOException e) {
      throw cannotBeRead(name, e);
    }
    boolean recognised;
    try (Spool copy = Spool.of(new ByteArrayInputStream(first), name, FIRST_BYTES)) {
      recognised =
          copy.read(file -> DetectedByPlugin.recognise(gradus, file, labels, "")).isPresent();
    }
    InputStream in = new SequenceInputStream(new ByteArrayInputStream(first), raw);
    if (!recognised) {
      return reader.read(in, name);
    }
    try (Spool copy = Spool.of(in, name, Runtime.getRuntime().maxMemory())) {
      return copy.read(file -> readFile(gradus, file, labels, reader));
    }
  }

  /**
   * Reads the first bytes with plain reads, because a pipe does not know how many bytes are
   * available.
   */
  private static byte[] firstBytes(InputStream in) throws IOException {
    byte[] bytes = new byte[FIRST_BYTES];
    int length = 0;
    int count = in.read(bytes, 0, FIRST_BYTES);
    while (count > 0) {
      length += count;
      count = in.read(bytes, length, FIRST_BYTES - length);
    }
    return Arrays.copyOf(bytes, length);
  }

  private static <T> T readFile(Gradus gradus, Path data, Optional<Path> labels, Reader<T> reader) {
    return DetectedByPlugin.recognise(gradus, data, labels, "")
        .map(recognised -> reader.read(data, recognised))
        .orElseGet(() -> reader.read(data));
  }
}
