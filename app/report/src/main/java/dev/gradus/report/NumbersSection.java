package dev.gradus.report;

import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.RegressionScores;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The loss and the metrics of the trained model and of a linear one, with one column per data
 * split.
 */
final class NumbersSection {

  /** Two losses that differ by less are the same but for rounding. */
  private static final double ROUNDING = 1e-3;

  private static final int MOST_TARGETS = 4;

  private NumbersSection() {}

  static void add(PageBuilder page, Study study) {
    Map<String, Map<String, Double>> metrics = study.training().metrics();
    MetricDirections directions = MetricDirections.of(study);
    Set<String> names = new LinkedHashSet<>();
    metrics.values().forEach(part -> names.addAll(part.keySet()));
    List<String> columns = new ArrayList<>(List.of(""));
    columns.addAll(metrics.keySet());
    columns.addAll(LinearSentence.headings(study));
    List<Map<String, Double>> parts = new ArrayList<>(metrics.values());
    parts.addAll(study.training().linear().metrics().values());
    HtmlTable table = new HtmlTable("Loss and metrics of the finished network", columns);
    for (String name : names) {
      boolean isLoss = name.equals(EpochReport.LOSS);
      String shown = isLoss ? "loss: " + lossOf(study) : name;
      table.marked(
          shown + (directions.higherIsBetter(name) ? " ↑" : " ↓"),
          isLoss,
          parts.stream().map(part -> Prose.number(part.getOrDefault(name, Double.NaN))).toList());
    }
    page.section("numbers", "The numbers");
    page.add(table.end());
    page.note(
        "An arrow shows whether higher or lower is better. Only the gradient of the loss has changed the weights; everything else was only reported.");
    lossUnit(study).ifPresent(page::note);
    weighted(study).ifPresent(page::note);
    if (!study.training().linear().sentence().isEmpty()) {
      page.note(study.training().linear().sentence());
    }
    if (!study.regression().isEmpty()) {
      addErrors(page, study.regression());
    }
  }

  /** Errors of numeric predictions, in the unit of the data. */
  private static void addErrors(PageBuilder page, Map<String, List<RegressionScores>> regression) {
    List<String> columns = new ArrayList<>(List.of(""));
    columns.addAll(regression.keySet());
    HtmlTable table = new HtmlTable("Errors in the unit of the data", columns);
    int targets = regression.values().iterator().next().size();
    for (int k = 0; k < Math.min(MOST_TARGETS, targets); k++) {
      row(table, regression, "RMSE of %s ↓", k, RegressionScores::rmse);
      row(table, regression, "MAE of %s ↓", k, RegressionScores::mae);
      row(table, regression, "R² of %s ↑", k, RegressionScores::r2);
    }
    page.heading("Errors in the unit of the data");
    page.add(table.end());
    page.note(
        "RMSE is the root of the mean squared error and MAE the mean absolute error, both in the unit of the target. R² is the share of its variance that the predictions explain."
            + (targets > MOST_TARGETS
                ? " Of %s targets, the first %s are shown.".formatted(targets, MOST_TARGETS)
                : ""));
  }

  private static void row(
      HtmlTable table,
      Map<String, List<RegressionScores>> regression,
      String name,
      int target,
      ToDoubleFunction<RegressionScores> score) {
    table.row(
        name.formatted(Prose.code(regression.values().iterator().next().get(target).target())),
        regression.values().stream()
            .map(part -> Prose.number(score.applyAsDouble(part.get(target))))
            .toList());
  }

  /** The name of the loss, and its unit if that is not that of the data. */
  static String lossOf(Study study) {
    String name = PluginType.nameOf(study.configuration().loss());
    return study.training().model().lossUnit().map(unit -> name + " (" + unit + ")").orElse(name);
  }

  /** In which unit the loss is, where it is not that of the data. */
  private static Optional<String> lossUnit(Study study) {
    if (study.training().model().lossUnit().isEmpty()) {
      return Optional.empty();
    }
    Target target = study.model().target();
    boolean standard = isStandardised(study);
    String unit =
        target.scales().size() == 1 && !target.scales().get(0).logarithm()
            ? ": %s of %s is %s"
                .formatted(
                    standard ? "one standard deviation" : "1",
                    Prose.code(target.outputs().get(0)),
                    Prose.number(target.scales().get(0).unit()))
            : "";
    return Optional.of(
        "The loss is computed on the target as the network sees it, %s%s%s. Metrics are in the unit of the data."
            .formatted(
                standard ? "in standard deviations" : "scaled",
                unit,
                standard ? ", and a squared error is in squared standard deviations" : ""));
  }

  /** Whether nothing is said but the usual scale for the columns that are predicted. */
  private static boolean isStandardised(Study study) {
    return study
        .model()
        .data()
        .filter(data -> data.scale() == ColumnSpec.Scale.STANDARD)
        .map(DataSpec::columns)
        .filter(
            columns -> study.model().target().outputs().stream().noneMatch(columns::containsKey))
        .isPresent();
  }

  /** Why the validation loss of the table is not that of the curves, where it is not. */
  private static Optional<String> weighted(Study study) {
    double finished =
        study
            .training()
            .metrics()
            .getOrDefault("validation", Map.of())
            .getOrDefault(EpochReport.LOSS, Double.NaN);
    return study.training().history().stream()
        .filter(report -> report.epoch() == study.training().epoch())
        .map(report -> report.validation().getOrDefault(EpochReport.LOSS, Double.NaN))
        .filter(inCurve -> Math.abs(inCurve - finished) > ROUNDING * Math.abs(finished))
        .map(
            inCurve ->
                (study.model().calibration().isPresent()
                        ? "The loss here is that of calibrated probabilities. In the curves, it is that of the network without calibration: there, the validation loss of this model is %s."
                        : "All examples count the same here. In the curves, the loss is weighted by example and class weights: there, the validation loss of this model is %s.")
                    .formatted(Prose.number(inCurve)))
        .findFirst();
  }
}
