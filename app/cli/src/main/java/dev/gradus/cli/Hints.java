package dev.gradus.cli;

import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;

/** Says in words of the command line what the engine leaves to the program that uses it. */
final class Hints {

  /** What the place of a setting begins with in the engine. */
  static final String SETTING = "setting ";

  private static final String SET = "--set ";

  private Hints() {}

  /** The problem with its place, and its remedy, as options of the command. */
  static Problem of(Problem problem) {
    String where = problem.where();
    return new Problem(
        where.startsWith(SETTING) ? SET + where.substring(SETTING.length()) : where,
        problem.sentence() + hint(problem.remedy()),
        problem.remedy());
  }

  private static String hint(Remedy remedy) {
    return switch (remedy) {
      case IN_THE_SENTENCE -> "";
      case ADD_PLUGINS -> ", as with --plugins DIR";
      case ALLOW_CONNECTIONS -> " (leave out --no-connect)";
      case ASK_FOR_SEEDS -> ", as with --seeds 3";
      case WRITE_LOCK -> ", as with gradus plugin lock --plugins DIR";
      case VERIFY_PLUGIN -> "; gradus plugin verify shows when it is right";
    };
  }
}
