package dev.gradus.cli;

import dev.gradus.cli.text.ImportanceText;
import dev.gradus.cli.text.Visible;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.report.Report;
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
import picocli.CommandLine.Parameters;

/** Shows which columns a model uses, and how. */
@Command(
    description =
        "Shows which columns a model uses: how much worse it predicts the rows of a file if the cells of a column are permuted. With --row it shows what each column contributes to one prediction, and with --partial how the prediction depends on a column.",
    mixinStandardHelpOptions = true)
final class ImportanceCommand implements Callable<Integer> {

  /** How many of the most important columns a page shows in detail. */
  private static final int DETAILED = 6;

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
      names = "--metric",
      paramLabel = "METRIC",
      description =
          "The metric that the permutations make worse: loss, a metric such as roc-auc or '{top-k-accuracy: {k: 2}}', or one of its values such as recall-by-class.setosa (default: the first metric of the model, or its loss).")
  private Optional<String> metric = Optional.empty();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How often each column is permuted (default: ${DEFAULT-VALUE}).")
  private int repeats = Importance.REPEATS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The seed of the permutations; the same seed gives the same numbers (default: the seed of the model).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Permutes and varies only the rows of one split: training, validation or test. DATA must be the complete file that the model was trained on.")
  private Optional<String> part = Optional.empty();

  @Option(
      names = "--row",
      paramLabel = "K",
      description =
          "Shows what each column contributes to the prediction of this row of DATA, counted from 1, compared with a baseline row: the mean of each number in DATA, the median of dates and the most frequent cell of other columns.")
  private Optional<Integer> row = Optional.empty();

  @Option(
      names = "--predicted",
      paramLabel = "NAME",
      description =
          "The class, the label or the column of the target that --row explains (default: the predicted class, the most probable label, or the first column).")
  private Optional<String> predicted = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "The number of points at which the gradient is integrated for --row (default: ${DEFAULT-VALUE}).")
  private int steps = Importance.STEPS;

  @Option(
      names = "--partial",
      paramLabel = "COLUMN",
      description = "Shows the mean prediction for each value of this column; may be repeated.")
  private List<String> partial = List.of();

  @Option(
      names = "--report",
      converter = OutputArgument.class,
      paramLabel = "FILE",
      description =
          "Also writes a page with pictures of everything: the importance of all columns, the dependence on those of --partial or on the six most important ones, and the row of --row.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The file with the labels of images in IDX (default: the file next to DATA with labels instead of images in its name).")
  private Optional<Path> labels = Optional.empty();

  @Mixin private FormatOptions format;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Mixin private EarlierResults earlier;

  @Mixin private DataPluginOptions plugins;

  @Override
  public Integer call() {
    try (Gradus gradus = plugins.open()) {
      Model model = ModelArgument.load(gradus, modelFile, data, "importance");
      Importance importance = gradus.importance(model);
      Table all = DataArgument.read(gradus, data, labels, model, format.overrides());
      Table rows = part.map(name -> model.part(all, name)).orElse(all);
      boolean permutes = report.isPresent() || (row.isEmpty() && partial.isEmpty());
      Optional<PermutationImportance> permuted =
          permutes ? Optional.of(permuted(importance, model, rows)) : Optional.empty();
      Optional<Attribution> attribution =
          row.map(number -> importance.attribution(all, number, predicted, steps));
      List<PartialDependence> dependence =
          varied(permuted).stream().map(column -> importance.partial(rows, column)).toList();
      List<PartialDependence> shown = partial.isEmpty() ? List.of() : dependence;
      report.ifPresent(
          file -> write(Report.of(model, permuted.orElseThrow(), dependence, attribution), file));
      if (json) {
        System.out.println(
            Visible.json(plugins.warnings().with(asMap(permuted, attribution, shown))));
      } else {
        System.out.println(text(permuted, attribution, shown));
      }
    }
    return Main.DONE;
  }

  private PermutationImportance permuted(Importance importance, Model model, Table rows) {
    return importance.permutation(
        rows,
        metric.orElseGet(importance::metric),
        repeats,
        seed.orElseGet(() -> model.configuration().training().seed()));
  }

  /** The columns whose values are varied: those of the option, or for a page the most important. */
  private List<String> varied(Optional<PermutationImportance> permuted) {
    if (!partial.isEmpty() || report.isEmpty()) {
      return partial;
    }
    return permuted.orElseThrow().columns().stream()
        .map(PermutationImportance.OfColumn::column)
        .limit(DETAILED)
        .toList();
  }

  private void write(Report page, Path file) {
    try {
      earlier.keepFile(file);
      page.write(file);
    } finally {
      earlier.finish(System.err);
    }
  }

  private String text(
      Optional<PermutationImportance> permuted,
      Optional<Attribution> attribution,
      List<PartialDependence> dependence) {
    List<String> parts = new ArrayList<>();
    permuted.map(ImportanceText::of).ifPresent(parts::add);
    attribution.map(ImportanceText::of).ifPresent(parts::add);
    dependence.forEach(each -> parts.add(ImportanceText.of(each)));
    report.ifPresent(file -> parts.add("report: " + file));
    return String.join(System.lineSeparator() + System.lineSeparator(), parts);
  }

  private Map<String, Object> asMap(
      Optional<PermutationImportance> permuted,
      Optional<Attribution> attribution,
      List<PartialDependence> dependence) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", modelFile.toString());
    object.put("data", data.toString());
    part.ifPresent(name -> object.put("part", name));
    permuted.ifPresent(each -> object.put("permutation", ImportanceText.asMap(each)));
    attribution.ifPresent(each -> object.put("row", ImportanceText.asMap(each)));
    if (!dependence.isEmpty()) {
      object.put("partial", dependence.stream().map(ImportanceText::asMap).toList());
    }
    report.ifPresent(file -> object.put("report", file.toString()));
    return object;
  }
}
