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

/** What networks of two inputs answer over the plane, as it comes about. */
final class BoundarySection {

  /** A byte names a class. */
  private static final int MOST_CLASSES = 256;

  /** All frames of all networks together, which are most of the size of the page. */
  private static final int MOST_FRAMES = 72;

  private static final int MOST_FRAMES_OF_ONE = 24;
  private static final int MOST_EXAMPLES = 400;
  private static final int LARGEST_BYTE = 255;

  private BoundarySection() {}

  static void add(PageBuilder sheet, List<Run> runs, ReportContext subject) {
    List<Run> seen =
        runs.stream()
            .filter(run -> run.study().snapshots().stream().anyMatch(s -> s.surface().isPresent()))
            .toList();
    // Of several labels, none is the answer.
    boolean hasAnswer =
        subject.kind() != Target.Kind.LABELS && subject.classes().size() <= MOST_CLASSES;
    if (seen.isEmpty() || !hasAnswer || subject.inputs().size() != 2) {
      return;
    }
    sheet.section("boundary", "The decision, as it comes about");
    sheet.picture(
        Picture.of(
            subject.classes().isEmpty()
                ? "What is answered over the plane of the inputs"
                : "Which class is answered where",
            caption(subject, seen.get(0).study().outcome()),
            plane(seen, subject)));
  }

  private static String caption(ReportContext subject, Outcome outcome) {
    String shades =
        subject.classes().isEmpty()
            ? "The shade is the number that is answered."
            : "The colour is the class that is answered, the paler the less sure.";
    return shades
        + " The dots are the %s examples, coloured by what is true. Move the slider to watch it come about; where nothing moves for long, the gradient has little to say."
            .formatted(outcome.part());
  }

  private static Plane plane(List<Run> runs, ReportContext subject) {
    int frames = Math.min(MOST_FRAMES_OF_ONE, Math.max(4, MOST_FRAMES / runs.size()));
    double[] range = subject.classes().isEmpty() ? rangeOf(runs) : new double[] {0, 1};
    DecisionSurface any =
        runs.get(0).study().snapshots().stream()
            .flatMap(s -> s.surface().stream())
            .findFirst()
            .orElseThrow();
    return new Plane(
        subject.inputs().get(0),
        subject.inputs().get(1),
        any.x(),
        any.y(),
        subject.classes(),
        runs.get(0).study().outcome().predictions().stream().anyMatch(row -> row.size() == 1),
        subject.targets().get(0),
        range[0],
        range[1],
        runs.stream().map(run -> panel(run, frames, range)).toList(),
        examples(runs.get(0).study().outcome(), !subject.classes().isEmpty()));
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
    return new Plane.Frame(epoch, base64(classes), base64(heights));
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
