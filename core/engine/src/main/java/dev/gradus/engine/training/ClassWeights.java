package dev.gradus.engine.training;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.ClassTarget;
import dev.gradus.engine.data.LabelTarget;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.problem.Nearest;
import java.util.Arrays;
import java.util.List;

/** How much the examples of each class count. */
final class ClassWeights {

  private static final double[] NONE = {};

  private ClassWeights() {}

  /**
   * The weights that a configuration asks for.
   *
   * @return one for each class, in the order of the outputs; with a single output, for 0 and for 1;
   *     empty if none are asked for
   * @throws TrainingException if there are no classes, or not the ones that are named
   */
  static double[] of(Experiment experiment) {
    TrainingSpec spec = experiment.configuration().training();
    if (!spec.balanceClasses() && spec.classWeights().isEmpty()) {
      return NONE;
    }
    if (experiment.preparation().targets() instanceof LabelTarget target) {
      throw new TrainingException(
          "training: weights of classes are for a target of classes, but this one is labels (%s), each with a yes and a no of its own; leave out balance-classes and class-weights, and say how much a yes counts with loss: {binary-cross-entropy: {positive-weight: …}}"
              .formatted(String.join(", ", target.names())));
    }
    if (!(experiment.preparation().targets() instanceof ClassTarget target)) {
      throw new TrainingException(
          "training: weights of classes are for a target of classes, but this one is numeric; leave out balance-classes and class-weights");
    }
    return spec.balanceClasses()
        ? balanced(target, experiment.training().targets())
        : given(target, spec);
  }

  /** rows/(classes rows of the class): each class counts as much as the others. */
  private static double[] balanced(ClassTarget target, Matrix targets) {
    double[] counts = new double[target.classes().size()];
    for (int row = 0; row < targets.rows(); row++) {
      for (int k = 0; k < targets.columns(); k++) {
        float share = targets.get(row, k);
        counts[target.single() ? 1 : k] += share;
        counts[0] += target.single() ? 1 - share : 0;
      }
    }
    return Arrays.stream(counts).map(count -> targets.rows() / (counts.length * count)).toArray();
  }

  private static double[] given(ClassTarget target, TrainingSpec spec) {
    List<String> classes = target.classes();
    double[] weights = new double[classes.size()];
    Arrays.fill(weights, 1);
    spec.classWeights()
        .forEach(
            (name, weight) -> {
              int place = target.placeOf(name);
              if (place < 0) {
                throw new TrainingException(
                    "training.class-weights: there is no class '%s'%s (the classes are: %s)"
                        .formatted(
                            name,
                            Nearest.to(name, classes)
                                .map(near -> ", did you mean '" + near + "'?")
                                .orElse(""),
                            String.join(", ", classes)));
              }
              weights[place] = weight;
            });
    return weights;
  }
}
