package dev.gradus.engine.loss;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Computes the weight of each class in the loss. */
final class ClassWeighting {

  private ClassWeighting() {}

  /**
   * The reason why the requested class weights cannot be used: there are no classes, or a named
   * class does not exist.
   */
  static Optional<Refusal> refusal(TrainingSpec spec, TargetColumns targets) {
    if (!areWanted(spec)) {
      return Optional.empty();
    }
    if (targets instanceof ClassTarget target) {
      return spec.classWeights().byName().keySet().stream()
          .filter(name -> target.placeOf(name) < 0)
          .findFirst()
          .map(name -> unknown(name, target.classes()));
    }
    return Optional.of(
        new Refusal(
            targets instanceof LabelTarget
                ? "training.class-weights: they need a target of classes, but the targets are labels (%s), each with its own yes and no; remove class-weights, and weight the yes examples with loss: {binary-cross-entropy: {positive-weight: …}}"
                    .formatted(String.join(", ", targets.names()))
                : "training.class-weights: they need a target of classes, but this one is numeric; remove class-weights"));
  }

  private static Refusal unknown(String name, List<String> classes) {
    return new Refusal(
        "training.class-weights: there is no class '%s'%s (the classes are: %s)"
            .formatted(
                name,
                Nearest.to(name, classes).map(near -> ", did you mean '" + near + "'?").orElse(""),
                String.join(", ", classes)));
  }

  /**
   * The weights, which must be usable.
   *
   * @param targets the fitted target columns
   * @param examples the training targets, [n, outputs]; not modified
   * @return one for each class, in the order of the outputs; with a single output, for 0 and for 1;
   *     empty if none are requested
   */
  static List<Double> of(TrainingSpec spec, TargetColumns targets, MatrixRows examples) {
    if (!(areWanted(spec) && targets instanceof ClassTarget target)) {
      return List.of();
    }
    return spec.classWeights().isBalanced() ? balanced(target, examples) : given(target, spec);
  }

  private static boolean areWanted(TrainingSpec spec) {
    return !spec.classWeights().isNone();
  }

  /** rows / (classes × rows of the class): every class has the same total weight. */
  private static List<Double> balanced(ClassTarget target, MatrixRows targets) {
    double[] counts = new double[target.classes().size()];
    for (int row = 0; row < targets.rows(); row++) {
      for (int k = 0; k < targets.columns(); k++) {
        float share = targets.at(row, k);
        counts[target.single() ? 1 : k] += share;
        counts[0] += target.single() ? 1 - share : 0;
      }
    }
    return Arrays.stream(counts)
        .mapToObj(count -> targets.rows() / (counts.length * count))
        .toList();
  }

  private static List<Double> given(ClassTarget target, TrainingSpec spec) {
    List<Double> weights = new ArrayList<>(Collections.nCopies(target.classes().size(), 1.0));
    spec.classWeights()
        .byName()
        .forEach((name, weight) -> weights.set(target.placeOf(name), weight));
    return weights;
  }
}
