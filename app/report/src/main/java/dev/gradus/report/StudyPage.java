package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Study;
import java.util.List;

/** The page on one training run: the answer, the evidence, the details. */
final class StudyPage {

  private StudyPage() {}

  static String of(Study study) {
    Subject subject = Subject.of(study.model());
    Run run = Run.alone(study);
    List<Run> runs = List.of(run);
    Sheet sheet = new Sheet();
    NumbersSection.add(sheet, study);
    CurvesSection.add(sheet, study);
    AnswersSection.add(sheet, study, subject);
    BoundarySection.add(sheet, runs, subject);
    LossSection.add(sheet, runs);
    PullSection.add(sheet, runs);
    InsideSection.add(sheet, study);
    LandscapeSection.add(sheet, runs);
    SharpnessSection.add(sheet, runs);
    DetailsSection.add(sheet, study);
    return Page.of(subject.title(), head(study, subject), sheet);
  }

  private static Html head(Study study, Subject subject) {
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
                Words.code(PluginType.nameOf(study.configuration().loss())),
                Words.code(PluginType.nameOf(study.configuration().optimizer())),
                Words.count(study.plan().parameters(), "parameter"),
                Words.count(study.training().history().size(), "epoch"),
                Words.count(study.plan().stepsPerEpoch(), "step"),
                study.configuration().training().seed(),
                Words.duration(study.training().duration())),
        "class",
        "facts");
    return head;
  }
}
