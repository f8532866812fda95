package dev.gradus.cli;

import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Expresses the remedies of the engine as options of the command line. */
final class Hints {

  /** The beginning of the place of a setting in a message of the engine. */
  static final String SETTING = "setting ";

  private Hints() {}

  /** The message of a problem with its place, and with the remedy as options of the command. */
  static Problem of(Problem problem, CommandLine command) {
    String where = problem.where();
    return new Problem(
        where.startsWith(SETTING) ? option(where.substring(SETTING.length()), command) : where,
        problem.sentence() + hint(problem.remedy()),
        problem.remedy());
  }

  private static String option(String path, CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(ConfigOptions.class::isInstance)
        .map(ConfigOptions.class::cast)
        .map(options -> options.optionFor(path))
        .findFirst()
        .orElse("--set " + path);
  }

  private static String hint(Remedy remedy) {
    return switch (remedy) {
      case IN_THE_SENTENCE -> "";
      case ADD_PLUGINS -> ", as with --plugins DIR";
      case ALLOW_CONNECTIONS -> " (leave out --no-connect)";
      case ASK_FOR_SEEDS -> ", as with --seeds 3";
      case WRITE_LOCK -> ", as with gradus plugin lock --plugins DIR";
      case VERIFY_PLUGIN -> "; check it with gradus plugin verify";
    };
  }
}
