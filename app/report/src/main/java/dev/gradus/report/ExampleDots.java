package dev.gradus.report;

import dev.gradus.engine.study.GradientCurve;
import dev.gradus.engine.study.InitialGradients;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Training examples as dots on the gradient curves of losses, before the first step.
 *
 * <p>A curve has 0 as its target, so that a larger output is a more wrong one. An example whose
 * target is 1 is turned around: its error and its gradient change their sign. Among classes it is
 * the wrong class with the largest output that is shown.
 */
final class ExampleDots {

  private final InitialGradients start;
  private final ReportContext context;

  ExampleDots(InitialGradients start, ReportContext context) {
    this.start = start;
    this.context = context;
  }

  /** How examples come onto the curve, to be added to a sentence on them. */
  String arrangement() {
    return switch (context.kind()) {
      case NUMERIC -> "";
      case CLASSES -> ", of each its likeliest wrong class";
      case BINARY, LABELS -> ", mirrored so that wrong is on the right";
    };
  }

  /** Whether the output that varies stays between 0 and 1. */
  static boolean isProbability(GradientCurve curve) {
    return curve.points().stream().allMatch(point -> point.error() >= 0 && point.error() <= 1)
        && curve.points().stream().anyMatch(point -> point.slope() != 1);
  }

  /**
   * The dots of a variant.
   *
   * @param x what the horizontal axis of the curve shows
   */
  List<Lines.Dot> of(String variant, GradientCurve curve, ToDoubleFunction<GradientCurve.Point> x) {
    List<Lines.Dot> dots = new ArrayList<>();
    for (InitialGradients.Example example : start.examples()) {
      List<Double> output = example.output().getOrDefault(variant, List.of());
      List<Double> gradient = example.gradient().getOrDefault(variant, List.of());
      if (!output.isEmpty() && output.size() == gradient.size()) {
        place(example.target(), output, gradient, curve)
            .ifPresent(
                place ->
                    dots.add(
                        new Lines.Dot(
                            at(curve, place.error(), x),
                            place.gradient(),
                            "line %s: dL/dz %s"
                                .formatted(example.line(), Prose.number(place.gradient())))));
      }
    }
    dots.removeIf(dot -> !Double.isFinite(dot.x()) || !Double.isFinite(dot.y()));
    return dots;
  }

  private record Place(double error, double gradient) {}

  private Optional<Place> place(
      List<Double> target, List<Double> output, List<Double> gradient, GradientCurve curve) {
    if (context.kind() == Target.Kind.CLASSES) {
      int right = ClassAnswers.classOf(target);
      int wrong = right == 0 ? 1 : 0;
      for (int k = 0; k < output.size(); k++) {
        wrong = k != right && output.get(k) > output.get(wrong) ? k : wrong;
      }
      return wrong < output.size()
          ? Optional.of(new Place(output.get(wrong), gradient.get(wrong)))
          : Optional.empty();
    }
    double y = target.get(0);
    double a = output.get(0);
    double g = gradient.get(0);
    if (context.kind() == Target.Kind.NUMERIC) {
      boolean linear = curve.points().stream().allMatch(point -> point.slope() == 1);
      return linear || y == 0 ? Optional.of(new Place(a - y, g)) : Optional.empty();
    }
    double sign = y >= 0.5 ? -1 : 1;
    return Optional.of(new Place(sign * (isProbability(curve) ? a - y : a), sign * g));
  }

  /** The place on the axis of the curve where it has an error; NaN beyond its ends. */
  private static double at(
      GradientCurve curve, double error, ToDoubleFunction<GradientCurve.Point> x) {
    List<GradientCurve.Point> points = curve.points();
    for (int i = 1; i < points.size(); i++) {
      GradientCurve.Point a = points.get(i - 1);
      GradientCurve.Point b = points.get(i);
      if (a.error() <= error && error <= b.error() && b.error() > a.error()) {
        double share = (error - a.error()) / (b.error() - a.error());
        return x.applyAsDouble(a) + share * (x.applyAsDouble(b) - x.applyAsDouble(a));
      }
    }
    return Double.NaN;
  }
}
