package dev.gradus.report;

import dev.gradus.engine.event.DecisionSurface;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.study.Outcome;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What networks with two inputs predict over the plane of their inputs, epoch by epoch. */
final class BoundarySection {

  /** A class is stored in one byte. */
  private static final int MOST_CLASSES = 256;

  /** The most frames of all networks together: they are most of the size of the page. */
  private static final int MOST_FRAMES = 48;

  private static final int MOST_FRAMES_OF_ONE = 16;
  private static final int MOST_EXAMPLES = 400;
  private static final int LARGEST_BYTE = 255;

  private BoundarySection() {}

  static void add(PageBuilder page, List<Run> runs, ReportContext context) {
    List<Run> all =
        runs.stream()
            .filter(run -> run.study().snapshots().stream().anyMatch(s -> s.surface().isPresent()))
            .toList();
    // Networks with other inputs, or inputs in another range, have a plane of their own.
    List<Run> seen = all.stream().filter(run -> axes(run).equals(axes(all.get(0)))).toList();
    // With several labels there is no single prediction.
    boolean hasPrediction =
        context.kind() != Target.Kind.LABELS && context.classes().size() <= MOST_CLASSES;
    if (seen.isEmpty() || !hasPrediction || context.inputs().size() != 2) {
      return;
    }
    page.section("boundary", "How the predictions develop");
    Plane plane = plane(seen, context);
    page.picture(
        Picture.of(
            context.classes().isEmpty()
                ? "The prediction for each pair of inputs"
                : "The predicted class for each pair of inputs",
            caption(context, seen.get(0).study().outcome(), plane) + others(all, seen),
            plane));
  }

  /** The names of the inputs, and where the plane is evaluated. */
  private static List<Object> axes(Run run) {
    DecisionSurface surface = surfaceOf(run);
    return List.of(ReportContext.of(run.study().model()).inputs(), surface.x(), surface.y());
  }

  private static DecisionSurface surfaceOf(Run run) {
    return run.study().snapshots().stream()
        .flatMap(snapshot -> snapshot.surface().stream())
        .findFirst()
        .orElseThrow();
  }

  /** What is not as the caption says where variants have other inputs or other rows. */
  private static String others(List<Run> all, List<Run> seen) {
    List<String> names =
        all.stream().filter(run -> !seen.contains(run)).map(run -> Prose.code(run.name())).toList();
    Run first = seen.get(0);
    boolean sameRows =
        seen.stream()
            .allMatch(
                run ->
                    run.study().outcome().lines().equals(first.study().outcome().lines())
                        && run.study().outcome().inputs().equals(first.study().outcome().inputs()));
    return (sameRows ? "" : " The dots are those of %s.".formatted(Prose.code(first.name())))
        + (names.isEmpty()
            ? ""
            : " Not drawn, because its inputs or their ranges differ: %s."
                .formatted(Prose.list(names)));
  }

  private static String caption(ReportContext context, Outcome outcome, Plane plane) {
    List<Integer> epochs = plane.panels().get(0).frames().stream().map(Plane.Frame::epoch).toList();
    String shades =
        context.classes().isEmpty()
            ? "The shade is the predicted number."
            : "The colour is the predicted class; the paler, the less certain.";
    return shades
        + " The dots are the %s examples in their true colours. Move the slider or press Play to go through the epochs; the curves over epochs mark the one that is shown.%s"
            .formatted(outcome.part(), uneven(epochs));
  }

  /** Says so if the slider skips more epochs with each stop at the end than at the beginning. */
  private static String uneven(List<Integer> epochs) {
    int n = epochs.size();
    return n > 2 && epochs.get(n - 1) - epochs.get(n - 2) > 2 * (epochs.get(1) - epochs.get(0))
        ? " The epochs shown lie closer together at the beginning."
        : "";
  }

  private static Plane plane(List<Run> runs, ReportContext context) {
    int frames = Math.min(MOST_FRAMES_OF_ONE, Math.max(4, MOST_FRAMES / runs.size()));
    double[] range = context.classes().isEmpty() ? rangeOf(runs) : new double[] {0, 1};
    DecisionSurface any = surfaceOf(runs.get(0));
    return new Plane(
        context.inputs().get(0),
        context.inputs().get(1),
        any.x(),
        any.y(),
        context.classes(),
        runs.get(0).study().outcome().predictions().stream().anyMatch(row -> row.size() == 1),
        context.targets().get(0),
        range[0],
        range[1],
        runs.stream().map(run -> panel(run, frames, range)).toList(),
        examples(runs.get(0).study().outcome(), !context.classes().isEmpty()));
  }

  private static double[] rangeOf(List<Run> runs) {
    double[] values =
        runs.stream()
            .flatMap(run -> run.study().snapshots().stream())
            .flatMap(snapshot -> snapshot.surface().stream())
            .flatMap(surface -> surface.values().stream())
            .mapToDouble(value -> value)
            .sorted()
            .toArray();
    return new double[] {values[0], values[values.length - 1]};
  }

  private static Plane.Panel panel(Run run, int frames, double[] range) {
    List<Snapshot> seen =
        run.study().snapshots().stream().filter(s -> s.surface().isPresent()).toList();
    return new Plane.Panel(
        run.name(),
        Thinning.of(seen, frames).stream()
            .map(snapshot -> frame(snapshot.epoch(), snapshot.surface(), range))
            .toList());
  }

  private static Plane.Frame frame(int epoch, Optional<DecisionSurface> surface, double[] range) {
    List<Integer> answers = surface.orElseThrow().answers();
    List<Double> values = surface.orElseThrow().values();
    byte[] classes = new byte[answers.size()];
    byte[] heights = new byte[values.size()];
    double width = range[1] > range[0] ? range[1] - range[0] : 1;
    for (int i = 0; i < classes.length; i++) {
      classes[i] = answers.get(i).byteValue();
      double height = Math.min(1, Math.max(0, (values.get(i) - range[0]) / width));
      heights[i] = (byte) Math.round(LARGEST_BYTE * height);
    }
    // A single output predicts no place among several.
    boolean several = answers.stream().anyMatch(answer -> answer != 0);
    return new Plane.Frame(epoch, several ? base64(classes) : "", base64(heights));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<Plane.Example> examples(Outcome outcome, boolean classes) {
    List<Plane.Example> examples = new ArrayList<>();
    for (int i :
        Thinning.of(IntStream.range(0, outcome.inputs().size()).boxed().toList(), MOST_EXAMPLES)) {
      List<Double> target = outcome.targets().get(i);
      examples.add(
          new Plane.Example(
              outcome.inputs().get(i).get(0),
              outcome.inputs().get(i).get(1),
              classes ? ClassAnswers.classOf(target) : target.get(0),
              outcome.lines().get(i)));
    }
    return examples;
  }
}
