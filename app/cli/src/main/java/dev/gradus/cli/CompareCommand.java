package dev.gradus.cli;

import dev.gradus.cli.progress.ComparisonProgress;
import dev.gradus.cli.text.ComparisonMap;
import dev.gradus.cli.text.ComparisonText;
import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.Shell;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.study.Comparison;
import dev.gradus.report.Report;
import dev.gradus.report.ResultsCsv;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Loss;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Compares losses, or other variants of a configuration. */
@Command(
    description =
        "Trains variants of a network from the same initial weights and on the same batches, and compares them.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  private static final String SCORES = "scores.csv";
  private static final String PLAYGROUND = "playground.html";

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
          "The setting to vary, by its path in CONFIG, and its values, e.g. --vary optimizer=sgd,adam or --vary optimizer.adam.learning-rate=0.1,0.01")
  private Optional<String> vary = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The number of runs of each variant: one with the seed of CONFIG, the others with the seeds after it.")
  private int seeds;

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "DIR",
      description =
          "The folder for report.html, scores.csv and, for networks that it can show, playground.html (default: gradus-runs/ and the name of CONFIG with -compare).")
  private Optional<Path> output = Optional.empty();

  @Mixin private EarlierResults earlier;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private TrainingPluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    Setting varied = varied();
    List<String> values = YamlList.of(varied.value());
    config.checked();
    config.given(losses.isPresent() ? "--losses" : "--vary " + varied.path(), varied.path());
    if (values.isEmpty() || seeds < 1) {
      throw new GradusException(
          Problem.of(
              values.isEmpty()
                  ? "there is nothing to compare; name values, as in --losses cross-entropy,mean-squared-error"
                  : "--seeds is %s, but at least one run is needed; give 1 or more"
                      .formatted(seeds)));
    }
    try (Gradus gradus = plugins.open()) {
      if (values.size() == 1) {
        refuseOne(gradus, varied, values.get(0));
      }
      try (OutputFolder folder =
          OutputFolder.take(
              output.orElseGet(() -> ConfigOptions.defaultOutput(config.name() + "-compare")))) {
        try {
          List<String> files = List.of(SCORES, TrainCommand.REPORT_FILE, PLAYGROUND);
          earlier.keep(folder.path(), files, Set.of(SCORES, TrainCommand.REPORT_FILE));
          return compare(gradus, varied, values, folder);
        } finally {
          earlier.finish(System.err);
        }
      }
    }
  }

  /** Refuses a single value, because there is nothing to compare it with; but checks it first. */
  private void refuseOne(Gradus gradus, Setting varied, String value) {
    Setting[] settings = Arrays.copyOf(config.settings(), config.settings().length + 1);
    settings[settings.length - 1] = new Setting(varied.path(), value);
    gradus.read(config.file(), settings);
    throw new GradusException(
        Problem.of(
            "there is nothing to compare %s with; name two or more, as in %s, or train with it alone: gradus train %s --set %s"
                .formatted(
                    value,
                    losses.isPresent()
                        ? "--losses cross-entropy,mean-squared-error"
                        : "--vary %s,…".formatted(Shell.argument(varied.path() + "=" + value)),
                    Shell.file(config.file()),
                    Shell.argument(varied.path() + "=" + value))));
  }

  private int compare(Gradus gradus, Setting varied, List<String> values, OutputFolder folder) {
    Screen screen = Screen.ofStandardError();
    ComparisonProgress progress =
        new ComparisonProgress(
            System.err,
            progressOptions.mode(screen),
            screen,
            main.interrupt()::isWanted,
            values.size(),
            seeds,
            System::nanoTime);
    plugins.warnings().shownBy(progress::warned);
    main.interrupt().speaksAfter(progress::finish);
    Comparison comparison;
    try {
      comparison =
          gradus
              .job(config.file(), config.settings())
              .compare(varied.path(), values, seeds, progress);
    } catch (TrainingException e) {
      if (main.interrupt().isWanted()) {
        // If no run was finished, there is nothing to compare. The exception says so in fewer
        // words.
        main.interrupt().sayNothingIsKept();
        return Main.FAILED;
      }
      throw e;
    } finally {
      progress.finish();
    }
    if (main.interrupt().isWanted()) {
      System.err.println("stopped as requested; the finished runs are compared");
    }
    AtomicFile.write(folder.resolve(SCORES), out -> ResultsCsv.write(comparison, out));
    Path page = folder.resolve(TrainCommand.REPORT_FILE);
    Report.of(comparison, playground(gradus, varied, values, folder)).write(page);
    System.out.println(
        json
            ? Visible.json(plugins.warnings().with(ComparisonMap.of(comparison, page)))
            : ComparisonText.of(comparison) + "\n\nreport: " + page);
    return Main.DONE;
  }

  /** Writes the playground with the first two losses next to the report, if it can show them. */
  private Optional<String> playground(
      Gradus gradus, Setting varied, List<String> values, OutputFolder folder) {
    if (!varied.path().equals("loss")) {
      return Optional.empty();
    }
    try {
      Loss first = config.read(gradus, new Setting("loss", values.get(0))).loss();
      Loss second = config.read(gradus, new Setting("loss", values.get(1))).loss();
      PlaygroundSettings settings =
          PlaygroundSettings.of(config.file(), config.read(gradus)).with(first, second);
      if (settings.leftOut().isPresent()) {
        // It would train other networks than those of the report.
        return Optional.empty();
      }
      byte[] page = PlaygroundPage.with(settings.asMap()).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(folder.resolve(PLAYGROUND), out -> out.write(page));
      return Optional.of(PLAYGROUND);
    } catch (PlaygroundSettings.Unshown e) {
      // The report says the same without.
      return Optional.empty();
    }
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
