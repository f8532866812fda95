package dev.gradus.report;

import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Inside the network: where learning slows down, what the first layer sees, and how weights spread.
 */
final class InsideSection {

  /** More curves could not be told apart. */
  private static final int MOST_LAYERS = 8;

  private static final String LINEAR =
      " Layers that act linearly on these examples are not drawn: they have no activation, or all their units were active on all of the examples, whenever they were measured.";

  private static final int MOST_HISTOGRAM_LAYERS = 30;
  private static final int MOST_EPOCHS = 16;

  private InsideSection() {}

  static void add(PageBuilder page, Study study) {
    List<Snapshot> snapshots = study.snapshots();
    if (snapshots.isEmpty() || snapshots.get(0).layers().isEmpty()) {
      return;
    }
    int layers = snapshots.get(0).layers().size();
    List<Picture> pictures = new ArrayList<>();
    pictures.addAll(slowdown(study, snapshots));
    page.section("inside", "Inside the network");
    page.paragraph(
        "The gradient reaches a layer through all later layers, and a saturated unit on the way lets little of it through. These pictures show where that slows learning down.");
    page.pictures(pictures);
    if (layers > MOST_LAYERS) {
      page.note(
          "Of %s layers, %s are drawn, evenly spaced, the first and the last included."
              .formatted(layers, MOST_LAYERS));
    }
    FirstLayerImages.add(page, study);
    page.picture(histograms(snapshots));
    if (layers > MOST_HISTOGRAM_LAYERS) {
      page.note(
          "Of %s layers, %s can be chosen here, evenly spaced."
              .formatted(layers, MOST_HISTOGRAM_LAYERS));
    }
  }

  private static List<Picture> slowdown(Study study, List<Snapshot> snapshots) {
    int sample = Math.min(study.plan().trainingRows(), Snapshot.SAMPLE);
    String examples =
        Prose.number(sample) + (sample == 1 ? " training example" : " training examples");
    List<Integer> activated = activated(snapshots);
    List<Integer> all = places(snapshots, k -> true);
    List<Picture> pictures = new ArrayList<>();
    picture(
            "Saturated activations",
            "share, 0 to 1",
            true,
            "How often a unit is saturated, over all units and %s: the derivative of its activation is below a tenth of the steepest. About half is usual for relu, which is 0 on one side. In a hidden layer of sigmoid or tanh, many saturated units slow learning down; an output may well be saturated where it is right.%s"
                .formatted(examples, activated.size() < all.size() ? LINEAR : ""),
            snapshots,
            activated,
            LayerSnapshot::saturated)
        .ifPresent(pictures::add);
    picture(
            "Derivative of the activations",
            "mean |σ′(z)|",
            false,
            "On average, the gradient is multiplied by this when it passes back through the activation of a layer. The largest derivative of a sigmoid is 0.25, that of tanh 1.",
            snapshots,
            activated,
            LayerSnapshot::slope)
        .ifPresent(pictures::add);
    picture(
            "Gradient norm",
            "‖∂L/∂w‖",
            false,
            "Of all parameters of a layer, in the last step before each mark. A layer far below the others learns far more slowly under plain gradient descent; optimizers such as adam even that out.",
            snapshots,
            all,
            LayerSnapshot::gradientNorm)
        .ifPresent(pictures::add);
    picture(
            "Update relative to the weights",
            "‖Δw‖ / ‖w‖",
            false,
            "How far a step moves the weights of a layer, divided by their norm. About 0.001 is a common rule of thumb: far below it a layer hardly learns, far above it training may be unstable.",
            snapshots,
            all,
            LayerSnapshot::updateRatio)
        .ifPresent(pictures::add);
    return pictures;
  }

  /**
   * The places of the layers whose activation has ever changed a gradient. The others act linearly
   * on the examples: they have no activation, or one such as relu whose units were all active on
   * all of the examples, in every snapshot.
   */
  static List<Integer> activated(List<Snapshot> snapshots) {
    return places(
        snapshots,
        k ->
            snapshots.stream()
                .map(snapshot -> snapshot.layers().get(k))
                .anyMatch(layer -> layer.saturated() != 0 || layer.slope() != 1));
  }

  private static List<Integer> places(List<Snapshot> snapshots, IntPredicate which) {
    int layers = snapshots.get(0).layers().size();
    return IntStream.range(0, layers).filter(which).boxed().toList();
  }

  private static Optional<Picture> picture(
      String title,
      String axis,
      boolean isShare,
      String caption,
      List<Snapshot> snapshots,
      List<Integer> layers,
      ToDoubleFunction<LayerSnapshot> value) {
    List<Lines.Line> lines = new ArrayList<>();
    List<Integer> seen =
        layers.stream()
            .filter(
                k ->
                    snapshots.stream()
                        .anyMatch(s -> Double.isFinite(value.applyAsDouble(s.layers().get(k)))))
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
        : Optional.of(Picture.of(title, caption, isShare ? data : data.scaled()));
  }

  private static Picture histograms(List<Snapshot> snapshots) {
    List<Snapshot> shown = Thinning.of(snapshots, MOST_EPOCHS);
    int layers = snapshots.get(0).layers().size();
    List<LayerHistograms.OfLayer> histograms = new ArrayList<>();
    for (int k : Thinning.of(IntStream.range(0, layers).boxed().toList(), MOST_HISTOGRAM_LAYERS)) {
      histograms.add(
          new LayerHistograms.OfLayer(
              snapshots.get(0).layers().get(k).name(),
              shown.stream().map(s -> s.layers().get(k).weights()).toList(),
              shown.stream().map(s -> s.layers().get(k).biases()).toList(),
              shown.stream().map(s -> s.layers().get(k).activations()).toList()));
    }
    return Picture.of(
        "Weights, biases and activations",
        "Grey is the start, colour the chosen epoch. Weights that hardly differ from the grey have hardly learned. Activations that pile up at the ends of a sigmoid or tanh, or at the 0 of a relu, let little gradient through.",
        new LayerHistograms(shown.stream().map(Snapshot::epoch).toList(), histograms));
  }
}
