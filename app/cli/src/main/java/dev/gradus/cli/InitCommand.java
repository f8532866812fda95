package dev.gradus.cli;

import dev.gradus.engine.data.AtomicFile;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.CsvFormat;
import dev.gradus.engine.data.CsvReader;
import dev.gradus.engine.data.FormatGuess;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.problem.GradusException;
import dev.gradus.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a first configuration for a CSV file. */
@Command(
    description =
        "Writes a configuration that trains on a CSV file, to begin with: FILE with the ending .yaml, beside it.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The CSV file.")
  private Path file = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict; the last one unless given.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "YAML",
      description = "The file to write, instead of that beside FILE.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    CsvFormat format = FormatGuess.of(file);
    Table table = CsvReader.read(file, format);
    String predicted = target.orElse(table.names().get(table.names().size() - 1));
    table.column(predicted);
    Path yaml = output.orElseGet(() -> file.resolveSibling(stem() + ".yaml"));
    if (Files.exists(yaml)) {
      throw new GradusException(
          new Problem(yaml.toString(), "this file is there already; name another with --output"));
    }
    byte[] text =
        FirstConfiguration.text(
                pathFrom(yaml),
                format,
                table.columns().stream().map(ColumnSummary::of).toList(),
                predicted)
            .getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(yaml, out -> out.write(text));
    System.out.println("%s: gradus train %s trains it".formatted(yaml, yaml));
    return Main.DONE;
  }

  private String stem() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The path of the data as the configuration has to name it. */
  private String pathFrom(Path yaml) {
    Path folder = yaml.toAbsolutePath().normalize().resolveSibling("");
    Path data = file.toAbsolutePath().normalize();
    return (data.startsWith(folder) ? folder.relativize(data) : data).toString().replace('\\', '/');
  }
}
