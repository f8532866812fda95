package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison as text: what settles the matter first, then the scores, then the curves. */
final class ComparisonText {

  /** Of a row with more numbers only the first are shown. */
  private static final int MOST_NUMBERS = 4;

  /** The width of a number in a row of them. */
  private static final int NUMBER = 9;

  /** So many characters of a checksum tell two apart at a glance. */
  private static final int CHECKSUM = 16;

  private static final String TRAINED_ON = "*";

  private final Comparison comparison;

  private ComparisonText(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Everything, but for the place of the report. */
  static String of(Comparison comparison) {
    ComparisonText text = new ComparisonText(comparison);
    List<String> parts = new ArrayList<>();
    text.notes().forEach(parts::add);
    parts.add(text.start());
    parts.add(text.scores());
    if (comparison.seeds().size() > 1 && comparison.trained().size() > 1) {
      parts.add(text.differences());
    }
    parts.addAll(text.charts());
    comparison.controlRun().map(ComparisonText::controlRun).ifPresent(parts::add);
    return String.join("\n\n", parts);
  }

  /** What is particular to a variant; a warning of all of them is on standard error already. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Variant variant : comparison.variants()) {
      variant.notes().forEach(note -> notes.add(variant.name() + ": " + note));
      variant.warnings().stream()
          .filter(warning -> !isOfAll(warning))
          .forEach(warning -> notes.add(variant.name() + ": " + warning));
      variant
          .refusal()
          .ifPresent(why -> notes.add(variant.name() + " was not trained: " + why.getMessage()));
    }
    return notes.isEmpty() ? List.of() : List.of(String.join("\n", notes));
  }

  private boolean isOfAll(Warning warning) {
    return comparison.trained().stream().allMatch(variant -> variant.warnings().contains(warning));
  }

  private String start() {
    InitialGradients start = comparison.start();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("example", "should be", comparison.path(), "is", "dL/dz"));
    for (InitialGradients.Example example : start.examples()) {
      String line = "line " + example.line();
      String target = numbers(example.target());
      for (Variant variant : comparison.trained()) {
        rows.add(
            List.of(
                line,
                target,
                variant.name(),
                numbers(example.output().getOrDefault(variant.name(), List.of())),
                numbers(example.gradient().getOrDefault(variant.name(), List.of()))));
        line = "";
        target = "";
      }
    }
    return "Before any weight has moved%s:\n%s\n\n%s\n\n%s"
        .formatted(
            start.sameWeights() ? ", all from the same weights" : "; the weights differ",
            Columns.layOut(rows),
            Columns.layOut(norms(start)),
            Columns.layOut(cosines(start)));
  }

  private List<List<String>> norms(InitialGradients start) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("length of the gradient of layer"));
    header.addAll(start.layers());
    rows.add(header);
    for (Variant variant : comparison.trained()) {
      List<String> row = new ArrayList<>(List.of(variant.name()));
      List<Double> norms = start.norms().getOrDefault(variant.name(), List.of());
      for (int l = 0; l < start.layers().size(); l++) {
        row.add(l < norms.size() ? MetricTable.text(norms.get(l)) : "");
      }
      rows.add(row);
    }
    return rows;
  }

  private List<List<String>> cosines(InitialGradients start) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("cosine between the gradients"));
    comparison.trained().forEach(variant -> header.add(variant.name()));
    rows.add(header);
    for (Variant variant : comparison.trained()) {
      List<String> row = new ArrayList<>(List.of(variant.name()));
      Map<String, Double> cosines = start.cosines().getOrDefault(variant.name(), Map.of());
      for (Variant other : comparison.trained()) {
        row.add(
            cosines.containsKey(other.name())
                ? String.format(Locale.ROOT, "%.4f", cosines.get(other.name()))
                : "-");
      }
      rows.add(row);
    }
    return rows;
  }

  private String scores() {
    int seeds = comparison.seeds().size();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    comparison.trained().forEach(variant -> header.add(variant.name()));
    rows.add(header);
    for (String measure : comparison.measures()) {
      List<String> row = new ArrayList<>(List.of(measure));
      for (Variant variant : comparison.trained()) {
        String mark = variant.loss().equals(measure) ? " " + TRAINED_ON : "";
        row.add(score(comparison.score(variant, measure)) + mark);
      }
      rows.add(row);
    }
    return "Afterwards, on the %s part%s%s (%s trained on; all else is merely reported):\n%s"
        .formatted(
            comparison.part(),
            comparison.isRescaled()
                ? ", in the unit of the data, not of the scaled target that was learned"
                : "",
            seeds > 1 ? ", mean and deviation of %s seeds".formatted(seeds) : "",
            TRAINED_ON,
            Columns.layOut(rows));
  }

  private static String score(Estimate estimate) {
    if (Double.isNaN(estimate.mean())) {
      return "-";
    }
    return MetricTable.text(estimate.mean())
        + (estimate.runs() > 1 ? " ± " + MetricTable.text(estimate.deviation()) : "");
  }

  private String differences() {
    List<Variant> trained = comparison.trained();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    trained.stream().skip(1).forEach(variant -> header.add(variant.name()));
    rows.add(header);
    for (String measure : comparison.measures()) {
      List<String> row = new ArrayList<>(List.of(measure));
      for (Variant variant : trained.subList(1, trained.size())) {
        Estimate difference = comparison.difference(variant, measure);
        row.add(
            Double.isNaN(difference.mean())
                ? "-"
                : "%s [%s, %s]%s"
                    .formatted(
                        MetricTable.text(difference.mean()),
                        MetricTable.text(difference.low()),
                        MetricTable.text(difference.high()),
                        difference.isClear() ? "" : " ?"));
      }
      rows.add(row);
    }
    return "More than with %s, seed by seed, with the 95 %% confidence interval (? may be chance):\n%s"
        .formatted(trained.get(0).name(), Columns.layOut(rows));
  }

  /** Of the first measure that is no loss, if there is one, and of the first loss. */
  private List<String> charts() {
    List<String> charts = new ArrayList<>();
    for (String measure : comparison.measures()) {
      Map<String, List<Double>> lines = new LinkedHashMap<>();
      for (Variant variant : comparison.trained()) {
        List<Double> line = variant.study().map(study -> line(study, measure)).orElse(List.of());
        if (line.stream().anyMatch(value -> !Double.isNaN(value))) {
          lines.put(variant.name(), line);
        }
      }
      boolean isLoss =
          comparison.variants().stream().anyMatch(other -> other.loss().equals(measure));
      if (!lines.isEmpty() && (!isLoss || charts.isEmpty())) {
        charts.add(LineChart.of(measure + ", " + comparison.part() + " part", lines));
      }
      if (charts.size() == 2) {
        break;
      }
    }
    return charts;
  }

  /** A number for each epoch; without a validation part that of the last look at the training. */
  private static List<Double> line(Study study, String measure) {
    List<Double> line = new ArrayList<>();
    int next = 0;
    double seen = Double.NaN;
    for (EpochReport epoch : study.training().history()) {
      while (next < study.snapshots().size()
          && study.snapshots().get(next).epoch() <= epoch.epoch()) {
        seen = study.snapshots().get(next++).training().getOrDefault(measure, Double.NaN);
      }
      line.add(
          epoch.validation().isEmpty()
              ? seen
              : epoch.validation().getOrDefault(measure, Double.NaN));
    }
    return line;
  }

  private static String controlRun(ControlRun controlRun) {
    return """
        A printed number teaches nothing: %s trained alone ends with weights %s…,
        and with %s printed beside it with %s…: %s."""
        .formatted(
            controlRun.variant(),
            controlRun.alone().substring(0, CHECKSUM),
            String.join(", ", controlRun.printed()),
            controlRun.beside().substring(0, CHECKSUM),
            controlRun.holds()
                ? "the same, bit by bit"
                : "not the same, which is a fault of Gradus");
  }

  private static String numbers(List<Double> numbers) {
    return numbers.stream()
            .limit(MOST_NUMBERS)
            .map(ComparisonText::signed)
            .collect(Collectors.joining(" "))
        + (numbers.size() > MOST_NUMBERS ? " …" : "");
  }

  private static String signed(double number) {
    // A gradient of -0 is none.
    return String.format(
        Locale.ROOT, "%" + NUMBER + "s", MetricTable.text(number == 0 ? 0 : number));
  }
}
