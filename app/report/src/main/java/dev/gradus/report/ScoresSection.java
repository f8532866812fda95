package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.List;

/** Where all ended: each variant under every loss and metric, and how sure the differences are. */
final class ScoresSection {

  /** More tables would bury what they say. */
  private static final int MOST_TABLES = 4;

  private ScoresSection() {}

  static void add(PageBuilder page, Comparison comparison) {
    if (comparison.measures().isEmpty()) {
      return;
    }
    boolean several = comparison.seeds().size() > 1;
    page.section("scores", "Where they ended");
    page.paragraph(
        "Every finished network under every loss and every metric, on the %s part. Each learned from one of these numbers alone, its own loss; the others are merely reported."
            .formatted(comparison.part()));
    page.add(scores(comparison, several));
    page.note(
        (several
                ? "Means over %s, ± half the 95 %% confidence interval by Student's t. "
                    .formatted(Prose.count(comparison.seeds().size(), "seed"))
                : "One seed. ")
            + "An arrow points to where a measure gets better; the best mean of a row is bold. A measure that makes no sense for the outputs of a network does not apply.");
    if (comparison.isRescaled()) {
      page.note(
          "Scores are in the unit of the data. The losses were learned in that of the scaled target that the network sees, where an option such as the delta of `huber` has another width: such a loss is not quite the one in its row.");
    }
    if (several && comparison.trained().size() > 1) {
      differences(page, comparison);
    }
  }

  private static Html scores(Comparison comparison, boolean several) {
    MetricNames measures = MetricNames.of(comparison);
    List<String> columns = new ArrayList<>(List.of("measure"));
    comparison.trained().forEach(variant -> columns.add(Prose.code(variant.name())));
    HtmlTable grid = new HtmlTable("Scores of all variants", columns);
    for (String measure : comparison.measures()) {
      double best = best(comparison, measure, measures.higherIsBetter(measure));
      grid.row(
          measures.withArrow(measure),
          html ->
              comparison
                  .trained()
                  .forEach(variant -> score(html, comparison, variant, measure, best, several)));
    }
    return grid.end();
  }

  private static double best(Comparison comparison, String measure, boolean higher) {
    return comparison.trained().stream()
        .mapToDouble(variant -> comparison.score(variant, measure).mean())
        .filter(Double::isFinite)
        .reduce(higher ? Math::max : Math::min)
        .orElse(Double.NaN);
  }

  private static void score(
      Html html,
      Comparison comparison,
      Variant variant,
      String measure,
      double best,
      boolean several) {
    Estimate estimate = comparison.score(variant, measure);
    boolean trainedOn = variant.loss().equals(measure);
    html.open("td", "class", trainedOn ? "score trained" : "score");
    String mean = Prose.number(estimate.mean());
    html.element(estimate.mean() == best ? "b" : "span", mean);
    if (several && Double.isFinite(estimate.margin())) {
      html.element("span", " ± " + Prose.number(estimate.margin()), "class", "margin");
    }
    String mark =
        trainedOn
            ? "trained on"
            : Double.isFinite(estimate.mean()) ? "merely reported" : "does not apply";
    html.element("span", mark, "class", "mark");
    html.close("td");
  }

  private static void differences(PageBuilder page, Comparison comparison) {
    Variant first = comparison.trained().get(0);
    page.heading("How sure the differences are");
    page.paragraph(
        "By how much each measure is above that of %s, seed by seed: runs of one seed share weights and batches, and what they share cancels."
            .formatted(Prose.code(first.name())));
    List<Variant> others = comparison.trained().subList(1, comparison.trained().size());
    if (others.size() <= MOST_TABLES) {
      page.add(tables(comparison, others, first));
    } else {
      String judge = MetricNames.of(comparison).judge(comparison);
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
        "Dots are means, lines 95 % confidence intervals, each row on its own scale; the grey line is no difference. Of twenty intervals, one leaves out 0 by chance alone.");
  }

  /** All measures of each. */
  private static Html tables(Comparison comparison, List<Variant> others, Variant first) {
    MetricNames measures = MetricNames.of(comparison);
    Html tables = new Html();
    for (Variant variant : others) {
      tables.element(
          "h4", "%s less %s".formatted(Prose.code(variant.name()), Prose.code(first.name())));
      HtmlTable grid = begin("%s less %s".formatted(variant.name(), first.name()), "measure");
      for (String measure : comparison.measures()) {
        row(
            grid,
            measures.withArrow(measure),
            comparison.difference(variant, measure),
            measures.higherIsBetter(measure));
      }
      tables.add(grid.end());
    }
    return tables;
  }

  /** One measure of all. */
  private static Html judged(Comparison comparison, List<Variant> others, String judge) {
    boolean higherIsBetter = MetricNames.of(comparison).higherIsBetter(judge);
    HtmlTable grid = begin("Differences of " + judge, "variant");
    others.forEach(
        variant ->
            row(
                grid,
                Prose.code(variant.name()),
                comparison.difference(variant, judge),
                higherIsBetter));
    return grid.end();
  }

  private static HtmlTable begin(String caption, String rows) {
    return new HtmlTable(caption, List.of(rows, "difference", "", "95 % interval", "so"));
  }

  /** Left out if one of the two cannot be measured. */
  private static void row(
      HtmlTable grid, String heading, Estimate difference, boolean higherIsBetter) {
    if (!Double.isFinite(difference.mean())) {
      return;
    }
    double reach = Math.max(Math.abs(difference.low()), Math.abs(difference.high()));
    grid.row(
        heading,
        html -> {
          html.element("td", Prose.signed(difference.mean()));
          html.open("td");
          if (reach > 0 && Double.isFinite(reach)) {
            html.add(Bar.interval(difference.low(), difference.mean(), difference.high(), reach));
          }
          html.close("td");
          html.element(
              "td",
              "%s to %s"
                  .formatted(Prose.signed(difference.low()), Prose.signed(difference.high())));
          html.element("td", so(difference, higherIsBetter));
        });
  }

  private static String so(Estimate difference, boolean higherIsBetter) {
    if (!difference.isClear()) {
      return "not clear";
    }
    return difference.mean() > 0 == higherIsBetter ? "clearly better" : "clearly worse";
  }
}
