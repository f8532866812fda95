package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The loss and the metrics of the finished model, and of a linear one, each part of the data in a
 * column.
 */
final class NumbersSection {

  private NumbersSection() {}

  static void add(PageBuilder page, Study study) {
    Map<String, Map<String, Double>> metrics = study.training().metrics();
    MetricNames measures = MetricNames.of(study);
    Set<String> names = new LinkedHashSet<>();
    metrics.values().forEach(part -> names.addAll(part.keySet()));
    List<String> columns = new ArrayList<>(List.of(""));
    columns.addAll(metrics.keySet());
    columns.addAll(LinearSentence.headings(study));
    List<Map<String, Double>> parts = new ArrayList<>(metrics.values());
    parts.addAll(study.training().linear().metrics().values());
    HtmlTable grid = new HtmlTable("Loss and metrics of the finished network", columns);
    for (String name : names) {
      boolean isLoss = name.equals(EpochReport.LOSS);
      String shown = isLoss ? "loss: " + lossOf(study) : name;
      grid.marked(
          shown + (measures.higherIsBetter(name) ? " ↑" : " ↓"),
          isLoss,
          parts.stream().map(part -> Prose.number(part.getOrDefault(name, Double.NaN))).toList());
    }
    page.section("numbers", "The numbers");
    page.add(grid.end());
    page.note(
        "An arrow points to where a number gets better. Only the gradient of the loss has moved the weights; the rest was printed.");
    study
        .training()
        .model()
        .lossUnit()
        .ifPresent(
            unit ->
                page.note(
                    "The loss is %s: in the unit in which the network sees the target. Metrics are in the unit of the data."
                        .formatted(unit)));
    if (!study.training().linear().sentence().isEmpty()) {
      page.note(study.training().linear().sentence());
    }
  }

  /** The name of the loss, and its unit if that is not that of the data. */
  static String lossOf(Study study) {
    String name = PluginType.nameOf(study.configuration().loss());
    return study.training().model().lossUnit().map(unit -> name + " (" + unit + ")").orElse(name);
  }
}
