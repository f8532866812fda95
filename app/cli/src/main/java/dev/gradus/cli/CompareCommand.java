package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.study.Comparison;
import dev.gradus.report.Report;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what another loss, or anything else, changes. */
@Command(
    description =
        "Trains variants of a network from the same initial weights and on the same batches, and compares them.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--losses",
      paramLabel = "A,B,…",
      completionCandidates = Candidates.OfLosses.class,
      description = "The losses to compare; the same as --vary loss=A,B,…")
  private Optional<String> losses = Optional.empty();

  @Option(
      names = "--vary",
      paramLabel = "PATH=V1,V2,…",
      description =
          "What differs, by its path in CONFIG, e.g. --vary optimizer=sgd,adam or --vary optimizer.adam.learning-rate=0.1,0.01")
  private Optional<String> vary = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many runs of each variant, with the seed of CONFIG and those that follow it.")
  private int seeds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "The folder for report.html and scores.csv (default: gradus-runs/ and the name of CONFIG with -compare).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Shows no progress.")
  private boolean quiet;

  @Mixin private TrainingPluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    Setting varied = varied();
    List<String> values = Alternatives.of(varied.value());
    config.checked();
    config.given(losses.isPresent() ? "--losses" : "--vary " + varied.path(), varied.path());
    if (values.size() == 1) {
      throw new GradusException(
          Problem.of(
              "there is only one value to compare, %s; name two or more, as in %s"
                  .formatted(
                      values.get(0),
                      losses.isPresent()
                          ? "--losses %s,%s"
                              .formatted(
                                  values.get(0),
                                  values.get(0).contains("entropy") ? "mse" : "cross-entropy")
                          : "--vary %s=%s,…".formatted(varied.path(), values.get(0)))));
    }
    if (values.isEmpty() || seeds < 1) {
      throw new GradusException(
          Problem.of(
              values.isEmpty()
                  ? "there is nothing to compare; name values, as in --losses cross-entropy,mean-squared-error"
                  : "--seeds is %s, but it takes at least one run; give 1 or more"
                      .formatted(seeds)));
    }
    try (Gradus gradus = plugins.open()) {
      try (OutputFolder folder =
          OutputFolder.take(
              output.orElseGet(() -> ConfigOptions.defaultOutput(config.name() + "-compare")))) {
        compare(gradus, varied, values, folder);
      }
    }
    return Main.DONE;
  }

  private void compare(Gradus gradus, Setting varied, List<String> values, OutputFolder folder) {
    ComparisonProgress progress =
        new ComparisonProgress(
            System.err, quiet, main.interrupt()::isWanted, seeds * values.size());
    Comparison comparison =
        gradus
            .job(config.file(), config.settings())
            .compare(varied.path(), values, seeds, progress);
    progress.finish();
    Scores.write(comparison, folder.path());
    Path page = folder.resolve(TrainCommand.REPORT_FILE);
    Report.of(comparison).write(page);
    System.out.println(
        json
            ? Visible.json(plugins.warnings().with(ComparisonMap.of(comparison, page)))
            : ComparisonText.of(comparison) + "\n\nreport: " + page);
  }

  private Setting varied() {
    if (losses.isPresent() == vary.isPresent()) {
      throw new GradusException(
          Problem.of(
              "say what to compare: either --losses cross-entropy,mean-squared-error, or --vary PATH=V1,V2"));
    }
    return losses
        .map(names -> new Setting("loss", names))
        .orElseGet(() -> Setting.parse(vary.orElseThrow()));
  }
}
