package dev.gradus.report;

import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The network from inside: where learning slows down, and how weights and activations spread. */
final class InsideSection {

  /** More curves could not be told apart. */
  private static final int MOST_LAYERS = 8;

  private static final int MOST_HISTOGRAM_LAYERS = 30;
  private static final int MOST_MOMENTS = 16;

  private InsideSection() {}

  static void add(PageBuilder page, Study study) {
    List<Snapshot> snapshots = study.snapshots();
    if (snapshots.isEmpty() || snapshots.get(0).layers().isEmpty()) {
      return;
    }
    int layers = snapshots.get(0).layers().size();
    List<Picture> pictures = new ArrayList<>();
    slowdown(snapshots).forEach(pictures::add);
    page.section("inside", "The network from inside");
    page.paragraph(
        "A gradient reaches a layer through all the layers after it, and each saturated unit on the way stops it. That is learning slowdown, and these four pictures show where it happens.");
    page.pictures(pictures);
    if (layers > MOST_LAYERS) {
      page.note(
          "Of %s layers, %s are drawn, evenly spaced, the first and the last among them."
              .formatted(layers, MOST_LAYERS));
    }
    page.picture(histograms(snapshots));
    if (layers > MOST_HISTOGRAM_LAYERS) {
      page.note(
          "Of %s layers, %s can be chosen here, evenly spaced."
              .formatted(layers, MOST_HISTOGRAM_LAYERS));
    }
  }

  private static List<Picture> slowdown(List<Snapshot> snapshots) {
    List<Picture> pictures = new ArrayList<>();
    picture(
            "Saturated units",
            "share of units, 0 to 1",
            "The share of units, over a sample of the training examples, whose activation is flat where they are. In a hidden layer that slows learning down; an output may be saturated where it is right, and some losses, such as cross-entropy, cancel its slope.",
            snapshots,
            InsideSection::saturated)
        .ifPresent(pictures::add);
    picture(
            "Slope of the activations",
            "mean |σ′(z)|",
            "By this factor, on average, a layer weakens the gradient that passes through its activation. The steepest slope of a sigmoid is 0.25, of tanh 1.",
            snapshots,
            InsideSection::slope)
        .ifPresent(pictures::add);
    picture(
            "Length of the gradient",
            "‖∂L/∂w‖",
            "Of all parameters of a layer, in the last step before each snapshot. Layers that lie far below the others learn far more slowly.",
            snapshots,
            LayerSnapshot::gradientNorm)
        .ifPresent(pictures::add);
    picture(
            "Update by weight",
            "‖Δw‖ / ‖w‖",
            "How far a step moves the weights, for their length. About 0.001 is a common rule of thumb: well below, a layer stands still, well above, it forgets.",
            snapshots,
            LayerSnapshot::updateRatio)
        .ifPresent(pictures::add);
    return pictures;
  }

  /** Without an activation there is nothing to saturate. */
  private static boolean isActivated(LayerSnapshot layer) {
    return layer.saturated() != 0 || layer.slope() != 1;
  }

  static double saturated(LayerSnapshot layer) {
    return isActivated(layer) ? layer.saturated() : Double.NaN;
  }

  static double slope(LayerSnapshot layer) {
    return isActivated(layer) ? layer.slope() : Double.NaN;
  }

  private static Optional<Picture> picture(
      String title,
      String axis,
      String caption,
      List<Snapshot> snapshots,
      ToDoubleFunction<LayerSnapshot> value) {
    List<Lines.Line> lines = new ArrayList<>();
    int layers = snapshots.get(0).layers().size();
    List<Integer> seen =
        IntStream.range(0, layers)
            .filter(
                k ->
                    snapshots.stream()
                        .anyMatch(s -> Double.isFinite(value.applyAsDouble(s.layers().get(k)))))
            .boxed()
            .toList();
    for (int k : Thinning.of(seen, MOST_LAYERS)) {
      lines.add(
          new Lines.Line(
              snapshots.get(0).layers().get(k).name(),
              lines.size(),
              snapshots.stream().map(snapshot -> (double) snapshot.epoch()).toList(),
              snapshots.stream().map(s -> value.applyAsDouble(s.layers().get(k))).toList(),
              true,
              Optional.empty(),
              Optional.empty()));
    }
    Lines data = new Lines("epoch", axis, lines);
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(Picture.of(title, caption, data.scaled()));
  }

  private static Picture histograms(List<Snapshot> snapshots) {
    List<Snapshot> moments = Thinning.of(snapshots, MOST_MOMENTS);
    int layers = snapshots.get(0).layers().size();
    List<LayerHistograms.OfLayer> histograms = new ArrayList<>();
    for (int k : Thinning.of(IntStream.range(0, layers).boxed().toList(), MOST_HISTOGRAM_LAYERS)) {
      histograms.add(
          new LayerHistograms.OfLayer(
              snapshots.get(0).layers().get(k).name(),
              moments.stream().map(s -> s.layers().get(k).weights()).toList(),
              moments.stream().map(s -> s.layers().get(k).activations()).toList()));
    }
    return Picture.of(
        "Weights and activations",
        "Grey is the start, colour the chosen epoch. Weights that hardly leave the grey have hardly learned; activations that pile up at the ends of a sigmoid or tanh, or at the 0 of a relu, let no gradient through.",
        new LayerHistograms(moments.stream().map(Snapshot::epoch).toList(), histograms));
  }
}
