package dev.gradus.cli.text;

import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.report.Verdict;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A comparison as text: the headline of its page, the gradients, the scores and the curves. */
public final class ComparisonText {

  /** The number of values of a row that are shown. */
  private static final int MOST_NUMBERS = 4;

  /** The number of examples that are shown; the page shows more. */
  private static final int MOST_EXAMPLES = 5;

  /** The width of a number in a row of numbers. */
  private static final int NUMBER = 9;

  /** The number of characters of a checksum that are shown: enough to compare two at a glance. */
  private static final int CHECKSUM = 16;

  private static final String TRAINED_ON = "*";

  private final Comparison comparison;
  private final Verdict verdict;

  private ComparisonText(Comparison comparison) {
    this.comparison = comparison;
    this.verdict = Verdict.of(comparison);
  }

  /** The whole text, except the path of the report. */
  public static String of(Comparison comparison) {
    ComparisonText text = new ComparisonText(comparison);
    List<String> parts = new ArrayList<>();
    parts.add(Visible.line(text.verdict.headline()));
    text.notes().forEach(parts::add);
    parts.add(
        comparison.start().sameExamples()
            ? text.start()
            : "The variants learn from different rows, or from different targets, so their gradients before the first step are not compared.");
    parts.add(text.scores());
    if (!comparison.coverages().isEmpty()) {
      parts.add(text.coverage());
    }
    if (text.verdict.hasSeveralRuns() && comparison.trained().size() > 1) {
      parts.add(text.differences());
    }
    parts.addAll(text.charts());
    comparison.controlRun().map(ComparisonText::controlRun).ifPresent(parts::add);
    return String.join("\n\n", parts);
  }

  /**
   * The warnings about a single variant. Warnings about all of them are already on standard error.
   */
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
    String unit =
        comparison
            .trained()
            .get(0)
            .study()
            .orElseThrow()
            .model()
            .lossUnit()
            .map(" (%s)"::formatted)
            .orElse("");
    rows.add(List.of("example", "target" + unit, comparison.path(), "output" + unit, "dL/dz"));
    for (InitialGradients.Example example : some(start.examples())) {
      String line = "line " + example.line();
      String target = target(example.target());
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
    return "Before the first step%s:\n%s\n\n%s\n\n%s"
        .formatted(
            start.sameWeights() ? ", all with the same weights" : "; the weights differ",
            Columns.layOut(rows),
            Columns.layOut(norms(start)),
            Columns.layOut(cosines(start)));
  }

  /** At most {@link #MOST_EXAMPLES} elements, evenly spaced. */
  private static <T> List<T> some(List<T> all) {
    int shown = Math.min(all.size(), MOST_EXAMPLES);
    return IntStream.range(0, shown).mapToObj(i -> all.get(i * all.size() / shown)).toList();
  }

  /** The name of the class if the target is a class, otherwise the numbers. */
  private String target(List<Double> numbers) {
    Model model = comparison.trained().get(0).study().orElseThrow().model();
    List<String> classes = model.predictor().classes();
    if (classes.size() == numbers.size() && model.target().kind() == Target.Kind.CLASSES) {
      return classes.get(numbers.indexOf(Collections.max(numbers)));
    }
    return classes.size() == 2 && numbers.size() == 1
        ? classes.get(numbers.get(0) >= 0.5 ? 1 : 0)
        : numbers(numbers);
  }

  private List<List<String>> norms(InitialGradients start) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("gradient norm by layer"));
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
    return "After training, on the %s rows%s%s (%s trained on; all others are only reported):\n%s"
        .formatted(
            comparison.part(),
            comparison.isRescaled() ? ", in the unit of the data, not of the scaled target" : "",
            verdict.hasSeveralRuns()
                ? ", mean of %s seeds ± half the width of its 95 %% confidence interval"
                    .formatted(comparison.seeds().size())
                : "",
            TRAINED_ON,
            Columns.layOut(rows));
  }

  /** What sets or intervals cover, apart from the scores, as no variant is best by it. */
  private String coverage() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    comparison.trained().forEach(variant -> header.add(variant.name()));
    rows.add(header);
    for (String name : comparison.coverages()) {
      List<String> row = new ArrayList<>(List.of(name));
      comparison.trained().forEach(variant -> row.add(score(comparison.coverage(variant, name))));
      rows.add(row);
    }
    return "Sets or intervals of the %s rows%s:\n%s"
        .formatted(
            comparison.part(),
            comparison.coverages().stream().anyMatch(name -> name.startsWith(ConformalSpec.SHARE))
                ? ""
                : ", to which they were fitted (for their coverage, hold out others with data.split: {calibration: 0.1})",
            Columns.layOut(rows));
  }

  private String score(Estimate estimate) {
    if (Double.isNaN(estimate.mean())) {
      return "-";
    }
    return MetricTable.text(estimate.mean())
        + (verdict.hasSeveralRuns() && estimate.runs() > 1
            ? " ± " + MetricTable.text(estimate.margin())
            : "");
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
    return "Difference from %s, seed by seed, with its 95 %% confidence interval (? may be chance):\n%s"
        .formatted(trained.get(0).name(), Columns.layOut(rows));
  }

  /** The curves of the first loss, and of the first measure that is not a loss, if there is one. */
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

  /**
   * One value per epoch: the validation score or, without validation, the latest training score.
   */
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

  public static String controlRun(ControlRun controlRun) {
    return """
        %s: %s trained alone ends with weights %s…,
        and with %s printed as well with %s…%s."""
        .formatted(
            controlRun.holds()
                ? "Printing another loss changes nothing"
                : "Printing other numbers has changed the weights, which is a bug in Gradus",
            controlRun.variant(),
            controlRun.withoutPrinting().substring(0, CHECKSUM),
            String.join(", ", controlRun.printed()),
            controlRun.withPrinting().substring(0, CHECKSUM),
            controlRun.holds() ? ": the same, bit for bit" : "");
  }

  private static String numbers(List<Double> numbers) {
    return numbers.stream()
            .limit(MOST_NUMBERS)
            .map(ComparisonText::signed)
            .collect(Collectors.joining(" "))
        + (numbers.size() > MOST_NUMBERS ? " …" : "");
  }

  private static String signed(double number) {
    // Avoids a negative zero.
    return String.format(
        Locale.ROOT, "%" + NUMBER + "s", MetricTable.text(number == 0 ? 0 : number));
  }
}
