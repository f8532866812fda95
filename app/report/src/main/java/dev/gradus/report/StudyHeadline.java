package dev.gradus.report;

import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.MetricNames;
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
import java.util.stream.IntStream;

/** The result of a training run in one sentence, and what supports or weakens it in a few more. */
final class StudyHeadline {

  /** A loss this many times the lowest is worth a warning. */
  private static final double WORSE = 1.1;

  /** The share of dead units that is worth a sentence. */
  private static final double MANY_DEAD = 0.1;

  /**
   * The share of saturated units that is worth a sentence if it has grown; half is usual for relu.
   */
  private static final double MOSTLY = 0.75;

  private static final double GROWN = 0.2;

  private StudyHeadline() {}

  /** The result. */
  static String of(Study study, ReportContext context) {
    String loss = Prose.code(PluginType.nameOf(study.configuration().loss()));
    return "Trained on %s, the network %s.".formatted(loss, result(study.outcome(), context));
  }

  private static String result(Outcome outcome, ReportContext context) {
    int shown = outcome.predictions().size();
    String sampled = outcome.examples() == shown ? "" : "sampled ";
    String examples =
        "%s%s".formatted(sampled, outcome.part()) + (shown == 1 ? " example" : " examples");
    String where = Prose.number(shown) + " " + examples;
    return switch (context.kind()) {
      case NUMERIC ->
          "predicts %s with %s of %s on %s"
              .formatted(
                  Prose.code(context.targets().get(0)),
                  shown == 1 ? "an error" : "a median error",
                  Prose.number(Residuals.of(outcome, 0).median()),
                  where);
      case LABELS ->
          "gets %s of the labels of %s right".formatted(Prose.percent(rightLabels(outcome)), where);
      case BINARY, CLASSES ->
          "classifies %s of %s correctly"
              .formatted(Prose.number(ClassAnswers.of(outcome, context.classes()).right()), where);
    };
  }

  private static double rightLabels(Outcome outcome) {
    int right = 0;
    int all = 0;
    for (int i = 0; i < outcome.predictions().size(); i++) {
      for (int k = 0; k < outcome.predictions().get(i).size(); k++) {
        boolean predicted = outcome.predictions().get(i).get(k) >= 0.5;
        right += predicted == outcome.targets().get(i).get(k) >= 0.5 ? 1 : 0;
        all++;
      }
    }
    return (double) right / all;
  }

  /** What supports the result, and what weakens it. */
  static List<String> evidence(Study study, ReportContext context) {
    List<String> sentences = new ArrayList<>();
    study.training().warnings().forEach(said -> sentences.add("Warning: " + said.message() + "."));
    sentences.add(baseline(study.outcome(), context));
    LinearSentence.of(study).ifPresent(sentences::add);
    lossOverTime(study).ifPresent(sentences::add);
    deadUnits(study).or(() -> saturation(study)).ifPresent(sentences::add);
    hardest(study).ifPresent(sentences::add);
    sentences.removeIf(String::isEmpty);
    return sentences;
  }

  /** What a constant prediction would reach. */
  private static String baseline(Outcome outcome, ReportContext context) {
    String seen =
        outcome.part().equals("training")
            ? " No examples were held out: these are the ones it was trained on, so it is not known how it does on new ones."
            : "";
    if (context.kind() == Target.Kind.NUMERIC) {
      Residuals residuals = Residuals.of(outcome, 0);
      if (residuals.truths().size() == 1) {
        return "Always predicting the same number would have no error on a single example." + seen;
      }
      return "Always predicting the median would have a median error of %s. %s%s"
          .formatted(Prose.number(residuals.medianOfConstant()), residuals.explanation(), seen);
    }
    if (context.kind() == Target.Kind.LABELS) {
      return seen.strip();
    }
    ClassAnswers answers = ClassAnswers.of(outcome, context.classes());
    List<Integer> examples = answers.examples();
    int most = Collections.max(examples);
    return "Always predicting the most frequent class, %s, would be right for %s.%s"
        .formatted(
            Prose.code(context.classes().get(examples.indexOf(most))), Prose.number(most), seen);
  }

  /** How the loss changed, and from which epoch the weights are. */
  static Optional<String> lossOverTime(Study study) {
    List<EpochReport> history = study.training().history();
    if (history.isEmpty()) {
      return Optional.empty();
    }
    EpochReport last = history.get(history.size() - 1);
    String training = training(history.get(0), last);
    return Optional.of(
        study.training().epoch() < last.epoch()
            ? training + earlierWeights(study, last)
            : training + lastWeights(study, last));
  }

  private static String training(EpochReport first, EpochReport last) {
    if (first.epoch() == last.epoch()) {
      return "The training loss of the only epoch was %s.".formatted(Prose.number(first.loss()));
    }
    String before = Prose.number(first.loss());
    String after = Prose.number(last.loss());
    return before.equals(after)
        ? "The training loss was %s in the first epoch and in the last.".formatted(before)
        : "The training loss %s from %s in the first epoch to %s in the last."
            .formatted(last.loss() < first.loss() ? "fell" : "rose", before, after);
  }

  /**
   * Early stopping, or a run that was stopped or diverged, has kept the weights of the best epoch.
   */
  private static String earlierWeights(Study study, EpochReport last) {
    int epoch = study.training().epoch();
    String monitor =
        study
            .configuration()
            .training()
            .choiceOfEpoch()
            .map(early -> monitor(study, early))
            .orElse(EpochReport.LOSS);
    boolean validated = last.validation().containsKey(EpochReport.LOSS);
    String best =
        "%s %s"
            .formatted(
                validated ? "validation" : "training",
                monitor.equals(EpochReport.LOSS) ? "loss" : Prose.code(monitor));
    String numbers =
        study.training().history().stream()
            .filter(report -> report.epoch() == epoch)
            .map(report -> numbers(report, last, monitor))
            .findFirst()
            .orElse("");
    return " The model has the weights of epoch %s, the best by %s%s."
        .formatted(Prose.number((long) epoch), best, numbers);
  }

