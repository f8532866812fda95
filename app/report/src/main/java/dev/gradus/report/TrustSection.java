package dev.gradus.report;

import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.study.Study;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.stream.Collectors;

/** What calibration has gained, and what sets or intervals guarantee; left out without both. */
final class TrustSection {

  private TrustSection() {}

  static void add(PageBuilder page, Study study) {
    if (study.model().calibrated().isEmpty() && study.model().guarantee().isEmpty()) {
      return;
    }
    page.section("trust", "How far to trust it");
    study.model().calibrationReport().ifPresent(report -> calibration(page, study, report));
    study.model().conformal().ifPresent(made -> conformal(page, study, made));
  }

  private static void calibration(PageBuilder page, Study study, CalibrationReport report) {
    page.heading("Calibrated probabilities");
    study.model().calibrated().ifPresent(said -> page.paragraph(Prose.sentence(said)));
    HtmlTable table =
        new HtmlTable(
            "Scores of the probabilities on the %s rows".formatted(report.part()),
            List.of("", "of the network", "calibrated"));
    table.row(
        "log loss ↓",
        List.of(Prose.number(report.logLossBefore()), Prose.number(report.logLoss())));
    table.row(
        "calibration error ↓",
        List.of(Prose.number(report.errorBefore()), Prose.number(report.error())));
    page.add(table.end());
    page.note(
        "Calibration was fitted to these rows, so on others the gain may be smaller. All predictions and metrics of this page are of calibrated probabilities; the learning curves are of the network itself.");
  }

  private static void conformal(PageBuilder page, Study study, Conformal made) {
    boolean classes = study.model().target().kind() != Target.Kind.NUMERIC;
    page.heading(classes ? "Sets of classes" : "Intervals");
    study.model().guarantee().ifPresent(said -> page.paragraph(Prose.sentence(said)));
    HtmlTable table = new HtmlTable("Split conformal prediction", List.of("", ""));
    table.row("coverage", List.of(Prose.number(made.coverage())));
    table.row("score", List.of(method(made.method())));
    table.row(
        "n", List.of("%s rows of the %s split".formatted(Prose.number(made.rows()), made.part())));
    table.row(
        made.quantiles().size() == 1 ? "quantile of the scores" : "quantiles of the scores",
        List.of(made.quantiles().stream().map(Prose::number).collect(Collectors.joining(", "))));
    page.add(table.end());
    page.note(
        classes
            ? "`gradus predict` writes the set of each row as a column. A set with several classes says that the network cannot tell them apart; with the method lac, a set may be empty, because the row is less like its class than most rows are."
            : "`gradus predict` writes the two ends of each interval as columns.");
  }

  private static String method(String method) {
    return switch (method) {
      case Conformal.LAC -> "lac: the probability of all other classes";
      case Conformal.APS ->
          "aps: the probability of all more probable classes, and a random share of its own";
      case Conformal.ABSOLUTE -> "the error";
      case Conformal.NORMALIZED -> "the error in predicted standard deviations";
      default -> "the distance from the interval between two predicted quantiles";
    };
  }
}
