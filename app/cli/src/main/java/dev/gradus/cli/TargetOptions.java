package dev.gradus.cli;

import dev.gradus.cli.text.WarningLines;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
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

/** The file and the target, for the commands that look at data. */
final class TargetOptions {

  @Parameters(
      paramLabel = "FILE",
      description =
          "The data: CSV, IDX (plain or gzip), LIBSVM or the format of a plugin; - for standard input.")
  private Path file = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column to predict, by its name or its number (default: the label, the column with a usual name such as target, class or price, or the last column).")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      completionCandidates = Candidates.OfTasks.class,
      description =
          "How to predict the target: classes or regression (default: classes for text and for few distinct whole numbers, else regression).")
  private Optional<PredictionTarget.Task> task = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "IDX",
      description =
          "The file with the labels of images in IDX (default: the file next to FILE with labels instead of images in its name).")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--header",
      arity = "1",
      paramLabel = "BOOLEAN",
      description =
          "Whether the first line of a CSV file names the columns: true or false (default: guessed).")
  private Optional<Boolean> header = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "YAML",
      description =
          "How a CSV file is written, if it is not detected, as in a configuration: '{skip-lines: 3, delimiter: \"~\"}'.")
  private Optional<String> format = Optional.empty();

  @Mixin private DataPluginOptions plugins;

  Path file() {
    return file;
  }

  /** The name of the data in messages. */
  String name() {
    return isStandardInput() ? "standard input" : file.toString();
  }

  /** The reason why a configuration cannot name the data; empty if it can. */
  Optional<String> readOnce() {
    return isStandardInput() || Spool.isNeededFor(file)
        ? Optional.of(
            "this can be read only once, but a configuration needs a file that every training run can read; save it as a file")
        : Optional.empty();
  }

  private boolean isStandardInput() {
    return file.toString().equals(DataArgument.STANDARD_INPUT);
  }

  /** Reads the data. */
  DetectedData read() {
    if (header.isPresent() && format.isPresent()) {
      throw new GradusException(
          Problem.of("--format says whether there is a header (header: false); remove --header"));
    }
    DataArgument.checkIsData(file);
    labels.ifPresent(DataArgument::checkIsData);
    try (Gradus gradus = plugins.openToDescribe()) {
      DetectedData found = readOnce().isPresent() ? readCopy(gradus) : recognised(gradus, file);
      found
          .doubts(readOnce().isPresent() ? name() : String.valueOf(file.getFileName()))
          .forEach(warnings());
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
    Optional<CsvFormat> whole =
        format.map(
            text ->
                new ConfigurationReader(gradus.catalogue())
                    .parsePlugin(CsvFormat.class, text, "--format"));
    return DetectedData.in(
        gradus, plugins.cache(), data, labels, new SaidFormat(header, whole), target);
  }

  /** The warnings that the user has seen. */
  WarningLines warnings() {
    return plugins.warnings();
  }

  /** Opens Gradus for a trial, of which nothing is said. */
  Gradus openForTrial() {
    return plugins.openForTrial();
  }

  /** What to predict; empty if the user has to name it. */
  Optional<PredictionTarget> goal(DetectedData found, List<ColumnSummary> columns) {
    return PredictionTarget.of(found, columns, target, task, name());
  }
}
