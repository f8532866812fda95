package dev.gradus.report;

import dev.gradus.engine.numpy.TypedFormula;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.GradientCurve;
import dev.gradus.engine.study.InitialGradients;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The gradient of each loss, as a function of the error of the output. */
final class LossSection {

  private static final int MOST_POINTS = 121;

  /** A linear output is drawn for errors of this many standard deviations, at least. */
  private static final double LEAST_REACH = 3;

  /** How far the curves extend beyond the examples on them. */
  private static final double MARGIN = 1.1;

  private final List<Run> runs;
  private final Optional<ExampleDots> examples;

  private LossSection(List<Run> runs, Optional<ExampleDots> examples) {
    this.runs = runs;
    this.examples = examples;
  }

  /** Adds the section to the page of one run, with all pictures. */
  static void add(PageBuilder page, List<Run> runs) {
    of(runs, Optional.empty()).ifPresent(section -> section.add(page, true));
  }

  /** Adds the section to a page that has shown {@link #gradients} already. */
  static void addTo(
      PageBuilder page, List<Run> runs, InitialGradients start, ReportContext context) {
    of(runs, Optional.of(new ExampleDots(start, context)))
        .ifPresent(section -> section.add(page, section.runs.size() == 1));
  }

  /**
   * The picture that answers how the losses differ: the gradient of each by the error, and examples
   * on it.
   *
   * @return empty if there are no curves, or all are one
   */
  static Optional<Picture> gradients(
      List<Run> runs, InitialGradients start, ReportContext context) {
    return of(runs, Optional.of(new ExampleDots(start, context)))
        .filter(section -> section.runs.size() > 1)
        .map(LossSection::byError);
  }

  private static Optional<LossSection> of(List<Run> runs, Optional<ExampleDots> examples) {
    List<Run> drawable =
        runs.stream().filter(run -> !run.study().curve().points().isEmpty()).toList();
    if (drawable.isEmpty()) {
      return Optional.empty();
    }
    // Where something else than the loss differs, there is only one curve.
    Run first = drawable.get(0);
    boolean alike =
        drawable.stream().allMatch(run -> run.study().curve().equals(first.study().curve()));
    return Optional.of(
        alike
            ? new LossSection(List.of(Run.alone(first.study())), Optional.empty())
            : new LossSection(drawable, examples));
  }

  /** The losses that are typed, with their derivatives. */
  private void addFormulas(PageBuilder page) {
    runs.stream()
        .map(run -> run.study().configuration().loss())
        .flatMap(loss -> TypedFormula.in(loss).stream())
        .distinct()
        .forEach(
            formula ->
                page.add(
                    new Html()
                        .open("div", "class", "numpy")
                        .open("pre")
                        .open("code")
                        .text(String.join("\n", formula.lines()))
                        .close("code")
                        .close("pre")
                        .close("div")));
  }

  private void add(PageBuilder page, boolean withErrors) {
    page.section("gradient", runs.size() == 1 ? "The gradient of the loss" : "The gradients");
    page.paragraph(
        "A loss changes the weights only through its gradient. In these pictures "
            + runs.get(0).study().curve().about()
            + ". A gradient above 0 lowers z"
            + (isLinear()
                ? "."
                : ". Open symbols mark where the output is saturated: the derivative of its activation is below a tenth of its maximum."));
    addFormulas(page);
    List<Picture> pictures = new ArrayList<>();
    if (withErrors || isLinear()) {
      pictures.add(byError());
    }
    if (!isLinear()) {
      pictures.add(byLogit());
    }
    Lines loss =
        lines(
            runs,
            "pre-activation z of the output",
            "loss",
            GradientCurve.Point::logit,
            GradientCurve.Point::loss,
            false);
    pictures.add(
        Picture.of(
            "The loss itself",
            "The number that is printed. Only its derivative reaches the weights: losses with different values but equal derivatives train the same network."
                + loss.drawnOnce(),
            loss.merged()));
    page.pictures(pictures);
  }

  private Picture byError() {
    // Errors of another output activation are on another scale.
    List<Run> comparable =
        runs.stream().filter(run -> errors(run).equals(errors(runs.get(0)))).toList();
    Lines data =
        lines(
            comparable,
            "error of the output"
                + (isProbability() ? ": 0 is right, 1 is wrong" : ", output − target" + scaled()),
            "gradient dL/dz",
            GradientCurve.Point::error,
            GradientCurve.Point::gradient,
            true);
    return Picture.of(
        runs.size() == 1 ? "The gradient by the error" : "The gradient of each loss, by the error",
        caption(comparable) + dots(data) + data.drawnOnce() + others(comparable),
        data.merged());
  }

