package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.DataException;
import dev.gradus.engine.data.IoReason;
import dev.gradus.engine.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file and what to predict from it; shared by the commands that look at data. */
final class GoalOptions {

  @Parameters(
      paramLabel = "FILE",
      description = "A file in CSV, IDX (plain or gzip) or the format of LIBSVM.")
  private Path file = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column to predict, by its name or its number; the label, or the last one, unless given.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description =
          "Whether the target is to be predicted as one of its classes or as a number: classes or regression;"
              + " without it texts are classes, and so are few whole numbers.")
  private Optional<Goal.Task> task = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "IDX",
      description =
          "The file of the labels, for images in IDX; unless given, that beside them with labels for images in its name.")
  private Optional<Path> labels = Optional.empty();

  @Mixin private PluginOptions plugins;

  Path file() {
    return file;
  }

  /** Reads the file. */
  Found read() {
    try (Gradus gradus = plugins.open()) {
      if (!Spool.isNeededFor(file)) {
        return Recognition.of(gradus, file, labels);
      }
      String name = String.valueOf(file.getFileName());
      try (InputStream in = Files.newInputStream(file);
          Spool copy = Spool.of(in, name, Runtime.getRuntime().maxMemory())) {
        return Recognition.of(gradus, copy.file(), labels);
      } catch (IOException e) {
        throw new DataException(
            new Problem(file.toString(), "the data cannot be read: " + IoReason.of(e)), e);
      }
    }
  }

  /** What the user was warned of. */
  WarningLines warnings() {
    return plugins.warnings();
  }

  /** What is to be predicted; empty if that has to be said. */
  Optional<Goal> goal(Found found, List<ColumnSummary> columns) {
    return Goal.of(found, columns, target, task);
  }
}
