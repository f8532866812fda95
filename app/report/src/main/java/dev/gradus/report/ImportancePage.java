package dev.gradus.report;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.importance.PermutationImportance.OfColumn;
import dev.gradus.engine.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page on what a network uses: its columns, its dependence on some of them, and one row. */
final class ImportancePage {

  /** A mean of fewer deviations than this may be chance. */
  private static final double CHANCE = 2;

  /** The most columns in the table; more would hide the important ones. */
  private static final int MOST_COLUMNS = 100;

  private ImportancePage() {}

  static String of(
      Model model,
      PermutationImportance importance,
      List<PartialDependence> dependence,
      Optional<Attribution> attribution) {
    ReportContext context = ReportContext.of(model);
    PageBuilder page = new PageBuilder();
    addColumns(page, importance);
    DependenceSection.add(page, dependence, context);
    attribution.ifPresent(each -> RowSection.add(page, each, context, importance.rows()));
    return Page.of(context.title(), head(importance, context), page);
  }

  private static Html head(PermutationImportance importance, ReportContext context) {
    Html head = new Html();
    head.element("p", context.title(), "class", "eyebrow");
    head.element("h1", headline(importance));
    head.open("ul", "class", "key");
    evidence(importance).forEach(sentence -> head.element("li", sentence));
    head.close("ul");
    head.element(
        "p",
        "%s · %s of each column · seed %s"
            .formatted(
                Prose.count(importance.rows(), "row"),
                Prose.count(importance.repeats(), "permutation"),
                importance.seed()),
        "class",
        "facts");
    return head;
  }

  /** What the most important column is worth. */
  static String headline(PermutationImportance importance) {
    OfColumn first = importance.columns().get(0);
    String metric = Prose.code(importance.metric());
    if (!counts(first)) {
      return "No column makes a difference to %s beyond chance.".formatted(metric);
    }
    double without =
        importance.higherIsBetter()
            ? importance.value() - first.mean()
            : importance.value() + first.mean();
    return "%s matters most: if its cells are permuted, %s %s from %s to %s."
        .formatted(
            Prose.code(first.column()),
            metric,
            importance.higherIsBetter() ? "falls" : "rises",
            Prose.number(importance.value()),
            Prose.number(without));
  }

  private static List<String> evidence(PermutationImportance importance) {
    List<String> sentences = new ArrayList<>();
    List<OfColumn> counting = importance.columns().stream().filter(ImportancePage::counts).toList();
    if (counting.size() > 1) {
      List<String> next =
          counting.subList(1, Math.min(4, counting.size())).stream()
              .map(column -> Prose.code(column.column()))
              .toList();
      sentences.add(
          next.size() == 1
              ? "%s follows.".formatted(next.get(0))
              : "%s follow.".formatted(Prose.list(next)));
    }
    int others = importance.columns().size() - counting.size();
    if (others > 0 && !counting.isEmpty()) {
      sentences.add(
          "%s of %s %s no difference beyond chance: the mean is less than %s deviations above 0."
              .formatted(
                  Prose.number(others),
                  Prose.count(importance.columns().size(), "column"),
                  others == 1 ? "makes" : "make",
                  Prose.number(CHANCE)));
    }
    return sentences;
  }

  /** Whether a column makes a difference beyond chance; with one permutation nothing is known. */
  private static boolean counts(OfColumn column) {
    double deviation = Double.isNaN(column.deviation()) ? 0 : column.deviation();
    return column.mean() > 0 && column.mean() >= CHANCE * deviation;
  }

  private static void addColumns(PageBuilder page, PermutationImportance importance) {
    page.section("columns", "Importance of the columns");
    addTable(page, importance, "the " + Prose.count(importance.rows(), "row"));
  }

  /**
   * The columns in a table, the most important first.
   *
   * @param rows how many rows of what kind it was measured on
   */
  static void addTable(PageBuilder page, PermutationImportance importance, String rows) {
    page.paragraph(
        "On %s, %s is %s. The bars show by how much it %s if the cells of one column are permuted among these rows, on average over %s."
            .formatted(
                rows,
                Prose.code(importance.metric()),
                Prose.number(importance.value()),
                importance.higherIsBetter() ? "falls" : "rises",
                Prose.count(importance.repeats(), "permutation")));
    double most = importance.columns().stream().mapToDouble(OfColumn::mean).max().orElse(0);
    HtmlTable table =
        new HtmlTable("Importance of the columns", List.of("column", "mean", "deviation"));
    importance.columns().stream()
        .limit(MOST_COLUMNS)
        .forEach(
            column ->
                table.row(
                    column.column(),
                    row -> {
                      row.add(
                          Bar.cell(
                              most > 0 ? Math.max(0, column.mean()) / most : 0,
                              Prose.number(column.mean())));
                      row.element("td", Prose.number(column.deviation()));
                    }));
    page.add(table.end());
    if (importance.columns().size() > MOST_COLUMNS) {
      page.note(
          "Of %s columns, the first %s are shown."
              .formatted(Prose.number(importance.columns().size()), MOST_COLUMNS));
    }
    page.note(
        "Columns that say the same stand in for each other: if one is permuted, the network still has the other, and both seem less important than they are together.");
  }
}
