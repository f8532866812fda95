package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
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
final class TargetOptions {

  @Parameters(
      paramLabel = "FILE",
      description =
          "A file in CSV, IDX (plain or gzip), the format of LIBSVM or that of a plugin; - for standard input.")
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
  private Optional<PredictionTarget.Task> task = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "IDX",
      description =
          "The file of the labels, for images in IDX; unless given, that beside them with labels for images in its name.")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--header",
      arity = "1",
      paramLabel = "BOOLEAN",
      description =
          "Whether the first line of a CSV file names the columns: true or false; guessed unless given.")
  private Optional<Boolean> header = Optional.empty();

  @Mixin private PluginOptions plugins;

  Path file() {
    return file;
  }

  /** What the data are called in messages. */
  String name() {
    return isStandardInput() ? "standard input" : file.toString();
  }

  /** Why no configuration can name the data; empty if one can. */
  Optional<String> readOnce() {
    return isStandardInput() || Spool.isNeededFor(file)
        ? Optional.of(
            "this can be read only once, but a configuration names a file that is read whenever it is trained; save it as one")
        : Optional.empty();
  }

  private boolean isStandardInput() {
    return file.toString().equals(DataArgument.STANDARD_INPUT);
  }

  /** Reads the data. */
  DetectedData read() {
    DataArgument.checkNoFolder(file);
    labels.ifPresent(DataArgument::checkNoFolder);
    try (Gradus gradus = plugins.open()) {
      DetectedData found = readOnce().isPresent() ? readCopy(gradus) : recognised(gradus, file);
      found
          .doubt(readOnce().isPresent() ? name() : String.valueOf(file.getFileName()))
          .ifPresent(warnings());
      return found;
    }
  }

  private DetectedData readCopy(Gradus gradus) {
    try (InputStream in = isStandardInput() ? System.in : Files.newInputStream(file);
        Spool copy = Spool.of(in, name(), Runtime.getRuntime().maxMemory())) {
      return copy.read(data -> recognised(gradus, data));
    } catch (IOException e) {
      throw new DataException(new Problem(name(), "the data cannot be read: " + IoReason.of(e)), e);
    }
  }

  private DetectedData recognised(Gradus gradus, Path data) {
    return DetectedData.in(gradus, data, labels, header);
  }

  /** What the user was warned of. */
  WarningLines warnings() {
    return plugins.warnings();
  }

  /** What is to be predicted; empty if that has to be said. */
  Optional<PredictionTarget> goal(DetectedData found, List<ColumnSummary> columns) {
    return PredictionTarget.of(found, columns, target, task, name());
  }
}
