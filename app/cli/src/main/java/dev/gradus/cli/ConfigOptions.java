package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationPlaces;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration that a command uses, and the options that change its values. */
final class ConfigOptions {

  /** The beginning of a message about a value of the document. */
  private static final Pattern PATH = Pattern.compile("^([a-z][^:\\s]*): ");

  @Parameters(paramLabel = "CONFIG", description = "The configuration, a YAML file.")
  private Path config = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of CONFIG, e.g. --set training.epochs=5; may be repeated.")
  private List<String> settings = List.of();

  /** The options other than {@code --set} that set a value, by the path that they set. */
  private final Map<String, String> replaced = new HashMap<>();

  /** The same for a command whose configuration may be left out. */
  static ConfigOptions of(Path config) {
    ConfigOptions options = new ConfigOptions();
    options.config = config;
    return options;
  }

  /** The file of the configuration. */
  Path file() {
    return config;
  }

  /** The settings in the order in which they were given, followed by additional ones. */
  Setting[] settings(Setting... more) {
    List<Setting> all = new ArrayList<>(settings.stream().map(Setting::parse).toList());
    all.addAll(List.of(more));
    return all.toArray(Setting[]::new);
  }

  /**
   * Declares that another option sets a value, so that messages name that option.
   *
   * @param option such as {@code --losses}
   * @param path such as {@code loss}
   */
  void given(String option, String path) {
    replaced.put(path, option);
  }

  /** The option that sets a value: {@code --set} with its path, unless another option sets it. */
  String optionFor(String path) {
    return replaced.getOrDefault(path, "--set " + path);
  }

  /** Reads the configuration. */
  Configuration read(Gradus gradus, Setting... more) {
    return gradus.read(checked(), settings(more));
  }

  /**
   * Refuses a file that is a model, a table of data or something else that users mix up with a
   * configuration.
   *
   * @throws GradusException that says what the file is, and what to do
   */
  Path checked() {
    FileKind kind = FileKind.of(config);
    if (kind == FileKind.MODEL || kind == FileKind.TABLE || kind == FileKind.PAGE) {
      throw refusal(ModelArgument.what(kind) + ", not a configuration; " + remedy(kind));
    }
    if (Files.isRegularFile(config.resolve(TrainCommand.MODEL_FILE))) {
      throw refusal(
          "this is the folder of a model, not a configuration; " + remedy(FileKind.MODEL));
    }
    if (kind == FileKind.FOLDER) {
      List<Path> inside = yamlIn(config);
      if (inside.size() == 1) {
        throw refusal("this is a folder; did you mean '%s'?".formatted(inside.get(0)));
      }
    }
    Path beside = config.resolveSibling(name() + ".yaml");
    if (!config.toString().isEmpty() && Files.notExists(config) && Files.exists(beside)) {
      throw refusal("there is no such file; did you mean '%s'?".formatted(beside));
    }
    return config;
  }

  private String remedy(FileKind kind) {
    Path beside = InitCommand.beside(config);
    return switch (kind) {
      case MODEL ->
          "to see what it predicts: gradus predict %s DATA; to explain with its weights: gradus explain CONFIG --model %s"
              .formatted(Shell.file(config), Shell.file(config));
      case TABLE ->
          Files.exists(beside)
              ? "did you mean '%s'?".formatted(beside)
              : "to write one for it: gradus init " + Shell.file(config);
      default -> "name the YAML file";
    };
  }

  private static List<Path> yamlIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*[.]ya?ml")).limit(2).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private GradusException refusal(String sentence) {
    return new GradusException(new Problem(config.toString(), sentence));
  }

  /**
   * Adds the place in the file to a problem that names only the path in the configuration. A value
   * that an option has replaced has no place in the file.
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
        .filter(options -> !options.replaced.containsKey(path.group(1)))
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

  /** Removes the path from the message if the setting already names it. */
  private static String sayingOnce(String place, String path, String sentence) {
    String said = place.startsWith(Hints.SETTING) ? place.substring(Hints.SETTING.length()) : "";
    if (said.startsWith(path)) {
      return sentence.substring(path.length() + ": ".length());
    }
    return !said.isEmpty() && path.startsWith(said + ".")
        ? sentence.substring(said.length() + 1)
        : sentence;
  }

  /** The name of the file without its extension. */
  String name() {
    String file = String.valueOf(config.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  /** The default folder for results: {@code gradus-runs} and a name. */
  static Path defaultOutput(String name) {
    return Path.of("gradus-runs", name);
  }
}
