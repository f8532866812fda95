package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Contender;
import dev.gradus.runtime.problem.GradusException;
import java.util.List;
import java.util.Optional;

/** Who could take part, what had to be adapted for it, and who was refused. */
final class PartakersSection {

  private PartakersSection() {}

  static void add(Sheet sheet, Comparison comparison) {
    boolean smooth =
        comparison.contenders().stream()
            .allMatch(c -> c.tookPart() && c.notes().isEmpty() && c.warnings().isEmpty());
    if (smooth) {
      return;
    }
    sheet.section("partakers", "Who took part, and how");
    Grid grid =
        new Grid(
            "Adaptations and refusals",
            List.of("contender", "trained on", "took part", "what to know"));
    for (Contender contender : comparison.contenders()) {
      Optional<List<String>> refusal =
          contender.refusal().map(GradusException::getMessage).map(text -> text.lines().toList());
      grid.row(
          Words.code(contender.name()),
          html -> {
            html.element("td", Words.code(contender.loss()));
            html.element(
                "td",
                refusal.isPresent() ? "no" : contender.notes().isEmpty() ? "as it is" : "adapted");
            html.open("td", "class", "prose");
            contender.notes().forEach(note -> html.open("p").text(note).close("p"));
            contender.warnings().forEach(said -> html.open("p").text(said.message()).close("p"));
            refusal.ifPresent(lines -> lines.forEach(line -> html.open("p").text(line).close("p")));
            html.close("td");
          });
    }
    sheet.add(grid.end());
    if (comparison.trained().stream().anyMatch(contender -> !contender.notes().isEmpty())) {
      sheet.note(
          "An adapted contender differs from the others in more than the loss: mind that when reading its numbers.");
    }
  }
}
