package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationPlaces;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration that a command is about, and what overrides its values. */
final class ConfigOptions {

  /** What a sentence about a value of the document begins with. */
  private static final Pattern PATH = Pattern.compile("^([a-z][^:\\s]*): ");

  @Parameters(paramLabel = "CONFIG", description = "The YAML file.")
  private Path config = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a value of the file, e.g. --set training.epochs=5.")
  private List<String> settings = List.of();

  /** The paths of values that other options of the command have taken the place of. */
  private final Set<String> replaced = new HashSet<>();

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
    List.of(more).forEach(setting -> replaced.add(setting.path()));
    return gradus.read(config, settings(more));
  }

  /**
   * A problem of which only the path in the configuration was known, with the place in the file
   * that the command is about; a value that another option has replaced is not in that file.
   */
  static Problem placed(Problem problem, CommandLine command) {
    Matcher path = PATH.matcher(problem.sentence());
    if (!problem.where().isEmpty() || !path.find()) {
      return problem;
    }
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(ConfigOptions.class::isInstance)
        .map(ConfigOptions.class::cast)
        .filter(options -> !options.replaced.contains(path.group(1)))
        .flatMap(
            options ->
                ConfigurationPlaces.of(options.config, List.of(options.settings()), path.group(1))
                    .stream())
        .map(
            place ->
                new Problem(
                    place, sayingOnce(place, path.group(1), problem.sentence()), problem.remedy()))
        .findFirst()
        .orElse(problem);
  }

  /** A setting says its path itself, of which the sentence says what follows. */
  private static String sayingOnce(String place, String path, String sentence) {
    String said = place.startsWith(Hints.SETTING) ? place.substring(Hints.SETTING.length()) : "";
    if (said.startsWith(path)) {
      return sentence.substring(path.length() + ": ".length());
    }
    return !said.isEmpty() && path.startsWith(said + ".")
        ? sentence.substring(said.length() + 1)
        : sentence;
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
