package dev.gradus.report;

import dev.gradus.engine.study.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Predicted numbers against the truth, and their errors. */
final class NumericPredictions {

  private static final int MOST_TARGETS = 4;
  private static final int MOST_DOTS = 600;

  private NumericPredictions() {}

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
            "On the grey line the prediction is right. " + residuals.explanation(),
            new Dots("true " + target, "predicted " + target, true, predicted)),
        Picture.of(
            "Residuals",
            "Predicted minus true values should scatter evenly around 0. A slope or a bend is something that the network has not learned; a funnel means that some predictions are less certain than others.",
            new Dots("predicted " + target, "predicted minus true", false, missed)),
        Picture.of(
            "Distribution of the errors",
            residuals.size(),
            new Bars("predicted minus true " + target, "examples", residuals.histogram())));
  }
}
