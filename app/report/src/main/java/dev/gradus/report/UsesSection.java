package dev.gradus.report;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.study.Study;
import java.util.Map;

/**
 * What a network that has just been trained uses: its columns, and the predictions of some rows.
 */
final class UsesSection {

  private UsesSection() {}

  static void add(
      PageBuilder page,
      Study study,
      PermutationImportance importance,
      Map<String, Attribution> rows) {
    ReportContext context = ReportContext.of(study.model());
    page.section("uses", "What the network uses");
    ImportancePage.addTable(page, importance);
    rows.forEach(
        (place, attribution) -> {
          page.heading("The prediction of %s".formatted(Prose.code(place)));
          RowSection.addTable(page, attribution, context);
        });
  }
}
