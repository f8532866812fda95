package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Contender;
import dev.gradus.engine.study.Estimate;
import java.util.ArrayList;
import java.util.List;

/**
 * Where all ended: each contender under every loss and metric, and how sure the differences are.
 */
final class ScoresSection {

  /** More tables would bury what they say. */
  private static final int MOST_TABLES = 4;

  private ScoresSection() {}

  static void add(Sheet sheet, Comparison comparison) {
    if (comparison.measures().isEmpty()) {
      return;
    }
    boolean several = comparison.seeds().size() > 1;
    sheet.section("scores", "Where they ended");
    sheet.paragraph(
        "Every finished network under every loss and every metric, on the %s part. Each learned from one of these numbers alone, its own loss; the others are merely reported."
            .formatted(comparison.part()));
    sheet.add(scores(comparison, several));
    sheet.note(
        (several
                ? "Means over %s, ± half the 95 %% confidence interval by Student's t. "
                    .formatted(Words.count(comparison.seeds().size(), "seed"))
                : "One seed. ")
            + "An arrow points to where a measure gets better; the best mean of a row is bold. A measure that makes no sense for the outputs of a network does not apply.");
    if (comparison.isRescaled()) {
      sheet.note(
          "Scores are in the unit of the data. The losses were learned in that of the scaled target that the network sees, where an option such as the delta of `huber` has another width: such a loss is not quite the one in its row.");
    }
    if (several && comparison.trained().size() > 1) {
      differences(sheet, comparison);
    }
  }

  private static Html scores(Comparison comparison, boolean several) {
    Measures measures = Measures.of(comparison);
    List<String> columns = new ArrayList<>(List.of("measure"));
    comparison.trained().forEach(contender -> columns.add(Words.code(contender.name())));
    Grid grid = new Grid("Scores of all contenders", columns);
    for (String measure : comparison.measures()) {
      double best = best(comparison, measure, measures.higherIsBetter(measure));
      grid.row(
          measures.withArrow(measure),
          html ->
              comparison
                  .trained()
                  .forEach(
                      contender -> score(html, comparison, contender, measure, best, several)));
    }
    return grid.end();
  }

  private static double best(Comparison comparison, String measure, boolean higher) {
    return comparison.trained().stream()
        .mapToDouble(contender -> comparison.score(contender, measure).mean())
        .filter(Double::isFinite)
        .reduce(higher ? Math::max : Math::min)
        .orElse(Double.NaN);
  }

  private static void score(
      Html html,
      Comparison comparison,
      Contender contender,
      String measure,
      double best,
      boolean several) {
    Estimate estimate = comparison.score(contender, measure);
    boolean trainedOn = contender.loss().equals(measure);
    html.open("td", "class", trainedOn ? "score trained" : "score");
    String mean = Words.number(estimate.mean());
    html.element(estimate.mean() == best ? "b" : "span", mean);
    if (several && Double.isFinite(estimate.margin())) {
      html.element("span", " ± " + Words.number(estimate.margin()), "class", "margin");
    }
    String mark =
        trainedOn
            ? "trained on"
            : Double.isFinite(estimate.mean()) ? "merely reported" : "does not apply";
    html.element("span", mark, "class", "mark");
    html.close("td");
  }

  private static void differences(Sheet sheet, Comparison comparison) {
    Contender first = comparison.trained().get(0);
    sheet.heading("How sure the differences are");
    sheet.paragraph(
        "By how much each measure is above that of %s, seed by seed: runs of one seed share weights and batches, and what they share cancels."
            .formatted(Words.code(first.name())));
    List<Contender> others = comparison.trained().subList(1, comparison.trained().size());
    if (others.size() <= MOST_TABLES) {
      sheet.add(tables(comparison, others, first));
    } else {
      String judge = Measures.of(comparison).judge(comparison);
      sheet.subheading("By " + Words.code(judge));
      sheet.add(judged(comparison, others, judge));
      sheet.add(
          new Html()
              .open("details")
              .element("summary", "By all measures")
              .add(tables(comparison, others, first))
              .close("details"));
    }
    sheet.note(
        "Dots are means, lines 95 % confidence intervals, each row on its own scale; the grey line is no difference. Of twenty intervals, one leaves out 0 by chance alone.");
  }

  /** All measures of each. */
  private static Html tables(Comparison comparison, List<Contender> others, Contender first) {
    Measures measures = Measures.of(comparison);
    Html tables = new Html();
    for (Contender contender : others) {
      tables.element(
          "h4", "%s less %s".formatted(Words.code(contender.name()), Words.code(first.name())));
      Grid grid = begin("%s less %s".formatted(contender.name(), first.name()), "measure");
      for (String measure : comparison.measures()) {
        row(
            grid,
            measures.withArrow(measure),
            comparison.difference(contender, measure),
            measures.higherIsBetter(measure));
      }
      tables.add(grid.end());
    }
    return tables;
  }

  /** One measure of all. */
  private static Html judged(Comparison comparison, List<Contender> others, String judge) {
    boolean higherIsBetter = Measures.of(comparison).higherIsBetter(judge);
    Grid grid = begin("Differences of " + judge, "contender");
    others.forEach(
        contender ->
            row(
                grid,
                Words.code(contender.name()),
                comparison.difference(contender, judge),
                higherIsBetter));
    return grid.end();
  }

  private static Grid begin(String caption, String rows) {
    return new Grid(caption, List.of(rows, "difference", "", "95 % interval", "so"));
  }

  /** Left out if one of the two cannot be measured. */
  private static void row(Grid grid, String heading, Estimate difference, boolean higherIsBetter) {
    if (!Double.isFinite(difference.mean())) {
      return;
    }
    double reach = Math.max(Math.abs(difference.low()), Math.abs(difference.high()));
    grid.row(
        heading,
        html -> {
          html.element("td", Words.signed(difference.mean()));
          html.open("td");
          if (reach > 0 && Double.isFinite(reach)) {
            html.add(Bar.interval(difference.low(), difference.mean(), difference.high(), reach));
          }
          html.close("td");
          html.element(
              "td",
              "%s to %s"
                  .formatted(Words.signed(difference.low()), Words.signed(difference.high())));
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
