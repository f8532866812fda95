package dev.gradus.runtime;

import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.Arrays;
import java.util.List;

/** Decides by {@link Thresholds} which of two classes, or which labels, the outputs predict. */
final class Deciding {

  private final TargetColumns targets;

  /** One threshold for each label; for two classes, one for the class that it is set for. */
  private final double[] least;

  /** The index of the class that is predicted if its probability reaches the threshold. */
  private final int asked;

  private Deciding(TargetColumns targets, double[] least, int asked) {
    this.targets = targets;
    this.least = least;
    this.asked = asked;
  }

  /**
   * Fits thresholds to a target.
   *
   * @param probabilities whether the outputs are probabilities
   * @throws GradusException if a threshold makes no sense for the target, or its name is unknown
   */
  static Deciding of(Thresholds thresholds, TargetColumns targets, boolean probabilities) {
    if (thresholds.isNone()) {
      int width = targets instanceof LabelTarget ? targets.width() : 1;
      double[] half = new double[width];
      Arrays.fill(half, Label.THRESHOLD);
      return new Deciding(targets, half, -1);
    }
    String names = "'" + String.join("', '", targets.names()) + "'";
    if (targets instanceof ClassTarget target) {
      refuseScores(probabilities, names);
      return ofClasses(thresholds, target);
    }
    if (targets instanceof LabelTarget target) {
      refuseScores(probabilities, names);
      return ofLabels(thresholds, target);
    }
    throw refusal(
        "the target %s is numeric, and a threshold decides between two classes, or on labels; leave the threshold out"
            .formatted(names));
  }

  private static void refuseScores(boolean probabilities, String names) {
    if (!probabilities) {
      throw refusal(
          "the model gives scores for the target %s, and no probabilities, so a threshold has no meaning; leave it out, or train with softmax or sigmoid in the last layer"
              .formatted(names));
    }
  }

  private static Deciding ofClasses(Thresholds thresholds, ClassTarget target) {
    List<String> classes = target.classes();
    if (classes.size() > 2) {
      throw refusal(
          "column '%s' has %s classes, of which the most probable is predicted; a threshold decides between two only; leave it out"
              .formatted(target.name(), classes.size()));
    }
    if (thresholds.byName().size() + (thresholds.all().isPresent() ? 1 : 0) > 1) {
      throw refusal(
          "there is more than one threshold, but column '%s' has two classes, and one threshold decides between them; give one"
              .formatted(target.name()));
    }
    if (thresholds.all().isPresent()) {
      return new Deciding(target, new double[] {thresholds.all().getAsDouble()}, 1);
    }
    String name = thresholds.byName().keySet().iterator().next();
    int place = target.placeOf(name);
    if (place < 0) {
      throw unknown(name, "class", classes);
    }
    return new Deciding(target, new double[] {thresholds.byName().get(name)}, place);
  }

  private static Deciding ofLabels(Thresholds thresholds, LabelTarget target) {
    double[] least = new double[target.width()];
    Arrays.fill(least, thresholds.all().orElse(Label.THRESHOLD));
    thresholds
        .byName()
        .forEach(
            (name, threshold) -> {
              int place = target.names().indexOf(name);
              if (place < 0) {
                throw unknown(name, "label", target.names());
              }
              least[place] = threshold;
            });
    return new Deciding(target, least, -1);
  }

  private static GradusException unknown(String name, String what, List<String> names) {
    return refusal(
        "a threshold is given for '%s', but there is no such %s.%s There are: %s"
            .formatted(name, what, ColumnNames.didYouMean(name, names), ColumnNames.list(names)));
  }

  private static GradusException refusal(String sentence) {
    return new GradusException(Problem.of(sentence));
  }

  /**
   * The index of the predicted class.
   *
   * @param outputs of a row; not modified
   */
  int classOf(double[] outputs) {
    if (asked >= 0) {
      double second = outputs[outputs.length - 1];
      double probability = asked == 1 ? second : outputs.length == 1 ? 1 - second : outputs[0];
      return probability >= least[0] ? asked : 1 - asked;
    }
    if (outputs.length == 1) {
      return outputs[0] >= least[0] ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < outputs.length; k++) {
      best = outputs[k] > outputs[best] ? k : best;
    }
    return best;
  }

  /** Whether the label at an index applies. */
  boolean applies(int label, double[] outputs) {
    return outputs[label] >= least[label];
  }

  /** The prediction in words. */
  String text(double[] outputs) {
    if (targets instanceof ClassTarget target) {
      return target.classes().get(classOf(outputs));
    }
    if (targets instanceof LabelTarget) {
      double[] decided = new double[outputs.length];
      for (int k = 0; k < outputs.length; k++) {
        decided[k] = applies(k, outputs) ? 1 : 0;
      }
      return targets.text(Arrays.stream(decided).boxed().toList());
    }
    return targets.text(Arrays.stream(outputs).boxed().toList());
  }
}
