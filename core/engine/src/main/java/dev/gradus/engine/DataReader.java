package dev.gradus.engine;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.FormatMatch;
import dev.gradus.engine.table.SourceReader;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.engine.table.TableParts;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.file.NearFile;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the tables that a configuration, a model, or an application names. */
final class DataReader {

  /** The number of bytes of a stream that are examined before it is read. */
  private static final int BEGINNING = 1 << 16;

  private final EngineParts parts;
  private final TableCache cache;
  private final boolean connects;

  /**
   * Creates a reader.
   *
   * @param cache holds tables that do not fit into memory
   * @param connects whether data sources may connect to another program
   */
  DataReader(EngineParts parts, TableCache cache, boolean connects) {
    this.cache = cache;
    this.parts = parts;
    this.connects = connects;
  }

  /** Reads a CSV file. */
  Table read(Path csv) {
    return cache.read(csv, new CsvFormat(), Integer.MAX_VALUE);
  }

  /** Reads a data source. */
  Table read(DataSource source, String origin) {
    refuseConnection(source);
    return Verifier.naming(source, "while it read the data", () -> cache.read(source, origin));
  }

  private void refuseConnection(DataSource source) {
    if (!connects && source.reachesOut()) {
      throw new ConfigurationException(
          new Problem(
              "",
              "data.source: %s opens a connection to another program, which is not allowed here; allow it if you trust the configuration, or name a file with data.csv"
                  .formatted(PluginType.nameOf(source)),
              Remedy.ALLOW_CONNECTIONS));
    }
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

  /** The parts of a data source. */
  TableParts parts(DataSource source, String origin) {
    refuseConnection(source);
    return TableParts.of(
        origin,
        receiver ->
            Verifier.naming(
                source,
                "while it read the data",
                () -> {
                  SourceReader.readParts(source, origin, receiver);
                  return origin;
                }));
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
        .map(source -> parts(source, name))
        .orElseGet(
            () -> TableParts.of(name, receiver -> pass(file, name, model, overrides, receiver)));
  }

  /** The parts of a file that was recognised. */
  TableParts parts(Path file, Recognised recognised, Model model, FormatMatch.Overrides overrides) {
    return parts
        .models()
        .sources()
        .on(file, recognised, model)
        .map(source -> parts(source, String.valueOf(file.getFileName())))
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
        .map(source -> read(source, name))
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
        .map(source -> read(source, String.valueOf(file.getFileName())))
        .orElseGet(() -> read(file, model, overrides));
  }

  private static CsvFormat formatOf(Model model) {
    return model.data().map(DataSpec::format).orElseGet(CsvFormat::new);
  }

  /** The examples of a configuration, without validation examples from a separate file. */
  Table examples(Configuration configuration) {
    return examples(configuration, false);
  }

  /**
   * The same for a single training run: {@link Table#expendable()}, unless rows are dropped, because
   * then the table of all rows is needed as well.
   */
  Table examplesAlone(Configuration configuration) {
    boolean dropsRows =
        configuration.data().filter(data -> data.missing() == DataSpec.Missing.DROP).isPresent();
    return dropsRows ? examples(configuration) : examples(configuration, true).expendable();
  }

  /**
   * Reads the examples.
   *
   * @param alone whether they may take most of the memory
   */
  private Table examples(Configuration configuration, boolean alone) {
    Optional<DataSource> source = configuration.data().flatMap(DataSpec::source);
    if (source.isPresent()) {
      return read(source.get(), PluginType.nameOf(source.get()));
    }
    DataSpec data =
        configuration
            .data()
            .filter(spec -> spec.csv().isPresent())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        Problem.of(
                            "data.csv is missing: the configuration does not name the data to train on")));
    // Tables for validation and test take memory, too.
    boolean most = alone && data.validation().isEmpty() && data.test().isEmpty();
    return read("data.csv", data.csv().orElseThrow(), data, configuration, most);
  }

  /** A file that a configuration names; errors in the name are reported at its place. */
  private Table read(String path, Path file, DataSpec data, Configuration configuration) {
    return read(path, file, data, configuration, false);
  }

  private Table read(
      String path, Path file, DataSpec data, Configuration configuration, boolean most) {
    if (Files.notExists(file)) {
      throw new DataException(Problem.of(path + ": " + missing(file)));
    }
    int threads = configuration.training().threads().orElse(Integer.MAX_VALUE);
    return most
        ? cache.readExpendable(file, data.format(), threads)
        : cache.read(file, data.format(), threads);
  }

  private static String missing(Path file) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    return Files.isDirectory(folder)
        ? "there is no file '%s' in the folder %s%s"
            .formatted(
                file.getFileName(),
                folder,
                NearFile.of(file).map(name -> "; did you mean '%s'?".formatted(name)).orElse(""))
        : "there is no file '%s', and no folder %s".formatted(file, folder);
  }

  /** The validation examples of a configuration, if they have a separate file. */
  Optional<Table> validation(Configuration configuration) {
    return configuration
        .data()
        .flatMap(
            data ->
                data.validation().map(file -> read("data.validation", file, data, configuration)));
  }

  /** The test examples of a configuration, if they have a separate file. */
  Optional<Table> test(Configuration configuration) {
    return configuration
        .data()
        .flatMap(data -> data.test().map(file -> read("data.test", file, data, configuration)));
  }
}
