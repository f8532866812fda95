package dev.gradus.engine.training;

import dev.gradus.engine.linear.Vectors;
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
final class ConstantPrediction {

  /** With fewer examples, the same class for all of them may be chance. */
  private static final int FEWEST = 20;

  private final ClassTarget target;
  private int count;
  private int prediction;
  private boolean samePrediction = true;
  private int truth;
  private boolean sameTruth = true;
  private int right;

  /** Without examples yet. */
  ConstantPrediction(ClassTarget target) {
    this.target = target;
  }

  /**
   * Looks for a constant prediction.
   *
   * @param predictions for each example, in the unit of the data; not modified
   * @param targets for each example; not modified
   * @return as {@link #warning()}; empty if the target is not a class
   */
  static Optional<Warning> in(Preparation preparation, double[][] predictions, double[][] targets) {
    if (!(preparation.targets() instanceof ClassTarget target)) {
      return Optional.empty();
    }
    ConstantPrediction counted = new ConstantPrediction(target);
    for (int i = 0; i < predictions.length; i++) {
      counted.add(predictions[i], targets[i]);
    }
    return counted.warning();
  }

  /**
   * Counts an example.
   *
   * @param predicted in the unit of the data; not modified
   * @param wanted its target; not modified
   */
  void add(double[] predicted, double[] wanted) {
    int given = classOf(predicted);
    int own = classOf(wanted);
    prediction = count == 0 ? given : prediction;
    truth = count == 0 ? own : truth;
    samePrediction &= given == prediction;
    sameTruth &= own == truth;
    right += given == own ? 1 : 0;
    count++;
  }

  /**
   * A warning with the number of examples of another class; empty if predictions differ, there are
   * too few examples, or all of them are of one class.
   */
  Optional<Warning> warning() {
    return !samePrediction || sameTruth || count < FEWEST
        ? Optional.empty()
        : Optional.of(warning(target.classes(), prediction, right, count - right));
  }

  private static Warning warning(List<String> classes, int prediction, int right, int wrong) {
    return new Warning(
        String.format(
            Locale.ROOT,
            "the network predicts class '%s' for all %,d evaluated examples, of which %,d are of this class and %,d are not, so it always gives the same answer%s",
            classes.get(prediction),
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
    return Vectors.indexOfLargest(outputs);
  }
}
