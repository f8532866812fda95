package dev.gradus.cli;

import dev.gradus.cli.text.ClassTable;
import dev.gradus.cli.text.LabelTable;
import dev.gradus.cli.text.LinearLine;
import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.TrustLines;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Thresholds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a model on data with known targets. */
@Command(
    description =
        "Evaluates a model on the rows of a file that have the target; the others are skipped and counted.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL",
      description = "The model file, or the folder of the run that wrote it.")
  private Path modelFile;

  @Parameters(
      paramLabel = "DATA",
      description =
          "A file with the columns of the training data: CSV, IDX, LIBSVM, or the format of a plugin; - for CSV on standard input.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The file with the labels of images in IDX (default: the file next to DATA with labels instead of images in its name).")
  private Optional<Path> labels = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Evaluates only the rows of one split: training, validation, calibration or test. DATA must be the complete file that the model was trained on.")
  private Optional<String> part = Optional.empty();

  @Mixin private ThresholdOption threshold;

  @Mixin private FormatOptions format;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private DataPluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Model model = ModelArgument.load(gradus, modelFile, data, "evaluate");
      Thresholds thresholds = threshold.thresholds();
      model.predictor(thresholds);
      Table all = DataArgument.read(gradus, data, labels, model, format.overrides());
      Table table = part.map(name -> model.part(all, name)).orElse(all);
      Evaluation evaluation = model.evaluation(table, thresholds);
      if (json) {
        System.out.println(Visible.json(plugins.warnings().with(asMap(evaluation))));
      } else {
        System.out.println(
            MetricTable.of(
                Map.of(evaluation.rows() + " rows", evaluation.metrics()), evaluation.lossUnit()));
        LinearLine.of(evaluation.linear()).ifPresent(System.out::println);
        TrustLines.of(evaluation.coverage()).forEach(System.out::println);
        evaluation
            .classes()
            .map(report -> ClassTable.of(report, thresholds))
            .ifPresent(EvaluateCommand::printBelow);
        evaluation.labels().map(LabelTable::of).ifPresent(EvaluateCommand::printBelow);
      }
    }
    return Main.DONE;
  }

  private static void printBelow(String table) {
    System.out.println("\n" + table);
  }

  private Map<String, Object> asMap(Evaluation evaluation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    object.put("data", data.toString());
    part.ifPresent(name -> object.put("part", name));
    object.put("rows", evaluation.rows());
    object.put("rows-left-out", evaluation.leftOut());
    object.put("metrics", evaluation.metrics());
    MetricTable.putUnit(object, evaluation.lossUnit());
    if (!evaluation.linear().isEmpty()) {
      object.put(LinearLine.KEY, Map.of("metrics", evaluation.linear()));
    }
    if (!evaluation.coverage().isEmpty()) {
      object.put("coverage", TrustLines.asList(evaluation.coverage()));
    }
    evaluation.classes().map(ClassTable::asMap).ifPresent(object::putAll);
    evaluation.labels().map(LabelTable::asMap).ifPresent(object::putAll);
    return object;
  }
}
