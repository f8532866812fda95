package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.engine.binding.ConfigurationPlaces;
import dev.gradus.engine.plugin.Names;
import dev.gradus.runtime.problem.Quoting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains in a sentence what is wrong with a command line, and how to type it. */
final class UsageMistake {

  private UsageMistake() {}

  /** The sentence. */
  static String sentence(ParameterException e, List<String> arguments) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(command, unmatched.getUnmatched(), arguments);
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(command, missing.getMissing().get(0), String.valueOf(e.getMessage()));
    }
    if (e instanceof OverwrittenOptionException twice) {
      return twice.getOverwritten() instanceof OptionSpec option
          ? option.longestName() + " is given twice; leave one out"
          : String.valueOf(e.getMessage());
    }
    return Optional.ofNullable(e.getArgSpec())
        .flatMap(option -> badValue(option, String.valueOf(e.getValue())))
        .orElse(String.valueOf(e.getMessage()));
  }

  /** The sentence for a command that does not exist. */
  static ParameterException unknownCommand(CommandLine command, String name) {
    return new ParameterException(command, noCommand(command, name));
  }

  private static String noCommand(CommandLine command, String name) {
    List<String> names = List.copyOf(command.getSubcommands().keySet());
    Optional<String> meant =
        command.getParent() == null ? Commands.meant(name) : Names.meant(name, names);
    return "there is no command %s%s (the commands are: %s)"
        .formatted(
            Quoting.quote(name),
            meant.map(found -> "; did you mean '%s'?".formatted(found)).orElse(""),
            Names.list(names));
  }

  private static String unmatched(
      CommandLine command, List<String> unmatched, List<String> arguments) {
    String first = unmatched.get(0);
    if (first.startsWith("-") && !first.equals("-")) {
      return unknownOption(command, first, arguments);
    }
    if (!command.getSubcommands().isEmpty()) {
      return noCommand(command, first);
    }
    if (unmatched.contains("=")) {
      return "%s: there are spaces around the equals sign; write --set training.epochs=5 without spaces"
          .formatted(Quoting.quote(first));
    }
    long parameters =
        command.getCommandSpec().positionalParameters().stream()
            .filter(parameter -> !parameter.hidden())
            .count();
    return "%s is one argument too many: %s takes %s%s"
        .formatted(
            Quoting.quote(first),
            command.getCommandSpec().qualifiedName(),
            parameters == 0 ? "none" : labels(command.getCommandSpec()),
            first.contains("=") ? "; did you mean --set " + first + "?" : "");
  }

  private static String labels(CommandSpec spec) {
    return String.join(
        " and ", spec.positionalParameters().stream().map(ArgSpec::paramLabel).toList());
  }

  private static String unknownOption(CommandLine command, String option, List<String> arguments) {
    String[] given = option.split("=", 2);
    String name = given[0];
    CommandSpec spec = command.getCommandSpec();
    String start = "%s is not an option of %s".formatted(Quoting.quote(name), spec.qualifiedName());
    List<String> options =
        spec.options().stream()
            .filter(shown -> !shown.hidden())
            .flatMap(shown -> Stream.of(shown.names()))
            .filter(shown -> shown.startsWith("--"))
            .toList();
    Optional<String> longer =
        options.stream()
            .filter(shown -> name.length() > 3 && shown.startsWith(Names.canonical(name)))
            .findFirst();
    if (longer.isPresent()) {
      return start + "; did you mean '" + longer.get() + "'?";
    }
    List<String> paths = settings(command, name.replaceFirst("^-+", ""), arguments);
    if (!paths.isEmpty()) {
      String value = given.length == 2 ? given[1] : behind(option, arguments);
      return "%s; write --set %s".formatted(start, Shell.argument(paths.get(0) + "=" + value));
    }
    return "%s%s (the options are: %s)"
        .formatted(start, guess(name, options), Names.closest(name, options));
  }

  /** Compares only letters, because all options begin with hyphens. */
  private static String guess(String name, List<String> options) {
    List<String> words = options.stream().map(option -> option.substring(2)).toList();
    return Names.meant(name.replaceFirst("^-+", ""), words)
        .map(word -> "; did you mean '--" + word + "'?")
        .orElse("");
  }

  /** The argument that follows the option. */
  private static String behind(String option, List<String> arguments) {
    int next = arguments.indexOf(option) + 1;
    return next < arguments.size() && !arguments.get(next).startsWith("--")
        ? arguments.get(next)
        : "VALUE";
  }

  /** The paths in the configuration that have the name of the option. */
  private static List<String> settings(CommandLine command, String key, List<String> arguments) {
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(ConfigOptions.class::isInstance)
        .map(ConfigOptions.class::cast)
        .flatMap(config -> ConfigurationPlaces.pathsOf(fileOf(config, arguments), key).stream())
        .toList();
  }

  /** The configuration, which may come after the unknown option. */
  private static Path fileOf(ConfigOptions config, List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.endsWith(".yaml") || argument.endsWith(".yml"))
        .map(Path::of)
        .findFirst()
        .orElse(config.file());
  }

  private static String missing(CommandLine command, ArgSpec missing, String message) {
    String name = command.getCommandSpec().qualifiedName();
    String example =
        Examples.of(name).stream().findFirst().map(first -> ", as in: " + first.line()).orElse("");
    if (missing instanceof OptionSpec option) {
      boolean value = message.contains("for option");
      return value
          ? "%s needs a value: %s %s"
              .formatted(option.longestName(), option.longestName(), option.paramLabel())
          : "%s is missing%s".formatted(option.longestName(), example);
    }
    return "%s is missing%s".formatted(missing.paramLabel(), example);
  }

  private static Optional<String> badValue(ArgSpec option, String value) {
    Class<?> type = option.type() == Optional.class ? option.auxiliaryTypes()[0] : option.type();
    String name = option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
    if (type.isEnum()) {
      List<String> constants = Candidates.of(type);
      String guess = Names.didYouMean(value, constants);
      return Optional.of(
          "%s is %s; %s must be one of %s"
              .formatted(
                  name,
                  Quoting.quote(value),
                  guess.isEmpty() ? "it" : guess + " It",
                  Names.list(constants)));
    }
    if (Arrays.asList(int.class, Integer.class, long.class).contains(type)) {
      return Optional.of(
          "%s is %s; it must be a whole number".formatted(name, Quoting.quote(value)));
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of(
          "%s is %s; it must be true or false".formatted(name, Quoting.quote(value)));
    }
    if (type == TimeBudget.class) {
      return Optional.of(TimeBudget.refusal(name, value));
    }
    return type == Path.class ? Optional.of(FileArgument.refusal(value)) : Optional.empty();
  }
}
