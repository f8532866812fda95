package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it takes to compare again: the seeds, what differs, versions, timings, checksums. */
final class ComparisonDetails {

  private ComparisonDetails() {}

  static void add(Sheet sheet, Comparison comparison, List<Run> runs) {
    Study first = runs.get(0).study();
    sheet.section("details", "To do it again");
    sheet.paragraph(
        "All contenders share data, seeds and everything in the configuration but %s and what had to be adapted to it. The same version gives the same bits, with any number of threads."
            .formatted(Words.code(comparison.path())));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("seeds", Words.list(comparison.seeds().stream().map(String::valueOf).toList()));
    facts.putAll(DetailsSection.plan(first.plan()));
    facts.putAll(DetailsSection.versions());
    sheet.add(DetailsSection.list(facts));
    Grid grid =
        new Grid(
            "The runs of the first seed",
            List.of("contender", "epochs", "time", "weights at the start", "weights at the end"));
    for (Run run : runs) {
      grid.row(
          Words.code(run.name()),
          List.of(
              Words.number(run.study().training().history().size()),
              Words.duration(run.study().training().duration()),
              Words.code(shortened(run.study().startingWeights())),
              Words.code(shortened(run.study().finalWeights()))));
    }
    sheet.add(grid.end());
    sheet.note("Checksums are the first digits of the SHA-256 of all weights.");
    sheet.heading("Configuration of " + runs.get(0).name());
    sheet.add(DetailsSection.configuration(first.configuration()));
  }

  private static String shortened(String checksum) {
    return checksum.substring(0, Math.min(16, checksum.length()));
  }
}
