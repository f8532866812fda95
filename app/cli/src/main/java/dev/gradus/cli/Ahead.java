package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import java.util.Set;

/**
 * Loads the classes of the engine in a second thread while the options of a command are read: both
 * take about as long. The engine that is made here is not used, but Java keeps its classes.
 */
final class Ahead {

  /** The commands that work with an engine. */
  private static final Set<String> WORKING =
      Set.of(
          "train",
          "predict",
          "evaluate",
          "importance",
          "compare",
          "cross-validate",
          "tune",
          "check",
          "explain");

  private Ahead() {}

  /** Begins to load, if the arguments name a command that needs it; does not wait. */
  static void load(String... arguments) {
    if (arguments.length > 1
        && WORKING.contains(arguments[0])
        && Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(() -> Gradus.create().close(), "gradus-ahead");
      thread.setDaemon(true);
      // What fails here fails again in the command, which reports it.
      thread.setUncaughtExceptionHandler((failed, e) -> {});
      thread.start();
    }
  }
}
