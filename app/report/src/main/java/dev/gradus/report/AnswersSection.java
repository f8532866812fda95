package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Target;
import java.util.List;

/** What the finished network answers: in classes, or in numbers. */
final class AnswersSection {

  private AnswersSection() {}

  static void add(PageBuilder page, Study study, ReportContext subject) {
    Outcome outcome = study.outcome();
    if (outcome.predictions().isEmpty()) {
      return;
    }
    page.section("answers", "What it answers");
    if (outcome.examples() > outcome.predictions().size()) {
      page.note(
          "Of %s %s examples, %s are looked at here, evenly spaced."
              .formatted(
                  Prose.number(outcome.examples()),
                  outcome.part(),
                  Prose.number(outcome.predictions().size())));
    }
    if (subject.kind() == Target.Kind.NUMERIC) {
      NumericAnswers.add(page, outcome, study.model().preparation().targets().names());
      return;
    }
    if (subject.kind() != Target.Kind.LABELS) {
      ConfusionTable.add(page, ClassAnswers.of(outcome, subject.classes()));
    }
    List<Picture> pictures =
        ScorePictures.of(outcome, subject.kind(), study.model().target().outputs());
    if (!pictures.isEmpty()) {
      page.pictures(pictures);
    }
  }
}
