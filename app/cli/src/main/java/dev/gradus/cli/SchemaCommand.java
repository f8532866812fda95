package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the JSON Schema of configurations, for editors. */
@Command(
    description =
        "Prints a JSON Schema of configurations with all installed plugins, for completion and help in editors.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      System.out.println(gradus.schema());
    }
    return Main.DONE;
  }
}
