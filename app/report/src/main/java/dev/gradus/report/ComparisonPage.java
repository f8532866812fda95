package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import java.util.List;

/** The page on a comparison: the answer, what each loss wants at step 0, what came of it. */
final class ComparisonPage {

  private ComparisonPage() {}

  static String of(Comparison comparison) {
    List<Run> runs = Run.of(comparison);
    PageBuilder sheet = new PageBuilder();
    if (runs.isEmpty()) {
      VariantsSection.add(sheet, comparison);
      Html head = new Html();
      head.element("h1", "None of the %s could be trained.".formatted(variants(comparison)));
      return Page.of("A comparison of " + comparison.path(), head, sheet);
    }
    ReportContext subject = ReportContext.of(runs.get(0).study().model());
    StartSection.add(sheet, comparison, subject);
    ScoresSection.add(sheet, comparison);
    VariantsSection.add(sheet, comparison);
    ControlRunSection.add(sheet, comparison);
    LossSection.add(sheet, runs);
    NumpySection.add(sheet, runs);
    LearningCurvesSection.add(sheet, comparison, runs);
    BoundarySection.add(sheet, runs, subject);
    HardExamplesSection.add(sheet, runs);
    LandscapeSection.add(sheet, runs);
    SharpnessSection.add(sheet, runs);
    ComparisonDetails.add(sheet, comparison, runs);
    String title = "%s: %s compared".formatted(subject.title(), comparison.path());
    return Page.of(title, head(comparison, subject), sheet);
  }

  private static String variants(Comparison comparison) {
    return Prose.count(comparison.variants().size(), "variant");
  }

  private static Html head(Comparison comparison, ReportContext subject) {
    Html head = new Html();
    head.element(
        "p",
        "%s · the same network, trained with different %s"
            .formatted(subject.title(), Prose.code(comparison.path())),
        "class",
        "eyebrow");
    head.element("h1", Verdict.of(comparison).sentence());
    head.open("ul", "class", "key");
    Verdict.of(comparison).evidence().forEach(sentence -> head.element("li", sentence));
    head.close("ul");
    head.element(
        "p",
        "%s · %s · measured on the %s part"
            .formatted(
                Prose.list(
                    comparison.variants().stream().map(Variant::name).map(Prose::code).toList()),
                Prose.count(comparison.seeds().size(), "seed"),
                comparison.part()),
        "class",
        "facts");
    return head;
  }
}
