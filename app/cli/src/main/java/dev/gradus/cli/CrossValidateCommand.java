package dev.gradus.cli;

import dev.gradus.engine.CrossValidation;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Model;
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
      if (found.folds().size() < folds) {
        System.err.println(
            "stopped as requested; the scores are those of %s of %s folds"
                .formatted(found.folds().size(), folds));
      }
      found.model().ifPresent(model -> write(gradus, model, output.orElseThrow()));
      System.out.println(
          json ? Visible.json(plugins.warnings().with(asMap(found))) : asText(found));
      if (!json && found.model().isPresent()) {
        System.out.println("model: " + output.orElseThrow());
      }
    }
    return Main.DONE;
  }

  private void write(Gradus gradus, Model model, Path file) {
    try {
      earlier.keepFile(file);
      gradus.save(model, file);
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

  private Map<String, Object> asMap(CrossValidation found) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("scores", found.scores());
    MetricTable.putUnit(object, found.lossUnit());
    object.put("folds", found.folds());
    found.model().ifPresent(model -> object.put("model", output.orElseThrow().toString()));
    return object;
  }
}
