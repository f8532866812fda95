package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Study;
import java.util.List;

/** The page on one training run: the answer, the evidence, the details. */
final class StudyPage {

  private StudyPage() {}

  static String of(Study study) {
    ReportContext subject = ReportContext.of(study.model());
    Run run = Run.alone(study);
    List<Run> runs = List.of(run);
    PageBuilder sheet = new PageBuilder();
    NumbersSection.add(sheet, study);
    CurvesSection.add(sheet, study);
    AnswersSection.add(sheet, study, subject);
    BoundarySection.add(sheet, runs, subject);
    LossSection.add(sheet, runs);
    HardExamplesSection.add(sheet, runs);
    InsideSection.add(sheet, study);
    LandscapeSection.add(sheet, runs);
    SharpnessSection.add(sheet, runs);
    DetailsSection.add(sheet, study);
    return Page.of(subject.title(), head(study, subject), sheet);
  }

  private static Html head(Study study, ReportContext subject) {
    Html head = new Html();
    head.element("p", subject.title(), "class", "eyebrow");
    head.element("h1", StudyHeadline.of(study, subject));
    head.open("ul", "class", "key");
    StudyHeadline.evidence(study, subject).forEach(sentence -> head.element("li", sentence));
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
