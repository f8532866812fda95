package dev.gradus.cli;

import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.table.Caching;
import picocli.CommandLine.Option;

/** The plugin options of a command that trains, or prepares training. */
final class TrainingPluginOptions extends DataPluginOptions {

  @Option(
      names = "--no-verify",
      description = "Skips the gradient check of plugins that are not built in.")
  private boolean unverified;

  @Option(
      names = "--cache",
      paramLabel = "WHEN",
      defaultValue = "auto",
      completionCandidates = Candidates.OfCaching.class,
      description =
          "When the table of a CSV file is kept in a file, from which the next run takes it: auto (if it does not fit into memory), always, or never (then a table that does not fit is refused). The model is the same. See gradus cache.")
  private Caching caching = Caching.AUTO;

  @Override
  void applyTo(GradusBuilder builder) {
    super.applyTo(builder);
    builder.caching(caching);
    if (unverified) {
      builder.withoutVerification();
    }
  }
}
