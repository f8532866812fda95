package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import java.util.List;

/** The control run: it prints other losses, and learns the same weights. */
final class ControlRunSection {

  private ControlRunSection() {}

  static void add(PageBuilder page, Comparison comparison) {
    comparison.controlRun().ifPresent(controlRun -> add(page, controlRun));
  }

  private static void add(PageBuilder page, ControlRun controlRun) {
    String printed = Prose.list(controlRun.printed().stream().map(Prose::code).toList());
    page.section("control-run", "Printing another loss changes nothing");
    page.paragraph(
        "%s was trained twice: once alone, and once with %s printed in every epoch. %s"
            .formatted(
                Prose.code(controlRun.variant()),
                printed,
                controlRun.holds()
                    ? "The weights are the same, bit for bit."
                    : "The weights differ, which must not happen; please report it."));
    HtmlTable table =
        new HtmlTable("Checksums of the weights that were learned", List.of("printed", "SHA-256"));
    table.row("only its own loss", List.of(Prose.code(controlRun.withoutPrinting())));
    table.row("the others as well", List.of(Prose.code(controlRun.withPrinting())));
    page.add(table.end());
    page.note(
        "To change what is learned, change the loss that gives the gradient, not the one that is printed.");
  }
}
