package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say where plugins are; shared by all commands. */
final class PluginOptions {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "A folder with plugin jars. They run with your rights: use only jars you trust.")
  private List<Path> folders = List.of();

  @Option(names = "--strict", description = "Makes a plugin jar that cannot be used an error.")
  private boolean strict;

  @Option(
      names = "--no-verify",
      description = "Trains without comparing the gradients of plugins with their values first.")
  private boolean unverified;

  @Option(
      names = "--no-connect",
      description =
          "Refuses data sources that open a connection, such as databases: for a configuration that you do not trust.")
  private boolean unconnected;

  private final WarningLines warnings = new WarningLines(System.err);

  /** What the user was warned of. */
  WarningLines warnings() {
    return warnings;
  }

  /**
   * Gradus with these plugins, which fits a linear model beside what it trains; of a broken jar the
   * user is warned.
   */
  Gradus open() {
    GradusBuilder builder = Gradus.builder().onWarning(warnings).withLinearModels();
    folders.forEach(builder::plugins);
    if (strict) {
      builder.strict();
    }
    if (unverified) {
      builder.withoutVerification();
    }
    if (unconnected) {
      builder.withoutConnections();
    }
    return builder.build();
  }
}
