package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How well the outputs rank examples, and whether they can be believed as probabilities. */
final class ScorePictures {

  /** More curves could not be told apart. */
  private static final int MOST_CURVES = 6;

  private static final int MOST_POINTS = 200;

  /** By how much rounded probabilities may miss 1 in their sum. */
  private static final double ROUNDING = 1e-3;

  private ScorePictures() {}

  /** An output and its curve. */
  private record OfOutput(String name, Roc roc) {}

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
    // With two classes, the one curve is the other one turned round.
    int first = kind == Target.Kind.CLASSES && outputs.size() == 2 ? 1 : 0;
    List<OfOutput> all =
        IntStream.range(first, outputs.size())
            .mapToObj(
                k -> new OfOutput(outputs.get(k), Roc.of(column(outcome, k), truths(outcome, k))))
            .filter(of -> Double.isFinite(of.roc().area()))
            .sorted(Comparator.comparingDouble((OfOutput of) -> of.roc().area()))
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Lines.Line> lines = new ArrayList<>();
    for (OfOutput of : all.subList(0, Math.min(MOST_CURVES, all.size()))) {
      lines.add(
          new Lines.Line(
              "%s, area %s".formatted(Prose.cut(of.name(), 24), Prose.number(of.roc().area())),
              lines.size(),
              Thinning.of(of.roc().falseAlarms(), MOST_POINTS),
              Thinning.of(of.roc().found(), MOST_POINTS)));
    }
    OfOutput hardest = all.get(0);
    String left =
        all.size() > MOST_CURVES
            ? " Of %s classes, the %s of the smallest area are drawn."
                .formatted(all.size(), MOST_CURVES)
            : "";
    return Optional.of(
        Picture.of(
            "ROC",
            "Of an example of %s and one of the others, the output is higher for the former with a probability of %s, the area under its curve. The grey line is guessing.%s"
                .formatted(Prose.code(hardest.name()), Prose.number(hardest.roc().area()), left),
            new Lines(
                "false alarms, share of the others",
                "found, share of the class",
                false,
                true,
                true,
                lines)));
  }

  private static Picture calibration(Outcome outcome, Target.Kind kind, List<String> outputs) {
    Reliability reliability = reliability(outcome, kind);
    Lines.Line line =
        new Lines.Line(
            "network",
            0,
            reliability.bins().stream().map(Reliability.Bin::said).toList(),
            reliability.bins().stream().map(Reliability.Bin::happened).toList(),
            true,
            Optional.empty(),
            Optional.of(
                reliability.bins().stream()
                    .map(bin -> Prose.count(bin.examples(), "example"))
                    .toList()));
    String what =
        switch (kind) {
          case BINARY -> "the probability of " + Prose.code(outputs.get(0));
          case LABELS -> "the probabilities of all labels";
          default -> "the probability of the class that is answered";
        };
    return Picture.of(
        "Calibration",
        "Of what is said with 80 %%, 80 %% should come true: the points should lie on the grey line. Taken is %s, in bins of a tenth; the mean distance is %s, weighted by examples."
            .formatted(what, Prose.number(reliability.error())),
        new Lines(
            "probability that was said", "share that came true", false, true, true, List.of(line)));
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
