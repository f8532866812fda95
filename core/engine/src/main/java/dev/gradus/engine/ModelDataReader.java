package dev.gradus.engine;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.engine.table.TableParts;
import dev.gradus.runtime.column.PreparedColumn;
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
import java.util.List;
import java.util.function.Consumer;

/** Reads data for a model: in the same way as the data that the model was trained on. */
final class ModelDataReader {

  /** The number of bytes of a stream that are examined before it is read. */
  private static final int BEGINNING = 1 << 16;

  private final EngineParts parts;
  private final TableCache cache;
  private final DataReader reader;

  /**
   * Creates a reader.
   *
   * @param cache holds tables that do not fit into memory
   * @param reader reads data sources
   */
  ModelDataReader(EngineParts parts, TableCache cache, DataReader reader) {
    this.parts = parts;
    this.cache = cache;
    this.reader = reader;
  }

  /**
   * A CSV stream with the columns that a model was trained on.
   *
   * @param overrides set parts of the CSV format; the rest is recognised
   */
  Table read(InputStream in, String origin, Model model, FormatMatch.Overrides overrides) {
    Matched stream = matched(in, origin, model, overrides);
    return stream.match.named(CsvReader.read(stream.whole, origin, stream.match.format()));
  }

  /**
   * A stream whose format is known.
   *
   * @param whole all of it, from its beginning
   */
  private record Matched(FormatMatch match, InputStream whole) {}

  private Matched matched(
      InputStream in, String origin, Model model, FormatMatch.Overrides overrides) {
    try {
      byte[] beginning = in.readNBytes(BEGINNING);
      FormatMatch match =
          FormatMatch.of(
              new ByteArrayInputStream(beginning),
              origin,
              formatOf(model),
              inputsOf(model),
              overrides);
      match.warning(origin).ifPresent(parts.outlet());
      return new Matched(match, new SequenceInputStream(new ByteArrayInputStream(beginning), in));
    } catch (IOException e) {
      throw new DataException(new Problem(origin, "the data cannot be read: " + IoReason.of(e)), e);
    }
  }

  /**
   * The parts of a CSV stream, as {@link #read(InputStream, String, Model, FormatMatch.Overrides)}.
   */
  TableParts parts(InputStream in, String origin, Model model, FormatMatch.Overrides overrides) {
    return TableParts.of(origin, receiver -> pass(in, origin, model, overrides, receiver));
  }

  private void pass(
      InputStream in,
      String origin,
      Model model,
      FormatMatch.Overrides overrides,
      Consumer<Table> receiver) {
    Matched stream = matched(in, origin, model, overrides);
    CsvReader.readParts(
        stream.whole,
        origin,
        stream.match.format(),
        part -> receiver.accept(stream.match.named(part)));
  }

  /** The parts of a file, as {@link #read(Path, Model, FormatMatch.Overrides)}. */
  TableParts parts(Path file, Model model, FormatMatch.Overrides overrides) {
    String name = String.valueOf(file.getFileName());
    return parts
        .models()
        .sources()
        .on(file, model)
        .map(source -> reader.parts(source, name))
        .orElseGet(
            () -> TableParts.of(name, receiver -> pass(file, name, model, overrides, receiver)));
  }

  /** The parts of a file that was recognised. */
  TableParts parts(Path file, Recognised recognised, Model model, FormatMatch.Overrides overrides) {
    return parts
        .models()
        .sources()
        .on(file, recognised, model)
        .map(source -> reader.parts(source, String.valueOf(file.getFileName())))
        .orElseGet(() -> parts(file, model, overrides));
  }

  private void pass(
      Path file,
      String name,
      Model model,
      FormatMatch.Overrides overrides,
      Consumer<Table> receiver) {
    if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        pass(in, name, model, overrides, receiver);
      } catch (IOException e) {
        throw new DataException(new Problem(name, "the data cannot be read: " + IoReason.of(e)), e);
      }
    } else if (Files.isRegularFile(file)) {
      FormatMatch match = FormatMatch.of(file, formatOf(model), inputsOf(model), overrides);
      match.warning(name).ifPresent(parts.outlet());
      CsvReader.readParts(file, match.format(), part -> receiver.accept(match.named(part)));
    } else {
      CsvReader.readParts(file, formatOf(model), receiver);
    }
  }

  /**
   * A file in the format of the data that a model was trained on.
   *
   * @param overrides set parts of the CSV format, if it is CSV; the rest is recognised
   */
  Table read(Path file, Model model, FormatMatch.Overrides overrides) {
    String name = String.valueOf(file.getFileName());
    return parts
        .models()
        .sources()
        .on(file, model)
        .map(source -> reader.read(source, name))
        .orElseGet(() -> readCsv(file, name, model, overrides));
  }

  private Table readCsv(Path file, String name, Model model, FormatMatch.Overrides overrides) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      return CsvReader.read(file, formatOf(model));
    }
    if (!Files.isRegularFile(file)) {
      return CsvReader.readOnce(file, in -> read(in, name, model, overrides));
    }
    FormatMatch match = FormatMatch.of(file, formatOf(model), inputsOf(model), overrides);
    match.warning(name).ifPresent(parts.outlet());
    return match.named(cache.read(file, match.format(), Integer.MAX_VALUE));
  }

  private static List<String> inputsOf(Model model) {
    return model.preparation().inputs().stream().map(PreparedColumn::name).toList();
  }

  /** A file that was recognised. */
  Table read(Path file, Recognised recognised, Model model, FormatMatch.Overrides overrides) {
    return parts
        .models()
        .sources()
        .on(file, recognised, model)
        .map(source -> reader.read(source, String.valueOf(file.getFileName())))
        .orElseGet(() -> read(file, model, overrides));
  }

  private static CsvFormat formatOf(Model model) {
    return model.data().map(DataSpec::format).orElseGet(CsvFormat::new);
  }
}
