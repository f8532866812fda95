package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The share of predictions that are correct.
 *
 * <p>With several classes, the class of the largest output is predicted, the first of equal ones;
 * with one output, or labels, an output of at least ½ means yes. For labels it is the share of
 * correct individual predictions, as in Keras' {@code binary_accuracy}; scikit-learn counts a row
 * of labels only if all of them are correct.
 */
@Plugin(
    name = "accuracy",
    summary = "The share of predictions that are correct. For classes and labels.",
    formula = "correct predictions / all predictions")
public record Accuracy() implements Metric {

  private static final double THRESHOLD = 0.5;

  @Override
  public Metric forTarget(Target target) {
    return switch (target.kind()) {
      case BINARY, LABELS -> new OfAnswers();
      case CLASSES -> this;
      case NUMERIC -> {
        throw new IllegalArgumentException(
            "accuracy is for classes, but the target '"
                + String.join(", ", target.outputs())
                + "' is numeric; use r2 or a loss, such as mean-absolute-error");
      }
    };
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    if (predictions[0].length == 1) {
      return new OfAnswers().evaluate(predictions, targets);
    }
    int right = 0;
    for (int i = 0; i < predictions.length; i++) {
      int predicted = PredictedClasses.indexOfLargest(predictions[i]);
      right += predicted == PredictedClasses.indexOfLargest(targets[i]) ? 1 : 0;
    }
    return (double) right / predictions.length;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  /** Each output is a separate yes or no. */
  private static final class OfAnswers implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      int right = 0;
      for (int i = 0; i < predictions.length; i++) {
        for (int k = 0; k < predictions[i].length; k++) {
          right += predictions[i][k] >= THRESHOLD == targets[i][k] >= THRESHOLD ? 1 : 0;
        }
      }
      return (double) right / predictions.length / predictions[0].length;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }
}
