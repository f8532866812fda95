package dev.gradus.cli;

import dev.gradus.engine.GradusBuilder;
import picocli.CommandLine.Option;

/** The plugin options of a command that trains, or prepares training. */
final class TrainingPluginOptions extends DataPluginOptions {

  @Option(
      names = "--no-verify",
      description = "Skips the gradient check of plugins that are not built in.")
  private boolean unverified;

  @Override
  void applyTo(GradusBuilder builder) {
    super.applyTo(builder);
    if (unverified) {
      builder.withoutVerification();
    }
  }
}
