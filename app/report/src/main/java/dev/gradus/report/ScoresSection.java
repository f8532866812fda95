package dev.gradus.report;

import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scores of all variants by every loss and metric, with confidence intervals. */
final class ScoresSection {

  /** More tables would bury what they say. */
  private static final int MOST_TABLES = 4;

  private ScoresSection() {}

  static void add(PageBuilder page, Comparison comparison, ReportContext context) {
    if (comparison.measures().isEmpty()) {
      return;
    }
    Verdict verdict = Verdict.of(comparison);
    boolean several = verdict.hasSeveralRuns();
    page.section("scores", "Where they ended");
    page.paragraph(
        "Every trained network, evaluated by every loss and metric on the %s split. Each was trained on its own loss alone; the other numbers are only reported."
            .formatted(comparison.part()));
    page.add(scores(comparison, several));
    page.note(
        (several
                ? "Means of %s, ± half the width of their 95 %% confidence interval (Student's t). "
                    .formatted(Prose.count(comparison.seeds().size(), "seed"))
                : comparison.seeds().size() > 1
                    ? "Every seed gives the same scores. "
                    : "One seed. ")
            + "The arrow shows whether higher or lower is better. The best of a row is bold, unless all are equal. A loss that does not fit the outputs of a network does not apply to it.");
    verdict.method().forEach(page::note);
    if (comparison.isRescaled()) {
      page.note(
          "Scores are in the unit of %s in the data, a squared error in its square. The networks were trained on the scaled target: in standard deviations, unless the configuration scales it otherwise. An option such as the delta of `huber` refers to that scale, so the loss that was minimised is not quite the one in its row."
              .formatted(Prose.list(context.targets().stream().map(Prose::code).toList())));
    }
    if (!comparison.coverages().isEmpty()) {
      coverage(page, comparison, several);
    }
    if (several && comparison.trained().size() > 1) {
      differences(page, comparison);
    }
  }

  private static Html scores(Comparison comparison, boolean several) {
    MetricDirections measures = MetricDirections.of(comparison);
    List<String> columns = new ArrayList<>(List.of("measure"));
    comparison.trained().forEach(variant -> columns.add(Prose.code(variant.name())));
    HtmlTable table = new HtmlTable("Scores of all variants", columns);
    for (String measure : comparison.measures()) {
      Standings standings = Standings.of(comparison, measure, measures.higherIsBetter(measure));
      List<Variant> best =
          standings.groups().isEmpty() || standings.isTie() ? List.of() : standings.best();
      table.row(
          measures.withArrow(measure),
          html ->
              comparison
                  .trained()
                  .forEach(
                      variant ->
                          score(
                              html,
                              comparison,
                              variant,
                              measure,
                              best.contains(variant),
                              several)));
    }
    return table.end();
  }

  /** What sets or intervals cover. No variant is best by it: smaller sets may cover less. */
  private static void coverage(PageBuilder page, Comparison comparison, boolean several) {
    page.heading("Sets and intervals");
    List<String> columns = new ArrayList<>(List.of("measure"));
    comparison.trained().forEach(variant -> columns.add(Prose.code(variant.name())));
    HtmlTable table = new HtmlTable("Sets and intervals of all variants", columns);
    for (String name : comparison.coverages()) {
      table.row(
          name,
          comparison.trained().stream()
              .map(variant -> comparison.coverage(variant, name))
              .map(estimate -> spread(estimate, several))
              .toList());
    }
    page.add(table.end());
    boolean counted =
        comparison.coverages().stream().anyMatch(name -> name.startsWith(ConformalSpec.SHARE));
    boolean sets =
        comparison.coverages().stream().anyMatch(name -> name.startsWith(ConformalSpec.SIZE));
    page.note(
        (counted
                ? "The coverage is the share of the %s rows whose true value is in its %s. "
                    .formatted(comparison.part(), sets ? "set" : "interval")
                : "The %s were fitted to these rows, so their coverage is not shown; `data.split: {calibration: 0.1}` holds out others. "
                    .formatted(sets ? "sets" : "intervals"))
            + (sets
                ? "The size is the mean number of classes in a set"
                : "The width is the mean width of an interval, in the unit of the data")
            + ": of two variants with the same coverage, the one with the smaller number says more.");
  }

  private static String spread(Estimate estimate, boolean several) {
    return Prose.number(estimate.mean())
        + (several && Double.isFinite(estimate.margin())
            ? " ± " + Prose.number(estimate.margin())
            : "");
  }

