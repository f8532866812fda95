package dev.gradus.engine.training;

import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Warns of a classifier that predicts the same class for all examples. Where one class is much more
 * frequent than the others, its accuracy looks good.
 */
final class SameAnswer {

  /** With fewer examples, the same class for all of them may be chance. */
  private static final int FEWEST = 20;

  private SameAnswer() {}

  /**
   * Looks for the same answer.
   *
   * @param predictions for each example, in the unit of the data; not modified
   * @param targets for each example; not modified
   * @return a warning with the number of examples of another class; empty if the target is not a
   *     class, there are too few examples, or all of them are of one class
   */
  static Optional<Warning> in(Preparation preparation, double[][] predictions, double[][] targets) {
    if (!(preparation.targets() instanceof ClassTarget target) || predictions.length < FEWEST) {
      return Optional.empty();
    }
    int answer = classOf(predictions[0]);
    int right = 0;
    for (int i = 0; i < predictions.length; i++) {
      if (classOf(predictions[i]) != answer) {
        return Optional.empty();
      }
      right += classOf(targets[i]) == answer ? 1 : 0;
    }
    int wrong = predictions.length - right;
    return wrong == 0 || isOneClass(targets)
        ? Optional.empty()
        : Optional.of(warning(target.classes(), answer, right, wrong));
  }

  private static boolean isOneClass(double[][] targets) {
    for (double[] each : targets) {
      if (classOf(each) != classOf(targets[0])) {
        return false;
      }
    }
    return true;
  }

  private static Warning warning(List<String> classes, int answer, int right, int wrong) {
    return new Warning(
        String.format(
            Locale.ROOT,
            "the network predicts class '%s' for all %,d evaluated examples, of which %,d are of this class and %,d are not, so it always gives the same answer%s",
            classes.get(answer),
            right + wrong,
            right,
            wrong,
            right > wrong
                ? ", and its accuracy says nothing; judge it by balanced-accuracy or roc-auc, and set training.class-weights: balanced, or train for more epochs"
                : "; train for more epochs, or try another learning rate"),
        wrong);
  }

  /** The index of the class: of the largest output, or, of two classes with one output, by ½. */
  private static int classOf(double[] outputs) {
    if (outputs.length == 1) {
      return outputs[0] >= 0.5 ? 1 : 0;
    }
    int largest = 0;
    for (int k = 1; k < outputs.length; k++) {
      largest = outputs[k] > outputs[largest] ? k : largest;
    }
    return largest;
  }
}
