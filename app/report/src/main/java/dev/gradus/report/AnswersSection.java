package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Target;
import java.util.List;

/** What the finished network answers: in classes, or in numbers. */
final class AnswersSection {

  private AnswersSection() {}

  static void add(Sheet sheet, Study study, Subject subject) {
    Outcome outcome = study.outcome();
    if (outcome.predictions().isEmpty()) {
      return;
    }
    sheet.section("answers", "What it answers");
    if (outcome.examples() > outcome.predictions().size()) {
      sheet.note(
          "Of %s %s examples, %s are looked at here, evenly spaced."
              .formatted(
                  Words.number(outcome.examples()),
                  outcome.part(),
                  Words.number(outcome.predictions().size())));
    }
    if (subject.kind() == Target.Kind.NUMERIC) {
      NumericAnswers.add(sheet, outcome, study.model().preparation().targets().names());
      return;
    }
    if (subject.kind() != Target.Kind.LABELS) {
      ConfusionTable.add(sheet, ClassAnswers.of(outcome, subject.classes()));
    }
    List<Picture> pictures =
        ScorePictures.of(outcome, subject.kind(), study.model().target().outputs());
    if (!pictures.isEmpty()) {
      sheet.pictures(pictures);
    }
  }
}
