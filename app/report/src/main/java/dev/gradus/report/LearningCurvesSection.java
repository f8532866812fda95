package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How the variants learned, side by side: their curves, and where learning slows down. */
final class LearningCurvesSection {

  private static final int MOST_MEASURES = 8;

  private LearningCurvesSection() {}

  static void add(PageBuilder page, Comparison comparison, List<Run> runs) {
    List<Picture> pictures = new ArrayList<>();
    MetricNames measures = MetricNames.of(comparison);
    commonMeasures(runs).stream()
        .sorted(Comparator.comparing(measure -> !measures.isPlain(measure)))
        .limit(MOST_MEASURES)
        .forEach(measure -> pictures.add(measured(comparison, runs, measure, measures)));
    pictures.add(ownLoss(runs));
    inside(
            runs,
            "Saturated hidden units",
            "share of units, 0 to 1",
            "The mean over the hidden layers. Hardly any gradient passes through these units, whatever the loss.",
            snapshot -> saturated(snapshot.layers().subList(0, snapshot.layers().size() - 1)))
        .ifPresent(pictures::add);
    inside(
            runs,
            "Saturated outputs",
            "share of outputs, 0 to 1",
            "An output that is saturated and right is as it should be. One that is saturated and wrong gets out again only under a loss whose gradient does not vanish there.",
            snapshot ->
                saturated(
                    snapshot
                        .layers()
                        .subList(snapshot.layers().size() - 1, snapshot.layers().size())))
        .ifPresent(pictures::add);
    inside(
            runs,
            "Gradient of the first layer",
            "‖∂L/∂w‖",
            "What is left of the gradient when it has come all the way down. Where it is short from the beginning, learning is slow however long it lasts.",
            snapshot -> firstThatLearns(snapshot, LayerSnapshot::gradientNorm))
        .ifPresent(pictures::add);
    inside(
            runs,
            "Update by weight of the first layer",
            "‖Δw‖ / ‖w‖",
            "How far a step moves the weights, for their length: the optimizer's part included, which may even out what the losses differ in.",
            snapshot -> firstThatLearns(snapshot, LayerSnapshot::updateRatio))
        .ifPresent(pictures::add);
    page.section("curves", "How they learned");
    page.paragraph(
        comparison.seeds().size() > 1
            ? "The runs of the first seed, %s. The others differ as much as the intervals above say."
                .formatted(comparison.seeds().get(0))
            : "Each run from the same seed.");
    page.pictures(pictures);
    int longest =
        runs.stream().mapToInt(run -> run.study().training().history().size()).max().orElse(0);
    if (longest > Lines.MOST_POINTS) {
      page.note(
          "Of %s epochs, %s are drawn, evenly spaced."
              .formatted(Prose.number(longest), Lines.MOST_POINTS));
    }
  }

  /** What is reported of at least two, in every epoch, besides the loss of each. */
  private static List<String> commonMeasures(List<Run> runs) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Run run : runs) {
      reported(run).forEach(name -> counts.merge(name, 1, Integer::sum));
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .filter(name -> !name.equals(EpochReport.LOSS))
        .toList();
  }

  /** What is measured on the validation part, or if there is none, on the training examples. */
  private static Set<String> reported(Run run) {
    List<EpochReport> history = run.study().training().history();
    List<Snapshot> snapshots = run.study().snapshots();
    if (!history.isEmpty() && !history.get(0).validation().isEmpty()) {
      return history.get(0).validation().keySet();
    }
    return snapshots.isEmpty() ? Set.of() : snapshots.get(0).training().keySet();
  }

  private static boolean isSetApart(List<Run> runs) {
    return runs.stream()
        .flatMap(run -> run.study().training().history().stream())
        .anyMatch(epoch -> !epoch.validation().isEmpty());
  }

  private static Picture measured(
      Comparison comparison, List<Run> runs, String measure, MetricNames measures) {
    boolean apart = isSetApart(runs);
    Lines data =
        apart
            ? lines(
                runs,
                "epoch",
                measure + ", validation",
                epoch -> epoch.validation().getOrDefault(measure, Double.NaN))
            : looks(
                runs,
                measure + ", training",
                snapshot -> snapshot.training().getOrDefault(measure, Double.NaN));
    List<String> learners =
        comparison.trained().stream()
            .filter(variant -> variant.loss().equals(measure))
            .map(variant -> Prose.code(variant.name()))
            .toList();
    boolean higher = measures.higherIsBetter(measure);
    return Picture.of(
        measure,
        "On %s; %s is better. %s"
            .formatted(
                apart ? "the validation part" : "a sample of the training part",
                higher ? "more" : "less",
                learners.isEmpty()
                    ? "Nobody was trained on it: it is merely reported."
                    : "%s was trained on it; for the others it is merely reported."
                        .formatted(Prose.list(learners))),
        higher ? data : data.scaled());
  }

  /** Losses of different kinds have nothing to do with each other but the way they go. */
  private static Picture ownLoss(List<Run> runs) {
    List<Lines.Line> lines = new ArrayList<>();
    for (Run run : runs) {
      List<EpochReport> history = Thinning.of(run.study().training().history(), Lines.MOST_POINTS);
      if (!history.isEmpty()) {
        double first = history.get(0).loss();
        lines.add(line(run, history, epoch -> epoch.loss() / first));
      }
    }
    return Picture.of(
        "Each one's own training loss",
        "As a share of what it was in the first epoch, since losses of different kinds cannot be compared by their height.",
        new Lines("epoch", "loss / loss of the first epoch", lines).scaled());
  }

  private static Lines lines(
      List<Run> runs, String x, String y, ToDoubleFunction<EpochReport> value) {
    return new Lines(
        x,
        y,
        runs.stream()
            .map(
                run ->
                    line(
                        run,
                        Thinning.of(run.study().training().history(), Lines.MOST_POINTS),
                        value))
            .toList());
  }

  private static Lines.Line line(
      Run run, List<EpochReport> history, ToDoubleFunction<EpochReport> value) {
    return new Lines.Line(
        run.name(),
        run.style(),
        history.stream().map(epoch -> (double) epoch.epoch()).toList(),
        history.stream().map(value::applyAsDouble).toList());
  }

  private static Optional<Picture> inside(
      List<Run> runs, String title, String axis, String caption, Function<Snapshot, Double> value) {
    Lines data = looks(runs, axis, value);
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(Picture.of(title, caption, data.scaled()));
  }

  /** A number of every snapshot. */
  private static Lines looks(List<Run> runs, String axis, Function<Snapshot, Double> value) {
    List<Lines.Line> lines = new ArrayList<>();
    for (Run run : runs) {
      List<Snapshot> snapshots = run.study().snapshots();
      lines.add(
          new Lines.Line(
              run.name(),
              run.style(),
              snapshots.stream().map(snapshot -> (double) snapshot.epoch()).toList(),
              snapshots.stream().map(value).toList(),
              true,
              Optional.empty(),
              Optional.empty()));
    }
    return new Lines("epoch", axis, lines);
  }

  private static double saturated(List<LayerSnapshot> layers) {
    return layers.stream()
        .mapToDouble(InsideSection::saturated)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static double firstThatLearns(Snapshot snapshot, ToDoubleFunction<LayerSnapshot> value) {
    return snapshot.layers().stream()
        .mapToDouble(value)
        .filter(Double::isFinite)
        .findFirst()
        .orElse(Double.NaN);
  }
}
