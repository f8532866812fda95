package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Target;
import java.util.List;

/** What the finished network predicts: classes, labels or numbers. */
final class PredictionsSection {

  private PredictionsSection() {}

  static void add(PageBuilder page, Study study, ReportContext context) {
    Outcome outcome = study.outcome();
    if (outcome.predictions().isEmpty()) {
      return;
    }
    page.section("predictions", "What it predicts");
    if (outcome.examples() > outcome.predictions().size()) {
      page.note(
          "This section shows %s of the %s %s examples, evenly spaced."
              .formatted(
                  Prose.number(outcome.predictions().size()),
                  Prose.number(outcome.examples()),
                  outcome.part()));
    }
    switch (context.kind()) {
      case NUMERIC ->
          NumericPredictions.add(page, outcome, study.model().preparation().targets().names());
      case LABELS -> LabelTable.add(page, outcome, study.model().target().outputs());
      case BINARY, CLASSES -> ConfusionTable.add(page, ClassAnswers.of(outcome, context.classes()));
    }
    if (context.kind() == Target.Kind.CLASSES) {
      study
          .images()
          .ifPresent(images -> MistakesGallery.add(page, outcome, context.classes(), images));
    }
    if (context.kind() != Target.Kind.NUMERIC) {
      List<Picture> pictures =
          ScorePictures.of(outcome, context.kind(), study.model().target().outputs());
      if (!pictures.isEmpty()) {
        page.pictures(pictures);
      }
    }
  }
}
