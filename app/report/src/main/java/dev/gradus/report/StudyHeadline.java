package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What came of a training run, in a sentence, and what speaks for and against it in a few. */
final class StudyHeadline {

  /** By how much a loss must be above its lowest for that to be worth a word. */
  private static final double WORSE = 1.1;

  /** The share of saturated units that is worth a word; about half of a relu is usual. */
  private static final double MOSTLY = 0.6;

  private StudyHeadline() {}

  /** The answer. */
  static String of(Study study, ReportContext subject) {
    String loss = Prose.code(PluginType.nameOf(study.configuration().loss()));
    return "Trained on %s, the network %s.".formatted(loss, result(study.outcome(), subject));
  }

  private static String result(Outcome outcome, ReportContext subject) {
    int shown = outcome.predictions().size();
    String where =
        outcome.examples() == shown
            ? outcome.part() + " examples"
            : "sampled " + outcome.part() + " examples";
    if (subject.kind() == Target.Kind.NUMERIC) {
      return "misses %s by %s at the median of %s %s"
          .formatted(
              Prose.code(subject.targets().get(0)),
              Prose.number(Residuals.of(outcome, 0).median()),
              Prose.number(shown),
              where);
    }
    if (subject.kind() == Target.Kind.LABELS) {
      return "is right about %s of the labels of %s %s"
          .formatted(Prose.percent(rightLabels(outcome)), Prose.number(shown), where);
    }
    return "is right about %s of %s %s"
        .formatted(
            Prose.number(ClassAnswers.of(outcome, subject.classes()).right()),
            Prose.number(shown),
            where);
  }

  private static double rightLabels(Outcome outcome) {
    int right = 0;
    int all = 0;
    for (int i = 0; i < outcome.predictions().size(); i++) {
      for (int k = 0; k < outcome.predictions().get(i).size(); k++) {
        boolean said = outcome.predictions().get(i).get(k) >= 0.5;
        right += said == outcome.targets().get(i).get(k) >= 0.5 ? 1 : 0;
        all++;
      }
    }
    return (double) right / all;
  }

  /** What there is to be said for and against it. */
  static List<String> evidence(Study study, ReportContext subject) {
    List<String> sentences = new ArrayList<>();
    study.training().warnings().forEach(warning -> sentences.add(warning.message()));
    sentences.add(baseline(study.outcome(), subject));
    LinearSentence.of(study).ifPresent(sentences::add);
    lossOverTime(study).ifPresent(sentences::add);
    saturation(study).ifPresent(sentences::add);
    pull(study).ifPresent(sentences::add);
    sentences.removeIf(String::isEmpty);
    return sentences;
  }

  /** What it takes no network to reach. */
  private static String baseline(Outcome outcome, ReportContext subject) {
    String unseen =
        outcome.part().equals("training")
            ? " Nothing was set apart, so these are the examples that it learned from: how it does on others is not known."
            : "";
    if (subject.kind() == Target.Kind.NUMERIC) {
      return "Always answering the median would miss by %s. %s%s"
          .formatted(
              Prose.number(Residuals.of(outcome, 0).medianOfConstantAnswer()),
              Residuals.of(outcome, 0).explanation(),
              unseen);
    }
    if (subject.kind() == Target.Kind.LABELS) {
      return unseen.strip();
    }
    ClassAnswers answers = ClassAnswers.of(outcome, subject.classes());
    List<Integer> examples = answers.examples();
    int most = Collections.max(examples);
    return "Always answering the most frequent class, %s, would be right about %s.%s"
        .formatted(
            Prose.code(subject.classes().get(examples.indexOf(most))), Prose.number(most), unseen);
  }

  private static Optional<String> lossOverTime(Study study) {
    List<EpochReport> history = study.training().history();
    if (history.isEmpty()) {
      return Optional.empty();
    }
    EpochReport first = history.get(0);
    EpochReport last = history.get(history.size() - 1);
    String training =
        "The training loss went from %s in the first epoch to %s in the last."
            .formatted(Prose.number(first.loss()), Prose.number(last.loss()));
    Optional<EpochReport> best =
        history.stream()
            .filter(epoch -> epoch.validation().containsKey(EpochReport.LOSS))
            .min(Comparator.comparingDouble(StudyHeadline::validationLoss));
    if (best.isEmpty()) {
      return Optional.of(training);
    }
    double lowest = validationLoss(best.get());
    double end = validationLoss(last);
    return Optional.of(
        training
            + (end > WORSE * lowest
                ? " The validation loss was lowest after epoch %s, %s, and is %s after the last: early stopping would have kept the weights of then."
                    .formatted(best.get().epoch(), Prose.number(lowest), Prose.number(end))
                : " The validation loss ended at %s, within a tenth of the lowest it has been."
                    .formatted(Prose.number(end))));
  }

  private static double validationLoss(EpochReport epoch) {
    return epoch.validation().getOrDefault(EpochReport.LOSS, Double.NaN);
  }

  /**
   * The hidden layer that lets least of the gradient through at the end. A saturated output is no
   * harm where it is right, or where the loss cancels its slope.
   */
  private static Optional<String> saturation(Study study) {
    if (study.snapshots().isEmpty() || study.snapshots().get(0).layers().isEmpty()) {
      return Optional.empty();
    }
    List<LayerSnapshot> layers = study.snapshots().get(study.snapshots().size() - 1).layers();
    return layers.subList(0, layers.size() - 1).stream()
        .max(Comparator.comparingDouble(LayerSnapshot::saturated))
        .filter(layer -> layer.saturated() >= MOSTLY)
        .map(
            layer ->
                "In layer %s, %s of the units are saturated at the end and pass hardly any gradient."
                    .formatted(Prose.code(layer.name()), Prose.percent(layer.saturated())));
  }

  private static Optional<String> pull(Study study) {
    List<ExampleGradient> hardest = study.contributions();
    if (hardest.isEmpty()) {
      return Optional.empty();
    }
    double share = hardest.stream().mapToDouble(ExampleGradient::share).sum();
    return Optional.of(
        "%s %s of all the gradient that is left%s."
            .formatted(
                hardest.size() == 1
                    ? "The training example that still pulls hardest makes up"
                    : "The %s training examples that still pull hardest make up"
                        .formatted(hardest.size()),
                Prose.percent(share),
                study.plan().trainingRows() > ExampleGradient.SAMPLE
                    ? " in a sample of " + Prose.number(ExampleGradient.SAMPLE)
                    : ""));
  }
}