  private Picture byLogit() {
    Lines data =
        lines(
            runs,
            "pre-activation z of the output",
            "gradient dL/dz",
            GradientCurve.Point::logit,
            GradientCurve.Point::gradient,
            true);
    return Picture.of(
        "The gradient by the pre-activation",
        "The same gradient along z. Where the output is wrong and the curve is flat at 0, nothing is learned."
            + dots(data)
            + data.drawnOnce(),
        data.merged());
  }

  private String dots(Lines data) {
    int dots = data.lines().stream().mapToInt(line -> line.dots().size()).max().orElse(0);
    return switch (dots) {
      case 0 -> "";
      case 1 -> " The large mark is a training example before the first step.";
      default ->
          " Large marks are %s training examples before the first step%s."
              .formatted(dots, examples.map(ExampleDots::arrangement).orElse(""));
    };
  }

  /** The unit of the error, where it is not that of the data. */
  private String scaled() {
    return runs.get(0).study().model().lossUnit().map(unit -> ", " + unit).orElse("");
  }

  /** Whether the output is its pre-activation. */
  private boolean isLinear() {
    return runs.stream()
        .flatMap(run -> run.study().curve().points().stream())
        .allMatch(point -> point.slope() == 1);
  }

  private boolean isProbability() {
    return ExampleDots.isProbability(runs.get(0).study().curve());
  }

  private Lines lines(
      List<Run> shown,
      String xName,
      String yName,
      ToDoubleFunction<GradientCurve.Point> x,
      ToDoubleFunction<GradientCurve.Point> y,
      boolean withDots) {
    List<Lines.Line> lines = new ArrayList<>();
    double reach = isLinear() ? reach(shown) : Double.POSITIVE_INFINITY;
    for (Run run : shown) {
      List<GradientCurve.Point> points =
          Thinning.of(run.study().curve().points(), MOST_POINTS).stream()
              .filter(point -> Math.abs(point.logit()) <= reach)
              .sorted(Comparator.comparingDouble(x))
              .toList();
      Lines.Line line =
          new Lines.Line(
              nameOf(run),
              run.style(),
              points.stream().map(x::applyAsDouble).toList(),
              points.stream().map(y::applyAsDouble).toList(),
              false,
              Optional.of(points.stream().map(GradientCurve.Point::saturated).toList()),
              Optional.of(
                  points.stream()
                      .map(
                          p ->
                              "z %s, da/dz %s"
                                  .formatted(Prose.number(p.logit()), Prose.number(p.slope())))
                      .toList()));
      lines.add(
          withDots && examples.isPresent()
              ? line.withDots(examples.get().of(run.name(), run.study().curve(), x))
              : line);
    }
    return new Lines(xName, yName, lines);
  }

  /** How far the curves of a linear output go: as far as there are examples. */
  private double reach(List<Run> shown) {
    double largest =
        examples.stream()
            .flatMap(
                dots ->
                    shown.stream()
                        .flatMap(
                            run ->
                                dots
                                    .of(run.name(), run.study().curve(), GradientCurve.Point::error)
                                    .stream()))
            .mapToDouble(dot -> Math.abs(dot.x()))
            .max()
            .orElse(0);
    return Math.max(LEAST_REACH, MARGIN * largest);
  }

  private static List<Double> errors(Run run) {
    return run.study().curve().points().stream().map(GradientCurve.Point::error).toList();
  }

  private static String nameOf(Run run) {
    return run.nameOr(PluginType.nameOf(run.study().configuration().loss()));
  }

  private String others(List<Run> shown) {
    List<String> names =
        runs.stream()
            .filter(run -> !shown.contains(run))
            .map(run -> Prose.code(nameOf(run)))
            .toList();
    return names.isEmpty()
        ? ""
        : " Not drawn, because the last layer differs: %s.".formatted(Prose.list(names));
  }

  /** The gradient of each loss where the output is saturated, and most wrong. */
  private static String caption(List<Run> runs) {
    List<String> parts = new ArrayList<>();
    double error = Double.NaN;
    for (Run run : runs) {
      Optional<GradientCurve.Point> worst =
          run.study().curve().points().stream()
              .filter(GradientCurve.Point::saturated)
              .max(Comparator.comparingDouble(point -> Math.abs(point.error())));
      if (worst.isPresent()) {
        error = worst.get().error();
        parts.add(
            "%s with %s".formatted(Prose.number(worst.get().gradient()), Prose.code(nameOf(run))));
      }
    }
    return parts.isEmpty()
        ? "This output does not saturate, so the gradient depends on the loss alone."
        : "Where the output is saturated and wrong by %s, the gradient is %s."
            .formatted(Prose.number(error), Prose.list(parts));
  }
}
