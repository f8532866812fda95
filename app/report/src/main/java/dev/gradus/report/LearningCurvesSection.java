package dev.gradus.report;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How the variants learned, side by side: their curves, and where learning slows down. */
final class LearningCurvesSection {

  private static final int MOST_MEASURES = 8;

  private LearningCurvesSection() {}

  /**
   * Adds the section.
   *
   * @param shown measures whose curves the page has shown already
   */
  static void add(
      PageBuilder page,
      Comparison comparison,
      List<Run> runs,
      MeasureCurves curves,
      List<String> shown) {
    MetricDirections metrics = MetricDirections.of(comparison);
    List<Picture> pictures = new ArrayList<>();
    curves.measures().stream()
        .filter(measure -> !shown.contains(measure))
        .sorted(Comparator.comparing(measure -> !metrics.isPlain(measure)))
        .limit(MOST_MEASURES)
        .forEach(measure -> pictures.add(curves.picture(measure, false)));
    pictures.add(ownLoss(runs));
    slopes(
            runs,
            "Slope of the output activation",
            "mean |da/dz|",
            "The gradient of the loss by the output is multiplied by this slope on its way to the weights, unless the loss cancels it. It is near 0 where the output is saturated, right or wrong.",
            (layer, last) -> layer.equals(last))
        .ifPresent(pictures::add);
    slopes(
            runs,
            "Slope of the hidden activations",
            "mean |da/dz|",
            "The mean over the units of the hidden layers: by this factor they weaken the gradient, whatever the loss. About half is usual for relu, which is flat for half of its inputs. Layers that act linearly on the examples are left out.",
            (layer, last) -> layer < last)
        .ifPresent(pictures::add);
    steps(
            runs,
            "Gradient of the first layer",
            "‖∂L/∂w‖",
            "The length of the gradient that reaches the first layer with parameters.",
            snapshot -> firstThatLearns(snapshot, LayerSnapshot::gradientNorm))
        .ifPresent(pictures::add);
    steps(
            runs,
            "Update of the first layer",
            "‖Δw‖ / ‖w‖",
            "How far a step moves the weights, relative to their length. It depends on the optimizer, too.",
            snapshot -> firstThatLearns(snapshot, LayerSnapshot::updateRatio))
        .ifPresent(pictures::add);
    page.section("curves", "How they learned");
    String seeds =
        Verdict.of(comparison).hasSeveralRuns()
            ? "Pictures without a band show the runs of the first seed, %s. "
                .formatted(comparison.seeds().get(0))
            : "";
    page.paragraph(
        seeds
            + "Curves that coincide are drawn once; the legend joins their names by an equals sign.");
    page.pictures(pictures);
    int longest =
        runs.stream().mapToInt(run -> run.study().training().history().size()).max().orElse(0);
    if (longest > Lines.MOST_POINTS) {
      page.note(
          "Of %s epochs, %s are drawn, evenly spaced."
              .formatted(Prose.number((long) longest), Lines.MOST_POINTS));
    }
  }

  /** Losses of different kinds can only be compared in how they fall. */
  private static Picture ownLoss(List<Run> runs) {
    List<Lines.Line> lines = new ArrayList<>();
    for (Run run : runs) {
      List<EpochReport> history = Thinning.of(run.study().training().history(), Lines.MOST_POINTS);
      if (!history.isEmpty()) {
        double first = history.get(0).loss();
        lines.add(
            new Lines.Line(
                run.name(),
                run.style(),
                history.stream().map(epoch -> (double) epoch.epoch()).toList(),
                history.stream().map(epoch -> epoch.loss() / first).toList()));
      }
    }
    Lines data = new Lines("epoch", "loss / loss of the first epoch", lines).scaled();
    return Picture.of(
        "The training loss of each variant",
        "Each is divided by its value in the first epoch, because the values of different losses cannot be compared.",
        data.merged());
  }

  private static Optional<Picture> slopes(
      List<Run> runs,
      String title,
      String axis,
      String caption,
      BiPredicate<Integer, Integer> which) {
    Lines data = snapshots(runs, axis, seen -> slope(seen, which));
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(Picture.of(title, caption, data.merged()));
  }

  /** The curves of single steps, which go up and down with their batches. */
  private static Optional<Picture> steps(
      List<Run> runs, String title, String axis, String caption, Function<Snapshot, Double> value) {
    Lines data = snapshots(runs, axis, seen -> value).smoothed().scaled();
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Picture.of(
                title,
                "%s Each point is the median over %s neighbouring recorded epochs, measured at the last step of each."
                    .formatted(caption, Lines.WINDOW),
                data.merged()));
  }

  /**
   * A number of every snapshot.
   *
   * @param values what gives the number, for all the snapshots of a run
   */
  private static Lines snapshots(
      List<Run> runs, String axis, Function<List<Snapshot>, Function<Snapshot, Double>> values) {
    List<Lines.Line> lines = new ArrayList<>();
    for (Run run : runs) {
      List<Snapshot> seen =
          run.study().snapshots().stream()
              .filter(snapshot -> !snapshot.layers().isEmpty())
              .toList();
      if (seen.isEmpty()) {
        continue;
      }
      Function<Snapshot, Double> value = values.apply(seen);
      List<Snapshot> snapshots =
          seen.stream().filter(snapshot -> Double.isFinite(value.apply(snapshot))).toList();
      if (!snapshots.isEmpty()) {
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
    }
    return new Lines("epoch", axis, lines);
  }

  /**
   * The mean slope of some layers.
   *
   * @param which by the place of a layer and that of the last one
   */
  private static Function<Snapshot, Double> slope(
      List<Snapshot> seen, BiPredicate<Integer, Integer> which) {
    int last = seen.get(0).layers().size() - 1;
    List<Integer> layers =
        InsideSection.activated(seen).stream().filter(layer -> which.test(layer, last)).toList();
    return snapshot ->
        layers.stream()
            .mapToDouble(layer -> snapshot.layers().get(layer).slope())
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
