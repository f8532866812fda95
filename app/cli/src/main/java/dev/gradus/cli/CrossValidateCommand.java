package dev.gradus.cli;

import dev.gradus.cli.progress.FoldProgress;
import dev.gradus.cli.progress.Progress;
import dev.gradus.cli.text.Columns;
import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.Screen;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.CrossValidation;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.GradusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Estimates by cross-validation how well a network predicts rows that it has not seen. */
@Command(
    description =
        "Trains on all rows but one fold and evaluates on that fold, for each fold in turn; shows the mean and the standard deviation. With --output, it keeps the networks of all folds as one model.",
    mixinStandardHelpOptions = true)
final class CrossValidateCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "The number of folds.")
  private int folds;

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
      paramLabel = "FILE",
      description =
          "Also writes the networks of all folds as one model, which predicts the mean of their probabilities or numbers. It is not calibrated, and makes no sets or intervals.")
  private Optional<Path> output = Optional.empty();

  @Mixin private EarlierResults earlier;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private TrainingPluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Configuration configuration = config.read(gradus);
      output.ifPresent(AtomicFile::check);
      Screen screen = Screen.ofStandardError();
      FoldProgress view =
          new FoldProgress(
              System.err, progressOptions.mode(screen), screen.width(), folds, System::nanoTime);
      Progress progress = progressOptions.open(view, main.interrupt(), plugins.warnings());
      CrossValidation found;
      try {
        Job job = gradus.job(configuration).listener(progress);
        found =
            output.isPresent()
                ? job.crossValidateAndKeep(folds, view::foldDone)
                : job.crossValidate(folds, view::foldDone);
      } finally {
        progress.ended();
      }
      stopped(found, folds, output.isPresent()).ifPresent(System.err::println);
      show(gradus, found);
    }
    return Main.DONE;
  }

  /**
   * What is missing because the user stopped training; empty if nothing is.
   *
   * @param kept whether the user wants a model
   */
  static Optional<String> stopped(CrossValidation found, int folds, boolean kept) {
    List<String> missing = new ArrayList<>();
    if (found.folds().size() < folds) {
      missing.add("the scores are those of %s of %s folds".formatted(found.folds().size(), folds));
    }
    if (kept && found.model().isEmpty() && found.refusal().isEmpty()) {
      missing.add("no model was written");
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("stopped as requested; " + String.join(", and ", missing));
  }

  /** Prints the scores, whatever becomes of the model. */
  private void show(Gradus gradus, CrossValidation found) {
    Optional<Path> written = Optional.empty();
    if (!json) {
      System.out.println(asText(found));
    }
    try {
      if (found.refusal().isPresent()) {
        throw new GradusException(found.refusal().get());
      }
      written = found.model().map(model -> write(gradus, model, output.orElseThrow()));
    } finally {
      if (json) {
        System.out.println(Visible.json(plugins.warnings().with(asMap(found, written))));
      }
    }
    if (!json) {
      written.ifPresent(file -> System.out.println("model: " + file));
    }
  }

  private Path write(Gradus gradus, Model model, Path file) {
    try {
      earlier.keepFile(file);
      gradus.save(model, file);
      return file;
    } finally {
      earlier.finish(System.err);
    }
  }

  private static String asText(CrossValidation found) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("", "mean", "std"));
    for (int k = 1; k <= found.folds().size(); k++) {
      header.add("fold " + k);
    }
    rows.add(header);
    found
        .scores()
        .forEach(
            (name, score) -> {
              List<String> row =
                  new ArrayList<>(
                      List.of(
                          MetricTable.named(name, found.lossUnit()),
                          MetricTable.text(score.mean()),
                          MetricTable.text(score.deviation())));
              found
                  .folds()
                  .forEach(fold -> row.add(MetricTable.text(fold.getOrDefault(name, Double.NaN))));
              rows.add(row);
            });
    return Columns.layOut(rows);
  }

  private static Map<String, Object> asMap(CrossValidation found, Optional<Path> written) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("scores", found.scores());
    MetricTable.putUnit(object, found.lossUnit());
    object.put("folds", found.folds());
    written.ifPresent(file -> object.put("model", file.toString()));
    return object;
  }
}
