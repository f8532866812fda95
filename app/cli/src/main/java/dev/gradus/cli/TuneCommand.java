package dev.gradus.cli;

import dev.gradus.cli.progress.TuneProgress;
import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.Shell;
import dev.gradus.cli.text.TrialTable;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.report.ResultsCsv;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Searches for a better configuration, and saves it as a file. */
@Command(
    description =
        "Searches for better hyperparameters among the values that the section tune of CONFIG names, by cross-validation, and writes the best configuration.",
    mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "The number of configurations to try (default: tune.trials of CONFIG).")
  private Optional<Integer> trials = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "DIR",
      description = "The folder for the results (default: gradus-runs/ and the name of CONFIG).")
  private Path output;

  @Mixin private EarlierResults earlier;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private TrainingPluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      config.checked();
      trials.ifPresent(number -> config.given("--trials", "tune.trials"));
      Setting[] overrides = overrides();
      // Report mistakes in the file before a folder is made for the results.
      Configuration base = gradus.read(config.file(), overrides);
      boolean higherIsBetter = MetricNames.of(base).higherIsBetter(TuneSpec.of(base).metric());
      try (OutputFolder folder =
          OutputFolder.take(output == null ? ConfigOptions.defaultOutput(config.name()) : output)) {
        try {
          earlier.keep(
              folder.path(), List.of(TrialTable.FILE, bestFile()), Set.of(TrialTable.FILE));
          tune(gradus, overrides, folder, higherIsBetter);
        } finally {
          earlier.finish(System.err);
        }
      }
    }
    return Main.DONE;
  }

  private void tune(
      Gradus gradus, Setting[] overrides, OutputFolder folder, boolean higherIsBetter) {
    Screen screen = Screen.ofStandardError();
    TuneProgress progress =
        new TuneProgress(
            System.err,
            progressOptions.mode(screen),
            screen.width(),
            main.interrupt()::isWanted,
            higherIsBetter,
            System::nanoTime);
    plugins.warnings().shownBy(progress::warned);
    main.interrupt().speaksAfter(progress::finish);
    Tuning tuning = tuned(gradus, overrides, progress);
    if (!tuning.complete()) {
      System.err.println("stopped as requested; the finished trials are kept");
    }
    TrialTable table = new TrialTable(tuning);
    AtomicFile.write(folder.resolve(TrialTable.FILE), out -> ResultsCsv.write(tuning, out));
    Optional<Path> best = tuning.best().map(found -> write(found, folder.path()));
    System.out.println(
        json ? Visible.json(plugins.warnings().with(asMap(table, best))) : asText(table, best));
    if (best.isEmpty() && tuning.complete()) {
      throw new GradusException(
          Problem.of("none of the trials could be trained; the table says why"));
    }
  }

  private Tuning tuned(Gradus gradus, Setting[] overrides, TuneProgress progress) {
    try {
      return gradus.job(config.file(), overrides).tune(progress);
    } finally {
      progress.finish();
    }
  }

  private Setting[] overrides() {
    return config.settings(
        trials.stream()
            .map(number -> new Setting("tune.trials", Integer.toString(number)))
            .toArray(Setting[]::new));
  }

  private String bestFile() {
    return config.name() + "-best.yaml";
  }

  private Path write(Configuration best, Path folder) {
    Path file = folder.resolve(bestFile());
    byte[] yaml =
        new ConfigurationWriter().writeBriefly(best, folder).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(yaml));
    return file;
  }

  private static String asText(TrialTable table, Optional<Path> best) {
    String next =
        best.map(
                file ->
                    "%n%nbest configuration: %s%ntrain it with: gradus train %s"
                        .formatted(file, Shell.file(file)))
            .orElse("");
    return table.text() + next;
  }

  private static Map<String, Object> asMap(TrialTable table, Optional<Path> best) {
    Map<String, Object> object = new LinkedHashMap<>(table.asMap());
    best.ifPresent(file -> object.put("best", file.toString()));
    return object;
  }
}
