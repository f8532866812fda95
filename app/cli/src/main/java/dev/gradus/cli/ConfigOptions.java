package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration that a command is about, and what overrides its values. */
final class ConfigOptions {

  @Parameters(paramLabel = "CONFIG", description = "The YAML file.")
  private Path config = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the file, e.g. --set training.epochs=5.")
  private List<String> settings = List.of();

  /** The file. */
  Path file() {
    return config;
  }

  /** What overrides its values, in the order in which it was given, then some more. */
  Setting[] settings(Setting... more) {
    List<Setting> all = new ArrayList<>(settings.stream().map(Setting::parse).toList());
    all.addAll(List.of(more));
    return all.toArray(Setting[]::new);
  }

  /** Reads it. */
  Configuration read(Gradus gradus, Setting... more) {
    return gradus.read(config, settings(more));
  }

  /** The name of the file without its ending. */
  String name() {
    String file = String.valueOf(config.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  /** Where results go that nobody has said a place for: {@code gradus-runs} and a name. */
  static Path defaultOutput(String name) {
    return Path.of("gradus-runs", name);
  }
}
