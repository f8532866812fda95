package dev.gradus.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "new", mixinStandardHelpOptions = true)
final class PluginNewCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return Main.DONE;
  }
}
