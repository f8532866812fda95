package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Study;
import java.util.List;
import java.util.function.Consumer;

/** The page on one training run: the result, the evidence, the details. */
final class StudyPage {

  private StudyPage() {}

  /**
   * The page.
   *
   * @param uses adds what the network uses
   */
  static String of(Study study, Consumer<PageBuilder> uses) {
    ReportContext context = ReportContext.of(study.model());
    return Page.of(context.title(), head(study, context), body(study, context, uses));
  }

  /** Everything below the result. */
  static PageBuilder body(Study study, ReportContext context, Consumer<PageBuilder> uses) {
    List<Run> runs = List.of(Run.alone(study));
    PageBuilder page = new PageBuilder();
    NumbersSection.add(page, study);
    TrustSection.add(page, study);
    CurvesSection.add(page, study);
    PredictionsSection.add(page, study, context);
    uses.accept(page);
    BoundarySection.add(page, runs, context);
    LossSection.add(page, runs);
    HardExamplesSection.add(page, runs);
    InsideSection.add(page, study);
    LandscapeSection.add(page, runs);
    SharpnessSection.add(page, runs);
    DetailsSection.add(page, study);
    return page;
  }

  /** The result, and what supports or weakens it. */
  static Html head(Study study, ReportContext context) {
    Html head = new Html();
    head.element("p", context.title(), "class", "eyebrow");
    head.element("h1", StudyHeadline.of(study, context));
    head.open("ul", "class", "key");
    StudyHeadline.evidence(study, context).forEach(sentence -> head.element("li", sentence));
    head.close("ul");
    head.element(
        "p",
        "%s · %s · %s · %s of %s · seed %s · %s"
            .formatted(
                Prose.code(PluginType.nameOf(study.configuration().loss())),
                Prose.code(PluginType.nameOf(study.configuration().optimizer())),
                Prose.count(study.plan().parameters(), "parameter"),
                Prose.count(study.training().history().size(), "epoch"),
                Prose.count(study.plan().stepsPerEpoch(), "step"),
                study.configuration().training().seed(),
                Prose.duration(study.training().duration())),
        "class",
        "facts");
    return head;
  }
}
