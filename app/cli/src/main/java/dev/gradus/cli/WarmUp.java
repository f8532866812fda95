package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import java.util.Set;

/**
 * Loads the classes of the engine in a second thread while the options of a command are read, which
 * takes about as long. The engine itself is discarded, but Java keeps its classes.
 */
final class WarmUp {

  /** The commands that need an engine. */
  private static final Set<String> COMMANDS =
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

  private WarmUp() {}

  /** Starts to load them, if the arguments name a command that needs them; does not wait. */
  static void load(String... arguments) {
    if (arguments.length > 1
        && COMMANDS.contains(arguments[0])
        && Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(() -> Gradus.create().close(), "gradus-warm-up");
      thread.setDaemon(true);
      // What fails here fails again in the command, which reports it.
      thread.setUncaughtExceptionHandler((failed, e) -> {});
      thread.start();
    }
  }
}