  private static void score(
      Html html,
      Comparison comparison,
      Variant variant,
      String measure,
      boolean isBest,
      boolean several) {
    Estimate estimate = comparison.score(variant, measure);
    boolean trainedOn = variant.loss().equals(measure);
    html.open("td", "class", trainedOn ? "score trained" : "score");
    String mean = Prose.number(estimate.mean());
    html.element(isBest ? "b" : "span", mean);
    if (several && Double.isFinite(estimate.margin())) {
      html.element("span", " ± " + Prose.number(estimate.margin()), "class", "margin");
    }
    String mark =
        trainedOn
            ? "trained on"
            : Double.isFinite(estimate.mean()) ? "only reported" : "does not apply";
    html.element("span", mark, "class", "mark");
    html.close("td");
  }

  private static void differences(PageBuilder page, Comparison comparison) {
    Variant first = comparison.trained().get(0);
    page.heading("How sure the differences are");
    page.paragraph(
        "The difference of each measure from that of %s, seed by seed: runs with the same seed start from the same weights and see the same batches, so the variation that they share cancels out."
            .formatted(Prose.code(first.name())));
    List<Variant> others = comparison.trained().subList(1, comparison.trained().size());
    if (others.size() <= MOST_TABLES) {
      page.add(tables(comparison, others, first));
    } else {
      String judge = Verdict.of(comparison).judge().orElse(comparison.measures().get(0));
      page.subheading("By " + Prose.code(judge));
      page.add(judged(comparison, others, judge));
      page.add(
          new Html()
              .open("details")
              .element("summary", "By all measures")
              .add(tables(comparison, others, first))
              .close("details"));
    }
    page.note(
        "Dots are means, lines 95 % confidence intervals, each row on its own scale; the grey line is 0. About one interval in twenty excludes 0 by chance alone.");
  }

  /** All measures of each. */
  private static Html tables(Comparison comparison, List<Variant> others, Variant first) {
    MetricDirections measures = MetricDirections.of(comparison);
    Map<String, Integer> styles = SeriesStyles.of(comparison);
    Html tables = new Html();
    for (Variant variant : others) {
      tables.element(
          "h4", "%s − %s".formatted(Prose.code(variant.name()), Prose.code(first.name())));
      HtmlTable table = begin("%s minus %s".formatted(variant.name(), first.name()), "measure");
      for (String measure : comparison.measures()) {
        row(
            table,
            measures.withArrow(measure),
            comparison.difference(variant, measure),
            measures.higherIsBetter(measure),
            styles.getOrDefault(variant.name(), 0));
      }
      tables.add(table.end());
    }
    return tables;
  }

  /** One measure of all. */
  private static Html judged(Comparison comparison, List<Variant> others, String judge) {
    boolean higherIsBetter = MetricDirections.of(comparison).higherIsBetter(judge);
    Map<String, Integer> styles = SeriesStyles.of(comparison);
    HtmlTable table = begin("Differences of " + judge, "variant");
    others.forEach(
        variant ->
            row(
                table,
                Prose.code(variant.name()),
                comparison.difference(variant, judge),
                higherIsBetter,
                styles.getOrDefault(variant.name(), 0)));
    return table.end();
  }

  private static HtmlTable begin(String caption, String rows) {
    return new HtmlTable(caption, List.of(rows, "difference", "", "95 % interval", "finding"));
  }

  /** Left out if one of the two cannot be measured. */
  private static void row(
      HtmlTable table, String heading, Estimate difference, boolean higherIsBetter, int style) {
    if (!Double.isFinite(difference.mean())) {
      return;
    }
    double reach = Math.max(Math.abs(difference.low()), Math.abs(difference.high()));
    table.row(
        heading,
        html -> {
          html.element("td", Prose.signed(difference.mean()));
          html.open("td");
          if (reach > 0 && Double.isFinite(reach)) {
            html.add(
                Bar.interval(difference.low(), difference.mean(), difference.high(), reach, style));
          }
          html.close("td");
          html.element(
              "td",
              "%s to %s"
                  .formatted(Prose.signed(difference.low()), Prose.signed(difference.high())));
          html.element("td", finding(difference, higherIsBetter));
        });
  }

  private static String finding(Estimate difference, boolean higherIsBetter) {
    if (difference.low() == 0 && difference.high() == 0) {
      return "equal";
    }
    if (!difference.isClear()) {
      return "not clear";
    }
    return difference.mean() > 0 == higherIsBetter ? "clearly better" : "clearly worse";
  }
}
