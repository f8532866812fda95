package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Each loss over a plane through the learned weights, with the path of the weights. */
final class LandscapeSection {

  /** From this share of the movement on, a plane shows nearly all of it. */
  private static final double NEARLY_ALL = 0.95;

  /** A value this near to a point of the grid, as a share of their distance, lies on it. */
  private static final double ON_POINT = 1e-9;

  private static final String ONE_OF_MANY =
      " It is one plane of many: what looks like a valley here may not be one in the other directions.";

  private LandscapeSection() {}

  static void add(PageBuilder page, List<Run> runs) {
    List<Run> seen = runs.stream().filter(run -> run.study().landscape().isPresent()).toList();
    if (seen.isEmpty()) {
      return;
    }
    page.section("landscape", "The loss around the learned weights");
    page.picture(
        Picture.of(
            title(seen),
            seen.size() == 1 ? caption(seen.get(0)) : captionOfSeveral(seen),
            new Slices(seen.stream().map(LandscapeSection::panel).toList())));
  }

  /** Which loss is shown, for a sentence. */
  private static String loss(Run run) {
    int all = run.study().plan().trainingRows();
    return all > LossLandscape.SAMPLE
        ? "the mean over %s of %s training examples"
            .formatted(Prose.number((long) LossLandscape.SAMPLE), Prose.number((long) all))
        : all == 1
            ? "that of the training example"
            : "the mean over all %s training examples".formatted(all);
  }

  private static LossLandscape landscape(Run run) {
    return run.study().landscape().orElseThrow();
  }

  private static String title(List<Run> runs) {
    boolean path = runs.stream().anyMatch(run -> landscape(run).path().isPresent());
    if (runs.size() == 1) {
      return path ? "The path of the weights over the loss" : "A slice through the loss";
    }
    return path ? "The path of the weights over each loss" : "A slice through each loss";
  }

  private static String caption(Run run) {
    LossLandscape landscape = landscape(run);
    Optional<LossLandscape.Path> path = landscape.path();
    if (path.isEmpty()) {
      return landscape.reason()
          + " Instead, the picture shows two random directions, scaled unit by unit to the norm of the weights. The cross marks the learned weights. The loss is %s, light where it is low. In a wide light basin, small changes of the weights cost little."
              .formatted(loss(run))
          + ONE_OF_MANY;
    }
    double shares = path.get().firstShare() + path.get().secondShare();
    return "This is the plane in which the weights moved most during training. It shows %s%s of their movement, measured as variance; each axis says how much of it. The line leads from %s (large dot) through the epochs, and the cross marks the learned weights.%s The loss is %s, light where it is low."
            .formatted(
                shares >= NEARLY_ALL ? "nearly all, " : "",
                Prose.percent(shares),
                beginning(path.get()),
                fall(run),
                loss(run))
        + ONE_OF_MANY;
  }

  /** Where a path begins. */
  private static String beginning(LossLandscape.Path path) {
    int epoch = firstEpoch(path);
    return epoch == 0 ? "the start" : "where this run resumed, after epoch " + Prose.number(epoch);
  }

  /** After which epoch a path begins; not 0 if the run resumed from a checkpoint. */
  private static int firstEpoch(LossLandscape.Path path) {
    return path.points().get(0).epoch();
  }

  /**
   * How the loss has changed in the plane, from where the path begins to where it leads; empty if
   * one of the two is not a number.
   */
  private static String fall(Run run) {
    LossLandscape landscape = landscape(run);
    LossLandscape.Path path = landscape.path().orElseThrow();
    LossLandscape.Point start = path.points().get(0);
    double before = lossAt(landscape, start.x(), start.y());
    double after = lossAt(landscape, 0, 0);
    if (!Double.isFinite(before) || !Double.isFinite(after)) {
      return "";
    }
    return " In this plane the loss %s from %s %s to %s at the cross."
        .formatted(
            after <= before ? "falls" : "rises",
            Prose.number(before),
            firstEpoch(path) == 0 ? "at the start" : "after that epoch",
            Prose.number(after));
  }

  /** The loss at a point of the plane, interpolated between the points of the grid. */
  static double lossAt(LossLandscape landscape, double x, double y) {
    double i = place(landscape.x(), x);
    double j = place(landscape.y(), y);
    int left = (int) Math.min(landscape.x().size() - 2, Math.floor(i));
    int below = (int) Math.min(landscape.y().size() - 2, Math.floor(j));
    List<List<Double>> losses = landscape.losses();
    return between(
        between(losses.get(below).get(left), losses.get(below).get(left + 1), i - left),
        between(losses.get(below + 1).get(left), losses.get(below + 1).get(left + 1), i - left),
        j - below);
  }

  /** Interpolates; an end with a share of 0 may be infinite. */
  private static double between(double low, double high, double share) {
    return share == 0 ? low : share == 1 ? high : (1 - share) * low + share * high;
  }

  /** The place of a value among evenly spaced ones, counted from 0; whole if it is one of them. */
  private static double place(List<Double> at, double value) {
    int last = at.size() - 1;
    double place = (value - at.get(0)) / (at.get(last) - at.get(0)) * last;
    double nearest = Math.rint(place);
    return Math.abs(place - nearest) <= ON_POINT ? nearest : place;
  }

  private static String captionOfSeveral(List<Run> runs) {
    List<String> random = new ArrayList<>();
    for (Run run : runs) {
      if (landscape(run).path().isEmpty()) {
        random.add(Prose.code(run.name()));
      }
    }
    String cross =
        "The crosses mark the learned weights. Each loss is %s, light where it is low."
            .formatted(loss(runs.get(0)));
    if (random.size() == runs.size()) {
      List<String> reasons = runs.stream().map(run -> landscape(run).reason()).distinct().toList();
      return (reasons.size() == 1
              ? reasons.get(0)
              : "No path of the weights that shows a plane is known.")
          + " Instead, each picture shows two random directions, scaled unit by unit to the norm of the weights. "
          + cross
          + ONE_OF_MANY;
    }
    return "Each picture shows the plane in which the weights of that network moved most during training, so the planes differ; each axis says how much of the movement, measured as variance, it shows. The line leads from the start (large dot) through the epochs. "
        + cross
        + (random.isEmpty()
            ? ""
            : " For %s no path that shows a plane is known; those directions are random."
                .formatted(Prose.list(random)))
        + ONE_OF_MANY;
  }

  private static Slices.Panel panel(Run run) {
    LossLandscape landscape = landscape(run);
    Study study = run.study();
    return new Slices.Panel(
        run.name(),
        PluginType.nameOf(study.configuration().loss()),
        axis("direction 1", landscape, LossLandscape.Path::firstShare),
        axis("direction 2", landscape, LossLandscape.Path::secondShare),
        landscape.x(),
        landscape.y(),
        landscape.losses(),
        landscape.path().map(LossLandscape.Path::points).orElse(List.of()));
  }

  private static String axis(
      String name, LossLandscape landscape, ToDoubleFunction<LossLandscape.Path> share) {
    return landscape
        .path()
        .map(
            path ->
                "%s (%s of the movement)".formatted(name, Prose.percent(share.applyAsDouble(path))))
        .orElse("random " + name + " (1: norm of the weights)");
  }
}
