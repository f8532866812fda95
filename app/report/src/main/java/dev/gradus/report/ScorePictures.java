package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How well the outputs rank examples, and whether they can be trusted as probabilities. */
final class ScorePictures {

  /** More curves could not be told apart. */
  private static final int MOST_CURVES = 20;

  private static final int LONGEST_NAME = 24;

  /** The tolerance for the sum of rounded probabilities, which should be 1. */
  private static final double ROUNDING = 1e-3;

  private ScorePictures() {}

  /** An output and its curve. */
  private record OfOutput(String name, Roc roc) {

    RocCurves.Curve curve() {
      return new RocCurves.Curve(
          "%s, area %s".formatted(Prose.cut(name, LONGEST_NAME), Prose.number(roc.area())), roc);
    }
  }

  /**
   * The pictures that make sense.
   *
   * @param outputs their names
   */
  static List<Picture> of(Outcome outcome, Target.Kind kind, List<String> outputs) {
    List<Picture> pictures = new ArrayList<>();
    rankings(outcome, kind, outputs).ifPresent(pictures::add);
    if (areProbabilities(outcome, kind)) {
      pictures.add(calibration(outcome, kind, outputs));
    }
    return pictures;
  }

  private static Optional<Picture> rankings(
      Outcome outcome, Target.Kind kind, List<String> outputs) {
    // With two classes, either curve is the mirror image of the other.
    int first = kind == Target.Kind.CLASSES && outputs.size() == 2 ? 1 : 0;
    List<OfOutput> all =
        IntStream.range(first, outputs.size())
            .mapToObj(
                k -> new OfOutput(outputs.get(k), Roc.of(column(outcome, k), truths(outcome, k))))
            .filter(of -> Double.isFinite(of.roc().area()))
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<OfOutput> ranked =
        all.stream().sorted(Comparator.comparingDouble((OfOutput of) -> of.roc().area())).toList();
    List<OfOutput> drawn = all.size() > MOST_CURVES ? ranked.subList(0, MOST_CURVES) : all;
    return Optional.of(
        Picture.of(
            all.size() == 1 ? "ROC curve" : "ROC curves",
            caption(kind, all, ranked.get(0))
                + (all.size() > drawn.size()
                    ? " Of %s curves, the %s with the smallest area are drawn."
                        .formatted(all.size(), drawn.size())
                    : ""),
            new RocCurves(drawn.stream().map(OfOutput::curve).toList())));
  }

  private static String caption(Target.Kind kind, List<OfOutput> all, OfOutput hardest) {
    String name = Prose.code(hardest.name());
    String area = Prose.number(hardest.roc().area());
    String others = kind == Target.Kind.LABELS ? "an example without it" : "another example";
    String example = kind == Target.Kind.LABELS ? "an example with " : "an example of ";
    if (all.size() == 1) {
      return "The area under the curve is %s: the probability that %s%s gets a higher output than %s. The grey line is random guessing."
          .formatted(area, example, name, others);
    }
    double mean = all.stream().mapToDouble(of -> of.roc().area()).average().orElseThrow();
    return "One curve for each %s, and in front the mean of the curves. The mean area is %s. The smallest is that of %s, %s: the probability that %s%s gets a higher output than %s. The grey line is random guessing."
        .formatted(
            kind == Target.Kind.LABELS ? "label" : "class against the others",
            Prose.number(mean),
            name,
            area,
            example,
            name,
            others);
  }

  private static Picture calibration(Outcome outcome, Target.Kind kind, List<String> outputs) {
    Reliability reliability = reliability(outcome, kind);
    Calibration calibration = new Calibration(reliability);
    String what =
        switch (kind) {
          case BINARY -> "the probability of " + Prose.code(outputs.get(0));
          case LABELS -> "the probabilities of all labels";
          default -> "the probability of the predicted class";
        };
    String pale =
        calibration.uncertain() == 0
            ? ""
            : " Pale bars stand for fewer than %s examples and say little."
                .formatted(calibration.few());
    return Picture.of(
        "Calibration",
        "Of the examples that are predicted with a probability of 80 %%, 80 %% should come true: each bar should end at its diamond, the mean probability of its bin. The examples are grouped into bins, each a tenth wide, by %s; the number above a bar counts them.%s The mean distance, weighted by examples, is %s (expected calibration error)."
            .formatted(what, pale, Prose.number(reliability.error())),
        calibration);
  }

  private static Reliability reliability(Outcome outcome, Target.Kind kind) {
    List<List<Double>> predictions = outcome.predictions();
    if (kind == Target.Kind.CLASSES) {
      double[] confidence = new double[predictions.size()];
      boolean[] right = new boolean[predictions.size()];
      for (int i = 0; i < confidence.length; i++) {
        int answer = ClassAnswers.classOf(predictions.get(i));
        confidence[i] = predictions.get(i).get(answer);
        right[i] = outcome.targets().get(i).get(answer) >= 0.5;
      }
      return Reliability.of(confidence, right);
    }
    int outputs = predictions.get(0).size();
    double[] said = new double[predictions.size() * outputs];
    boolean[] happened = new boolean[said.length];
    for (int i = 0; i < said.length; i++) {
      said[i] = predictions.get(i / outputs).get(i % outputs);
      happened[i] = outcome.targets().get(i / outputs).get(i % outputs) >= 0.5;
    }
    return Reliability.of(said, happened);
  }

  private static boolean areProbabilities(Outcome outcome, Target.Kind kind) {
    return outcome.predictions().stream()
        .allMatch(
            row ->
                row.stream().allMatch(p -> p >= 0 && p <= 1)
                    && (kind != Target.Kind.CLASSES
                        || Math.abs(row.stream().mapToDouble(p -> p).sum() - 1) < ROUNDING));
  }

  private static double[] column(Outcome outcome, int k) {
    return outcome.predictions().stream().mapToDouble(row -> row.get(k)).toArray();
  }

  private static boolean[] truths(Outcome outcome, int k) {
    boolean[] truths = new boolean[outcome.targets().size()];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = outcome.targets().get(i).get(k) >= 0.5;
    }
    return truths;
  }
}
