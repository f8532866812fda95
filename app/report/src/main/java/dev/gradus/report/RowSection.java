package dev.gradus.report;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Attribution.OfColumn;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.spi.Target;
import java.util.List;

/** What each column contributes to the prediction of a row. */
final class RowSection {

  private static final int MOST_COLUMNS = 40;
  private static final int LONGEST = 30;

  /** The length of a number that people read as it is. */
  private static final int SHORT = 8;

  private RowSection() {}

  static void add(PageBuilder page, Attribution attribution, ReportContext context, int rows) {
    page.section("row", "Row " + Prose.number((long) attribution.row()));
    page.paragraph(explanation("the %s above".formatted(Prose.count(rows, "row"))));
    addTable(page, attribution, context);
  }

  /**
   * What the tables of contributions show.
   *
   * @param rows those that the baseline row is made from
   */
  static String explanation(String rows) {
    return "The bars divide the difference between the prediction of the row and that of a baseline row among the columns, by integrated gradients: to the right what raises the prediction, to the left what lowers it. The baseline row is made from %s: the mean of each column of numbers, the median of dates, and the most frequent cell of other columns."
        .formatted(rows);
  }

  /** The columns in a table, the largest contribution first. */
  static void addTable(PageBuilder page, Attribution attribution, ReportContext context) {
    String what =
        context.kind() == Target.Kind.NUMERIC
            ? "The prediction of %s".formatted(Prose.code(attribution.output()))
            : "The probability of %s".formatted(Prose.code(attribution.output()));
    page.paragraph(
        "%s is %s; for the baseline row it is %s."
            .formatted(
                what,
                Prose.number(attribution.prediction()),
                Prose.number(attribution.baseline())));
    double reach =
        attribution.columns().stream()
            .mapToDouble(column -> Math.abs(column.contribution()))
            .max()
            .orElse(0);
    HtmlTable table =
        new HtmlTable(
            "Contributions of the columns",
            List.of("column", "this row", "baseline row", "contribution"));
    attribution.columns().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> table.row(column.column(), row -> cells(row, column, reach)));
    page.add(table.end());
    if (attribution.columns().size() > MOST_COLUMNS) {
      page.note(
          "Of %s columns, the %s with the largest contributions are shown."
              .formatted(Prose.number(attribution.columns().size()), MOST_COLUMNS));
    }
    page.note(
        "The contributions of all columns add up to the difference with an error of %s."
            .formatted(Prose.number(attribution.remainder())));
    attribution.warnings().forEach(warning -> page.note(Prose.sentence(warning.toString())));
  }

  private static void cells(Html row, OfColumn column, double reach) {
    row.element("td", text(column.cell())).element("td", text(shortened(column.baseline())));
    row.add(
        Bar.signedCell(
            reach > 0 ? column.contribution() / reach : 0, Prose.signed(column.contribution())));
  }

  /** A mean has more digits than people read. */
  private static String shortened(String cell) {
    double number = cell.length() > SHORT ? NumberText.parse(cell) : Double.NaN;
    return Double.isNaN(number) ? cell : Prose.number(number);
  }

  private static String text(String cell) {
    return cell.isEmpty() ? Prose.NOTHING : Prose.cut(cell, LONGEST);
  }
}
