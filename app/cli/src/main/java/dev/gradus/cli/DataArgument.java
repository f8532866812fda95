package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Data that are named on the command line: a file, a pipe, or a hyphen for standard input. */
final class DataArgument {

  static final String STANDARD_INPUT = "-";

  /** Enough to recognise a format. */
  private static final int FIRST_BYTES = 1 << 16;

  private DataArgument() {}

  /**
   * Reads them: by the data source that recognises them; other files as those were read that the
   * model was trained on, by a data source or as CSV with their columns.
   *
   * @param overrides of how CSV is written; the rest is recognised
   */
  static Table read(Gradus gradus, Path data, Model model, FormatMatch.Overrides overrides) {
    return read(gradus, data, Optional.empty(), model, overrides);
  }

  /** The same for images whose labels are in a file that is named. */
  static Table read(
      Gradus gradus,
      Path data,
      Optional<Path> labels,
      Model model,
      FormatMatch.Overrides overrides) {
    checkIsData(data);
    labels.ifPresent(DataArgument::checkIsData);
    if (data.toString().equals(STANDARD_INPUT)) {
      return readOnce(gradus, System.in, "standard input", labels, model, overrides);
    }
    if (!Spool.isNeededFor(data)) {
      return readFile(gradus, data, labels, model, overrides);
    }
    String name = data.toString();
    try (InputStream in = Files.newInputStream(data)) {
      return readOnce(gradus, in, name, labels, model, overrides);
    } catch (IOException e) {
      throw cannotBeRead(name, e);
    }
  }

  /** Refuses what is easily mixed up with data: a folder, a configuration, a model, a page. */
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

  /** Nothing of a pipe is lost: what is looked at to recognise its format is read again. */
  private static Table readOnce(
      Gradus gradus,
      InputStream raw,
      String name,
      Optional<Path> labels,
      Model model,
      FormatMatch.Overrides overrides) {
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
      return gradus.readTable(in, name, model, overrides);
    }
    try (Spool copy = Spool.of(in, name, Runtime.getRuntime().maxMemory())) {
      return copy.read(file -> readFile(gradus, file, labels, model, overrides));
    }
  }

  /** By reads alone: a stream of a pipe does not know how much is there. */
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

  private static Table readFile(
      Gradus gradus,
      Path data,
      Optional<Path> labels,
      Model model,
      FormatMatch.Overrides overrides) {
    return DetectedByPlugin.recognise(gradus, data, labels, "")
        .map(recognised -> gradus.readTable(data, recognised, model, overrides))
        .orElseGet(() -> gradus.readTable(data, model, overrides));
  }
}
