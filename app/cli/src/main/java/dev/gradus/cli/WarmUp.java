package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.PluginList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Does once what a command does after its options are read, in a second thread, while they are
 * read: that takes about as long. What it makes is discarded, but Java keeps the classes.
 */
final class WarmUp implements Runnable, Thread.UncaughtExceptionHandler {

  /** The commands that begin with a configuration. */
  private static final Set<String> TRAINING =
      Set.of("train", "compare", "cross-validate", "tune", "check", "explain");

  /** The commands that begin with a model. */
  private static final Set<String> PREDICTING =
      Set.of("predict", "evaluate", "importance", "serve");

  /** The largest file, in bytes, that is read twice without taking much time or memory. */
  private static final int SMALL = 1 << 16;

  private final List<String> arguments;

  private WarmUp(String... arguments) {
    this.arguments = List.of(arguments);
  }

  /** Starts, if the arguments name a command that needs an engine; does not wait. */
  static void load(String... arguments) {
    if (arguments.length > 1
        && (TRAINING.contains(arguments[0]) || PREDICTING.contains(arguments[0]))
        && Runtime.getRuntime().availableProcessors() > 1) {
      // No lambda: the first one in a process takes milliseconds.
      WarmUp warmUp = new WarmUp(arguments);
      Thread thread = new Thread(warmUp, "gradus-warm-up");
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler(warmUp);
      thread.start();
    }
  }

  @Override
  public void run() {
    GradusBuilder builder = InstalledPlugins.builder().onWarning(warning -> {});
    // Other plugins may do something that must not be done twice.
    boolean known = InstalledPlugins.list().filter(PluginList::isOfGradus).isPresent();
    if (arguments.contains("--no-verify")) {
      builder.withoutVerification();
    }
    try (Gradus gradus = builder.build()) {
      Path path = Path.of(arguments.get(1));
      if (!known) {
        return;
      }
      if (TRAINING.contains(arguments.get(0))) {
        if (isSmall(path)) {
          gradus.job(gradus.read(path)).verify();
        }
      } else {
        Path model = Files.isDirectory(path) ? path.resolve(TrainCommand.MODEL_FILE) : path;
        if (isSmall(model)) {
          gradus.load(model).predictor();
        }
      }
    }
  }

  /** What fails here fails again in the command, which reports it. */
  @Override
  public void uncaughtException(Thread thread, Throwable e) {}

  /** Not a pipe, nor standard input, which can be read once. */
  private static boolean isSmall(Path path) {
    return !path.startsWith("/dev") && Files.isRegularFile(path) && path.toFile().length() <= SMALL;
  }
}
