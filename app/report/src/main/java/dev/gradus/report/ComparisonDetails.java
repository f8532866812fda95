package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is needed to reproduce a comparison: seeds, differences, versions, checksums. */
final class ComparisonDetails {

  private ComparisonDetails() {}

  static void add(PageBuilder page, Comparison comparison, List<Run> runs) {
    Study first = runs.get(0).study();
    page.section("details", "How to reproduce it");
    page.paragraph(
        "All variants share the data, the seeds and the configuration, except for %s and what had to be adapted to it. The same version gives the same bits, with any number of threads."
            .formatted(Prose.code(comparison.path())));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("seeds", Prose.list(comparison.seeds().stream().map(String::valueOf).toList()));
    Map<String, String> plan = new LinkedHashMap<>(DetailsSection.plan(first.plan()));
    // Variants that learn from different rows have different numbers of them.
    runs.forEach(
        run -> plan.entrySet().retainAll(DetailsSection.plan(run.study().plan()).entrySet()));
    facts.putAll(plan);
    facts.putAll(DetailsSection.versions());
    page.add(DetailsSection.list(facts));
    HtmlTable table =
        new HtmlTable(
            "The runs of the first seed",
            List.of("variant", "epochs", "weights at the start", "weights at the end"));
    for (Run run : runs) {
      table.row(
          Prose.code(run.name()),
          List.of(
              Prose.number(run.study().training().history().size()),
              Prose.code(shortened(run.study().startingWeights())),
              Prose.code(shortened(run.study().finalWeights()))));
    }
    page.add(table.end());
    page.note("Checksums are the first digits of the SHA-256 of all weights.");
    page.heading("Configuration of " + runs.get(0).name());
    page.add(DetailsSection.configuration(first.configuration()));
  }

  private static String shortened(String checksum) {
    return checksum.substring(0, Math.min(16, checksum.length()));
  }
}
