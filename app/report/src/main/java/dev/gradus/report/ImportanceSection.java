package dev.gradus.report;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.study.Study;
import java.util.Map;

/**
 * What a network that has just been trained uses: its columns, and the predictions of some rows.
 */
final class ImportanceSection {

  private ImportanceSection() {}

  /** The rows that a number was measured on, such as {@code 2,000 of the 5,000 validation rows}. */
  static String measured(int rows, int all, String kind) {
    String some = rows < all ? Prose.number((long) rows) + " of " : "";
    return "%sthe %s".formatted(some, Prose.count(Math.max(rows, all), kind));
  }

  static void add(
      PageBuilder page,
      Study study,
      PermutationImportance importance,
      Map<String, Attribution> rows) {
    ReportContext context = ReportContext.of(study.model());
    page.section("uses", "What the network uses");
    boolean apart = study.model().about().validationRows().isPresent();
    String kind = apart ? "validation row" : "training row";
    int all =
        (apart ? study.model().about().validationRows() : study.model().about().trainingRows())
            .orElse(importance.rows());
    ImportancePage.addTable(page, importance, measured(importance.rows(), all, kind));
    if (!rows.isEmpty()) {
      page.paragraph(RowSection.explanation("these %ss".formatted(kind)));
    }
    rows.forEach(
        (place, attribution) -> {
          page.heading("The prediction of %s".formatted(Prose.code(place)));
          RowSection.addTable(page, attribution, context);
        });
  }
}
