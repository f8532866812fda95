package dev.gradus.engine;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.parts.EngineParts;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.SourceReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.file.NearFile;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads tables from where a configuration, a model, or an application says. */
final class DataReader {

  private final EngineParts parts;
  private final boolean connects;

  /**
   * Makes a reader.
   *
   * @param connects whether data sources may reach out to another program
   */
  DataReader(EngineParts parts, boolean connects) {
    this.parts = parts;
    this.connects = connects;
  }

  /** What a data source gives. */
  Table read(DataSource source, String origin) {
    refuseConnection(source);
    return Verifier.naming(
        source, "while it read the data", () -> SourceReader.read(source, origin));
  }

  private void refuseConnection(DataSource source) {
    if (!connects && source.reachesOut()) {
      throw new ConfigurationException(
          new Problem(
              "",
              "data.source: %s opens a connection to another program, which is not allowed here; if you trust the configuration, allow it, or name a file with data.csv"
                  .formatted(PluginType.nameOf(source)),
              Remedy.ALLOW_CONNECTIONS));
    }
  }

  /** A stream of CSV in the format of the data that a model was trained on. */
  Table read(InputStream in, String origin, Model model) {
    return CsvReader.read(in, origin, formatOf(model));
  }

  /** A file in the form of the data that a model was trained on. */
  Table read(Path file, Model model) {
    String name = String.valueOf(file.getFileName());
    return parts
        .models()
        .sources()
        .on(file, model)
        .map(source -> read(source, name))
        .orElseGet(() -> CsvReader.read(file, formatOf(model)));
  }

  /** A file that was recognised. */
  Table read(Path file, Recognised recognised, Model model) {
    return parts
        .models()
        .sources()
        .on(file, recognised, model)
        .map(source -> read(source, String.valueOf(file.getFileName())))
        .orElseGet(() -> read(file, model));
  }

  private static CsvFormat formatOf(Model model) {
    return model.data().map(DataSpec::format).orElseGet(CsvFormat::new);
  }

  /** The examples of a configuration, those apart that have a file of their own. */
  Table examples(Configuration configuration) {
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
                            "data.csv is missing: the configuration does not say which data to train on")));
    return read("data.csv", data.csv().orElseThrow(), data);
  }

  /** A file that a configuration names; what is wrong with the name is said of that place. */
  private static Table read(String path, Path file, DataSpec data) {
    if (Files.notExists(file)) {
      throw new DataException(Problem.of(path + ": " + missing(file)));
    }
    return CsvReader.read(file, data.format());
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

  /** The validation part of a configuration, if it has a file of its own. */
  Optional<Table> validation(Configuration configuration) {
    return configuration
        .data()
        .flatMap(data -> data.validation().map(file -> read("data.validation", file, data)));
  }
}
