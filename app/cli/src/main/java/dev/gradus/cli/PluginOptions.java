package dev.gradus.cli;

import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.TableCache;
import dev.gradus.serve.ServingHandler;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say where plugins are; shared by all commands that load some. */
sealed class PluginOptions permits DataPluginOptions {

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "A folder with plugin jars; may be repeated. They run with your rights: use only jars you trust.")
  private List<Path> folders = List.of();

  @Option(names = "--strict", description = "Treats an unusable plugin jar as an error.")
  private boolean strict;

  private final WarningLines warnings = new WarningLines(System.err);

  /** What the user was warned of. */
  final WarningLines warnings() {
    return warnings;
  }

  /** Whether the user says anything about plugins. */
  final boolean areGiven() {
    return strict || !folders.isEmpty();
  }

  /** Whether the user names folders of plugins. */
  final boolean hasFolders() {
    return !folders.isEmpty();
  }

  /** Passes the options on. */
  void applyTo(GradusBuilder builder) {
    folders.forEach(builder::plugins);
    if (strict) {
      builder.strict();
    }
  }

  /**
   * Opens Gradus with these plugins, to answer requests. What it warns of in a request is in the
   * answer, and would only fill standard error.
   */
  final Gradus openToServe() {
    GradusBuilder builder =
        InstalledPlugins.builder()
            .onWarning(
                warning -> {
                  if (!ServingHandler.isAnswering()) {
                    warnings.accept(warning);
                  }
                });
    applyTo(builder);
    return builder.build();
  }

  /**
   * Opens Gradus with these plugins. It also fits a linear model to what it trains on, and warns of
   * broken jars.
   */
  final Gradus open() {
    return open(InstalledPlugins.builder().onWarning(warnings).withLinearModels());
  }

  /** Keeps CSV files that do not fit into memory, for commands that only describe them. */
  final TableCache cache() {
    return new TableCache(TableCache.folderOfUser(), Caching.AUTO, warnings);
  }

  /**
   * The same to describe a table. One that a plugin reads must be in memory, since a small file may
   * stand for very many rows.
   */
  final Gradus openToDescribe() {
    GradusBuilder builder = InstalledPlugins.builder().onWarning(warnings);
    applyTo(builder);
    return builder.caching(Caching.NEVER).build();
  }

  /** Opens Gradus with these plugins for a trial, of which nothing is said. */
  final Gradus openForTrial() {
    return open(InstalledPlugins.builder().onWarning(unused -> {}));
  }

  private Gradus open(GradusBuilder builder) {
    applyTo(builder);
    return builder.build();
  }
}
