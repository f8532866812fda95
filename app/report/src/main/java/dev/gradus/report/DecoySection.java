package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Decoy;
import java.util.List;

/** The proof that a printed number teaches nothing. */
final class DecoySection {

  private DecoySection() {}

  static void add(Sheet sheet, Comparison comparison) {
    comparison.decoy().ifPresent(decoy -> add(sheet, decoy));
  }

  private static void add(Sheet sheet, Decoy decoy) {
    String printed = Words.list(decoy.printed().stream().map(Words::code).toList());
    sheet.section("decoy", "A printed number teaches nothing");
    sheet.paragraph(
        "%s was trained twice: once alone, and once with %s printed in every epoch. %s"
            .formatted(
                Words.code(decoy.contender()),
                printed,
                decoy.holds()
                    ? "The weights are the same, bit by bit."
                    : "The weights differ, which must not be: please report it."));
    Grid grid =
        new Grid("Checksums of the weights that were learned", List.of("printed", "SHA-256"));
    grid.row("its loss alone", List.of(Words.code(decoy.alone())));
    grid.row("all of these beside it", List.of(Words.code(decoy.beside())));
    sheet.add(grid.end());
    sheet.note(
        "To change what is learned, change the loss that gives the gradient, not the one that is shown.");
  }
}
