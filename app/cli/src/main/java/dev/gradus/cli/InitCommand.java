package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a first configuration for a file of data. */
@Command(
    description = "Writes a first configuration that trains on a file of data.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private static final TimeBudget DEFAULT_BUDGET = new TimeBudget(300);

  @Mixin private TargetOptions options;

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "YAML",
      description = "The file to write (default: FILE with the ending .yaml).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--best",
      description =
          "Writes a larger network, an ensemble whose size fits --budget, instead of one that trains in seconds.")
  private boolean best;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeBudget.Converter.class,
      description =
          "With --best: the time that gradus train may take on this machine, such as 90s, 5m or 1h (default: 5m).")
  private Optional<TimeBudget> budget = Optional.empty();

  @Override
  public Integer call() {
    if (budget.isPresent() && !best) {
      throw new GradusException(
          Problem.of("--budget limits the time of --best; add --best, or remove --budget"));
    }
    options
        .readOnce()
        .ifPresent(
            why -> {
              throw new GradusException(new Problem(options.name(), why));
            });
    DetectedData found = options.read();
    List<ColumnSummary> columns = ColumnSummary.of(found.table());
    Optional<FoundTable> looked =
        options.goal(found, columns).map(goal -> FoundTable.of(found, columns, goal));
    FirstConfiguration.refusal(looked)
        .ifPresent(
            why -> {
              throw new GradusException(new Problem(options.file().toString(), why));
            });
    FoundTable table = looked.orElseThrow();
    PredictionTarget goal = table.goal();
    Path yaml = output.orElseGet(() -> beside(options.file()));
    Optional<BestChoice> choice = best ? Optional.of(choose(table)) : Optional.empty();
    Recipe recipe = choice.map(each -> each.recipe(table)).orElseGet(() -> Recipe.usual(table));
    byte[] text =
        FirstConfiguration.text(table, new YamlPlace(yaml), recipe)
            .getBytes(StandardCharsets.UTF_8);
    refuseOther(yaml, text);
    AtomicFile.write(yaml, out -> out.write(text));
    table.ignored().warning(columns.size()).ifPresent(options.warnings());
    table.dates().warnings().forEach(options.warnings());
    FirstConfiguration.notes(table).stream().map(Visible::line).forEach(System.out::println);
    table.aboutSplit().stream().map(Visible::line).forEach(System.out::println);
    choice.map(each -> each.sentence(table)).ifPresent(System.out::println);
    System.out.println(
        "%s predicts column '%s' (%s)%s. Next: gradus train %s"
            .formatted(
                yaml,
                goal.target().name(),
                goal.classes() ? "classes" : "a number",
                goal.reason().isEmpty()
                    ? ""
                    : ", %s; --target NAME chooses another".formatted(goal.reason()),
                Shell.file(yaml)));
    return Main.DONE;
  }

  private BestChoice choose(FoundTable table) {
    if (table.data().images().isPresent()) {
      throw new GradusException(
          new Problem(
              options.name(),
              "these are images, but --best knows networks for tables only; remove --best"));
    }
    try (Gradus gradus = options.openForTrial()) {
      return BestChoice.of(table, budget.orElse(DEFAULT_BUDGET), gradus);
    }
  }

  /** Refuses to replace a file with other contents, because the user may have edited it. */
  private static void refuseOther(Path yaml, byte[] text) {
    try {
      if (Files.exists(yaml)
          && !(Files.isRegularFile(yaml) && Arrays.equals(Files.readAllBytes(yaml), text))) {
        throw new GradusException(
            new Problem(
                yaml.toString(),
                "this file already exists with other contents; name another with --output, or delete it"));
      }
    } catch (IOException e) {
      throw new GradusException(
          new Problem(yaml.toString(), "the file cannot be read: " + IoReason.of(e)), e);
    }
  }

  /** The default file for the configuration. */
  static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".yaml");
  }
}
