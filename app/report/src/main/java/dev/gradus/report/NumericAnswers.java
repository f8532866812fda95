package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Predictions of numbers beside the truth, and by how much they miss it. */
final class NumericAnswers {

  private static final int MOST_TARGETS = 4;
  private static final int MOST_DOTS = 600;

  private NumericAnswers() {}

  static void add(PageBuilder page, Outcome outcome, List<String> targets) {
    List<Picture> pictures = new ArrayList<>();
    for (int k = 0; k < Math.min(MOST_TARGETS, targets.size()); k++) {
      pictures.addAll(of(outcome, k, targets.get(k)));
    }
    page.pictures(pictures);
    if (targets.size() > MOST_TARGETS) {
      page.note("Of %s targets, the first %s are shown.".formatted(targets.size(), MOST_TARGETS));
    }
  }

  private static List<Picture> of(Outcome outcome, int k, String target) {
    Residuals residuals = Residuals.of(outcome, k);
    List<Integer> shown =
        Thinning.of(IntStream.range(0, outcome.lines().size()).boxed().toList(), MOST_DOTS);
    List<Dots.Dot> predicted = new ArrayList<>();
    List<Dots.Dot> missed = new ArrayList<>();
    for (int i : shown) {
      double prediction = outcome.predictions().get(i).get(k);
      int line = outcome.lines().get(i);
      predicted.add(new Dots.Dot(outcome.targets().get(i).get(k), prediction, line));
      missed.add(new Dots.Dot(prediction, residuals.missed().get(i), line));
    }
    return List.of(
        Picture.of(
            "Predicted and true " + target,
            "On the grey line the prediction is the truth. " + residuals.explanation(),
            new Dots("true " + target, "predicted " + target, true, predicted)),
        Picture.of(
            "Residuals by prediction",
            "Prediction less truth should scatter evenly about 0; a slope or a bend is something that the network has not learned, a funnel says that some predictions are less sure.",
            new Dots("predicted " + target, "predicted less true", false, missed)),
        Picture.of(
            "How often it misses by how much",
            "Half of the examples are missed by less than %s; on average the prediction is %s %s."
                .formatted(
                    Prose.number(residuals.median()),
                    Prose.number(Math.abs(residuals.mean())),
                    residuals.mean() < 0 ? "too low" : "too high"),
            new Bars("predicted less true " + target, "examples", residuals.histogram())));
  }
}
