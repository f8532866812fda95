package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;

/** Refuses targets for which a metric makes no sense. */
final class Targets {

  private Targets() {}

  /**
   * The metric itself for classes, its mean over the labels for labels.
   *
   * @param metric that with a single output is for two classes
   */
  static Metric classesOrLabels(Metric metric, Target target) {
    Metric suited =
        only(metric, target, Target.Kind.BINARY, Target.Kind.CLASSES, Target.Kind.LABELS);
    return target.kind() == Target.Kind.LABELS ? new OverLabels(suited) : suited;
  }

  /** The metric itself, for one of these kinds of targets. */
  static <M extends Metric> M only(M metric, Target target, Target.Kind... kinds) {
    if (!List.of(kinds).contains(target.kind())) {
      throw new IllegalArgumentException(
          "%s is for targets that are %s, but the target '%s' is %s; use %s"
              .formatted(
                  nameOf(metric),
                  String.join(" or ", List.of(kinds).stream().map(Target.Kind::toString).toList()),
                  String.join(", ", target.outputs()),
                  target.kind(),
                  target.kind() == Target.Kind.NUMERIC
                      ? "r2, or a loss such as mean-absolute-error"
                      : "accuracy"));
    }
    return metric;
  }

  /**
   * The metric itself, for a target that is one number.
   *
   * @param what the meaning of the number, such as {@code a time}
   */
  static Metric oneNumber(Metric metric, Target target, String what) {
    if (target.kind() != Target.Kind.NUMERIC || target.width() != 1) {
      throw new IllegalArgumentException(
          "%s is for one numeric target, %s, but the target '%s' is %s"
              .formatted(
                  nameOf(metric),
                  what,
                  String.join(", ", target.outputs()),
                  target.kind() == Target.Kind.NUMERIC
                      ? target.width() + " columns"
                      : target.kind()));
    }
    return metric;
  }

  /** The name of a metric in the YAML. */
  static String nameOf(Metric metric) {
    return metric.getClass().getAnnotation(Plugin.class).name();
  }
}
