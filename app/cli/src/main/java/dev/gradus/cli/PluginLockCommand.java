package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.plugin.PluginLock;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records which jars of a folder are trusted. */
@Command(
    name = "lock",
    description =
        "Writes the SHA-256 of every jar of a folder to plugins.lock. From then on, Gradus loads no other jar from the folder. This command loads none.",
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
        "%s: from now on, only these jars of the folder are loaded: %s"
            .formatted(folder.resolve(PluginLock.FILE), String.join(", ", lock.sha256().keySet())));
    return Main.DONE;
  }
}
