package dev.gradus.engine;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.SourceReader;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import dev.gradus.engine.table.TableParts;
import dev.gradus.runtime.file.NearFile;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the tables that a configuration or an application names. */
final class DataReader {

  private final TableCache cache;
  private final boolean connects;

  /**
   * Creates a reader.
   *
   * @param cache holds tables that do not fit into memory
   * @param connects whether data sources may connect to another program
   */
  DataReader(TableCache cache, boolean connects) {
    this.cache = cache;
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

  /** The examples of a configuration, without validation examples from a separate file. */
  Table examples(Configuration configuration) {
    return examples(configuration, false);
  }

  /**
   * The same for a single training run: {@link Table#expendable()}, unless rows are dropped,
   * because then the table of all rows is needed as well.
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
