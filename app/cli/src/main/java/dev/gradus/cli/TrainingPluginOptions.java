package dev.gradus.cli;

import dev.gradus.engine.GradusBuilder;
import picocli.CommandLine.Option;

/** The options about plugins of a command that trains, or prepares to. */
final class TrainingPluginOptions extends DataPluginOptions {

  @Option(
      names = "--no-verify",
      description = "Does not check the gradients of plugins against their values first.")
  private boolean unverified;

  @Override
  void applyTo(GradusBuilder builder) {
    super.applyTo(builder);
    if (unverified) {
      builder.withoutVerification();
    }
  }
}
