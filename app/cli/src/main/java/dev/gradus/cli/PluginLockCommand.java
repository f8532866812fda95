package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.plugin.PluginLock;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes down which jars of a folder are trusted. */
@Command(
    name = "lock",
    description =
        "Writes plugins.lock, the SHA-256 of every jar of a folder; from then on no other jar in it is loaded. It loads nothing.",
    mixinStandardHelpOptions = true)
final class PluginLockCommand implements Callable<Integer> {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      required = true,
      description = "The folder with the jars that you trust.")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    PluginLock lock = Gradus.lock(folder);
    System.out.print(lock.text());
    System.err.println(
        "%s: trusted from now on, and nothing else in that folder: %s"
            .formatted(folder.resolve(PluginLock.FILE), String.join(", ", lock.sha256().keySet())));
    return Main.DONE;
  }
}
