package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.model.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a model on data with known targets. */
@Command(
    description = "Measures a model on data that include the target.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path modelFile;

  @Parameters(
      paramLabel = "DATA",
      description =
          "A file with the columns of the training data: CSV in their format, IDX, or LIBSVM; - for CSV on standard input.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The labels of images in IDX, if they do not lie beside DATA under the usual name.")
  private Optional<Path> labels = Optional.empty();

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private PluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Model model = gradus.load(modelFile);
      Table table = DataArgument.read(gradus, data, labels, model);
      Map<String, Double> metrics = model.evaluate(table);
      if (json) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", modelFile.toString());
        object.put("data", data.toString());
        object.put("rows", table.rows());
        object.put("metrics", metrics);
        model.classReport(table).ifPresent(report -> object.putAll(ClassTable.asMap(report)));
        model.labelReport(table).ifPresent(report -> object.putAll(LabelTable.asMap(report)));
        System.out.println(Json.write(plugins.warnings().with(object)));
      } else {
        System.out.println(MetricTable.of(Map.of(table.rows() + " rows", metrics)));
        model
            .classReport(table)
            .ifPresent(report -> System.out.println("\n" + ClassTable.of(report)));
        model
            .labelReport(table)
            .ifPresent(report -> System.out.println("\n" + LabelTable.of(report)));
      }
    }
    return Main.DONE;
  }
}
