package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.util.function.IntFunction;

/** Refuses predictions that are not finite. */
public final class FinitePredictions {

  private FinitePredictions() {}

  /**
   * Checks that the predicted numbers of a row are finite.
   *
   * @param row its index, for {@code placeOf}
   * @param placeOf names a row; may be empty
   * @throws DataException if one is not
   */
  public static void check(
      double[] numbers, TargetColumns targets, IntFunction<String> placeOf, int row) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw refusal(placeOf.apply(row), targets, number);
      }
    }
  }

  /**
   * Checks that the outputs of a network are finite: some losses need more outputs than there are
   * targets.
   *
   * @param from the index at which the outputs of the row begin
   * @param count the number of outputs
   * @throws DataException if one is not
   */
  public static void check(
      float[] outputs,
      int from,
      int count,
      TargetColumns targets,
      IntFunction<String> placeOf,
      int row) {
    for (int k = from; k < from + count; k++) {
      if (!Float.isFinite(outputs[k])) {
        throw refusal(placeOf.apply(row), targets, outputs[k]);
      }
    }
  }

  private static DataException refusal(String place, TargetColumns targets, double number) {
    return new DataException(
        new Problem(
            place,
            "the network predicts %s for '%s', but a prediction must be finite; correct this row if its inputs are far outside the range of the training data, or train with a lower learning rate"
                .formatted(number, String.join("', '", targets.names()))));
  }
}
