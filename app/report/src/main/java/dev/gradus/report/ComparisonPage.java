package dev.gradus.report;

import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Contender;
import java.util.List;

/** The page on a comparison: the answer, what each loss wants at step 0, what came of it. */
final class ComparisonPage {

  private ComparisonPage() {}

  static String of(Comparison comparison) {
    List<Run> runs = Run.of(comparison);
    Sheet sheet = new Sheet();
    if (runs.isEmpty()) {
      PartakersSection.add(sheet, comparison);
      Html head = new Html();
      head.element("h1", "None of the %s could be trained.".formatted(contenders(comparison)));
      return Page.of("A comparison of " + comparison.path(), head, sheet);
    }
    Subject subject = Subject.of(runs.get(0).study().model());
    StartSection.add(sheet, comparison, subject);
    ScoresSection.add(sheet, comparison);
    PartakersSection.add(sheet, comparison);
    DecoySection.add(sheet, comparison);
    LossSection.add(sheet, runs);
    RivalsSection.add(sheet, comparison, runs);
    BoundarySection.add(sheet, runs, subject);
    PullSection.add(sheet, runs);
    LandscapeSection.add(sheet, runs);
    SharpnessSection.add(sheet, runs);
    ComparisonDetails.add(sheet, comparison, runs);
    String title = "%s: %s compared".formatted(subject.title(), comparison.path());
    return Page.of(title, head(comparison, subject), sheet);
  }

  private static String contenders(Comparison comparison) {
    return Words.count(comparison.contenders().size(), "contender");
  }

  private static Html head(Comparison comparison, Subject subject) {
    Html head = new Html();
    head.element(
        "p",
        "%s · the same network, trained with different %s"
            .formatted(subject.title(), Words.code(comparison.path())),
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
                Words.list(
                    comparison.contenders().stream()
                        .map(Contender::name)
                        .map(Words::code)
                        .toList()),
                Words.count(comparison.seeds().size(), "seed"),
                comparison.part()),
        "class",
        "facts");
    return head;
  }
}
