package dev.gradus.cli;

import dev.gradus.engine.GradusBuilder;
import picocli.CommandLine.Option;

/** The plugin options of a command that reads data. */
sealed class DataPluginOptions extends PluginOptions permits TrainingPluginOptions {

  @Option(
      names = "--no-connect",
      description =
          "Refuses data sources that open a connection, such as databases. Use it with a configuration or a model that you do not trust.")
  private boolean unconnected;

  @Override
  void applyTo(GradusBuilder builder) {
    super.applyTo(builder);
    if (unconnected) {
      builder.withoutConnections();
    }
  }
}