  /** The name of the metric that early stopping monitors, as the epochs report it. */
  private static String monitor(Study study, EarlyStopping early) {
    return MetricNames.of(study.configuration()).find(early.monitor());
  }

  private static String numbers(EpochReport best, EpochReport last, String monitor) {
    return ": %s, against %s in epoch %s, the last"
        .formatted(
            Prose.number(measured(best, monitor)),
            Prose.number(measured(last, monitor)),
            Prose.number((long) last.epoch()));
  }

  /** The value that early stopping monitors. */
  private static double measured(EpochReport report, String monitor) {
    return report.validation().isEmpty()
        ? report.loss()
        : report.validation().getOrDefault(monitor, Double.NaN);
  }

  private static String lastWeights(Study study, EpochReport last) {
    Optional<EpochReport> lowest =
        study.training().history().stream()
            .filter(report -> Double.isFinite(validationLoss(report)))
            .min(Comparator.comparingDouble(StudyHeadline::validationLoss));
    double end = validationLoss(last);
    if (lowest.isEmpty() || !Double.isFinite(end)) {
      return "";
    }
    int epoch = lowest.get().epoch();
    String least = Prose.number(validationLoss(lowest.get()));
    if (epoch == last.epoch()) {
      return " The validation loss was lowest in the last epoch: %s.".formatted(least);
    }
    String numbers =
        " The validation loss is %s after the last epoch; it was lowest after epoch %s, %s"
            .formatted(Prose.number(end), Prose.number((long) epoch), least);
    if (end <= WORSE * validationLoss(lowest.get())) {
      return numbers + ".";
    }
    return study
        .configuration()
        .training()
        .choiceOfEpoch()
        .map(early -> numbers + whyTheLast(study, early))
        .orElse(
            numbers
                + ". Early stopping (%s) keeps the weights of the best epoch."
                    .formatted(Prose.code("training.early-stopping")));
  }

  /** Why the weights are those of the last epoch though early stopping is on. */
  private static String whyTheLast(Study study, EarlyStopping early) {
    return early.restoreBest()
        ? ". The weights of the last epoch are kept, since it is the best by %s."
            .formatted(Prose.code(monitor(study, early)))
        : ". The weights of the last epoch are kept, since %s is false."
            .formatted(Prose.code("restore-best"));
  }

  private static double validationLoss(EpochReport epoch) {
    return epoch.validation().getOrDefault(EpochReport.LOSS, Double.NaN);
  }

  /** The layers before the last: a saturated output does no harm where it is right. */
  private static List<LayerSnapshot> hidden(Study study, int snapshot) {
    List<LayerSnapshot> layers = study.snapshots().get(snapshot).layers();
    return layers.isEmpty() ? layers : layers.subList(0, layers.size() - 1);
  }

  /** The hidden layer with the largest share of units that learn from no example. */
  static Optional<String> deadUnits(Study study) {
    if (study.snapshots().isEmpty()) {
      return Optional.empty();
    }
    return hidden(study, study.snapshots().size() - 1).stream()
        .max(Comparator.comparingDouble(StudyHeadline::deadShare))
        .filter(layer -> deadShare(layer) >= MANY_DEAD)
        .map(
            layer ->
                "In layer %s, %s of %s at the end: %s activation is flat for every training example that was evaluated, so %s nothing."
                    .formatted(
                        Prose.code(layer.name()),
                        Prose.number(layer.dead()),
                        Prose.count(layer.units(), "unit")
                            + (layer.dead() == 1 ? " is dead" : " are dead"),
                        layer.dead() == 1 ? "its" : "their",
                        layer.dead() == 1 ? "it learns" : "they learn"));
  }

  private static double deadShare(LayerSnapshot layer) {
    return layer.units() == 0 ? 0 : (double) layer.dead() / layer.units();
  }

  /** The hidden layer that passes on the least gradient, if that developed in training. */
  static Optional<String> saturation(Study study) {
    if (study.snapshots().size() < 2) {
      return Optional.empty();
    }
    List<LayerSnapshot> before = hidden(study, 0);
    List<LayerSnapshot> after = hidden(study, study.snapshots().size() - 1);
    return IntStream.range(0, after.size())
        .filter(
            k ->
                after.get(k).saturated() >= MOSTLY
                    && after.get(k).saturated() - before.get(k).saturated() >= GROWN)
        .boxed()
        .max(Comparator.comparingDouble(k -> after.get(k).saturated()))
        .map(
            k ->
                "In layer %s, the share of saturated activations rose from %s at the start to %s at the end; little gradient passes through them."
                    .formatted(
                        Prose.code(after.get(k).name()),
                        Prose.percent(before.get(k).saturated()),
                        Prose.percent(after.get(k).saturated())));
  }

  private static Optional<String> hardest(Study study) {
    List<ExampleGradient> hardest = study.contributions();
    double share = hardest.stream().mapToDouble(ExampleGradient::share).sum();
    int looked = Math.min(study.plan().trainingRows(), ExampleGradient.SAMPLE);
    if (hardest.isEmpty() || hardest.size() == looked || share == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "The %s training examples with the largest gradients make up %s of the gradients of all %s%s."
            .formatted(
                hardest.size(),
                Prose.percent(share),
                Prose.number(looked),
                looked < study.plan().trainingRows() ? " that were evaluated" : ""));
  }
}
