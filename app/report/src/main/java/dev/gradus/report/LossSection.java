package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.GradientCurve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The gradient that each loss sends back, as a function of how wrong the output is. */
final class LossSection {

  private static final int MOST_POINTS = 121;

  private LossSection() {}

  static void add(PageBuilder page, List<Run> runs) {
    List<Run> drawable =
        runs.stream().filter(run -> !run.study().curve().points().isEmpty()).toList();
    if (drawable.isEmpty()) {
      return;
    }
    // Where it is not the loss that differs, there is but one curve.
    Run first = drawable.get(0);
    boolean alike =
        drawable.stream().allMatch(run -> run.study().curve().equals(first.study().curve()));
    List<Run> seen = alike ? List.of(Run.alone(first.study())) : drawable;
    page.section(
        "gradient", seen.size() == 1 ? "What the loss asks for" : "What each loss asks for");
    page.paragraph(
        "A loss acts through nothing but its gradient. In these pictures "
            + seen.get(0).study().curve().about()
            + ". Open circles mark where the output is saturated: the slope of its activation is below a tenth of its steepest.");
    // Errors of another output activation are on another scale.
    List<Run> comparable =
        seen.stream().filter(run -> errors(run).equals(errors(seen.get(0)))).toList();
    page.pictures(
        List.of(
            Picture.of(
                "The gradient by the error",
                caption(comparable) + others(seen, comparable),
                new Lines(
                    "error, output less target",
                    "dL/dz at the output",
                    lines(comparable, GradientCurve.Point::error, GradientCurve.Point::gradient))),
            Picture.of(
                "The gradient by the pre-activation",
                "The same gradient along z, which is what the weights move. Where the curve lies flat on 0 and the answer is wrong, nothing is learned from it.",
                new Lines(
                    "pre-activation z of the output",
                    "dL/dz at the output",
                    lines(seen, GradientCurve.Point::logit, GradientCurve.Point::gradient))),
            Picture.of(
                "The loss itself",
                "The number that is printed. Only its slope reaches the weights, so two losses of different height and equal slope teach the same.",
                new Lines(
                    "pre-activation z of the output",
                    "loss",
                    lines(seen, GradientCurve.Point::logit, GradientCurve.Point::loss)))));
  }

  private static List<Lines.Line> lines(
      List<Run> runs,
      ToDoubleFunction<GradientCurve.Point> x,
      ToDoubleFunction<GradientCurve.Point> y) {
    List<Lines.Line> lines = new ArrayList<>();
    for (Run run : runs) {
      List<GradientCurve.Point> points =
          Thinning.of(run.study().curve().points(), MOST_POINTS).stream()
              .sorted(Comparator.comparingDouble(x))
              .toList();
      lines.add(
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
                      .toList())));
    }
    return lines;
  }

  private static List<Double> errors(Run run) {
    return run.study().curve().points().stream().map(GradientCurve.Point::error).toList();
  }

  private static String nameOf(Run run) {
    return run.nameOr(PluginType.nameOf(run.study().configuration().loss()));
  }

  private static String others(List<Run> all, List<Run> shown) {
    List<String> names =
        all.stream()
            .filter(run -> !shown.contains(run))
            .map(run -> Prose.code(nameOf(run)))
            .toList();
    return names.isEmpty()
        ? ""
        : " Not drawn here, since the last layer is another: %s.".formatted(Prose.list(names));
  }

  /** What each sends back where the output is as wrong as it gets, and saturated. */
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
            "%s sends back %s"
                .formatted(Prose.code(nameOf(run)), Prose.number(worst.get().gradient())));
      }
    }
    return parts.isEmpty()
        ? "This output does not saturate: how hard it is pulled is up to the loss alone."
        : "Where the output is saturated and wrong by %s, %s."
            .formatted(Prose.number(error), Prose.list(parts));
  }
}
