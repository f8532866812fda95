package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import dev.gradus.runtime.problem.GradusException;
import java.util.List;
import java.util.Optional;

/** Which variants had to be adapted, and which could not be trained. */
final class VariantsSection {

  private VariantsSection() {}

  static void add(PageBuilder page, Comparison comparison) {
    boolean smooth =
        comparison.variants().stream()
            .allMatch(c -> c.tookPart() && c.notes().isEmpty() && c.warnings().isEmpty());
    if (smooth) {
      return;
    }
    page.section("variants", "Adapted and excluded variants");
    HtmlTable table =
        new HtmlTable(
            "Adapted and excluded variants",
            List.of("variant", "trained on", "trained", "remarks"));
    for (Variant variant : comparison.variants()) {
      Optional<List<String>> refusal =
          variant.refusal().map(GradusException::getMessage).map(text -> text.lines().toList());
      table.row(
          Prose.code(variant.name()),
          html -> {
            html.element("td", Prose.code(variant.loss()));
            html.element(
                "td", refusal.isPresent() ? "no" : variant.notes().isEmpty() ? "yes" : "adapted");
            html.open("td", "class", "prose");
            variant.notes().forEach(note -> html.open("p").text(note).close("p"));
            variant.warnings().forEach(said -> html.open("p").text(said.message()).close("p"));
            refusal.ifPresent(lines -> lines.forEach(line -> html.open("p").text(line).close("p")));
            html.close("td");
          });
    }
    page.add(table.end());
    if (comparison.trained().stream().anyMatch(variant -> !variant.notes().isEmpty())) {
      page.note("An adapted variant differs from the others in more than the loss.");
    }
  }
}
