package dev.gradus.engine.loss;

import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds losses that reward a prediction for being far from its target: a formula with a wrong sign,
 * or with a named constant for which it was not meant.
 */
final class WrongWay {

  /** The most examples that are tried. */
  private static final int TRIED = 16;

  /** Distances from the target, or of the pre-activation from 0: powers of this. */
  private static final double STEP = 10;

  /**
   * The number of distances; the largest is beyond the least value of a formula that scales its
   * prediction.
   */
  private static final int STEPS = 13;

  /** A loss that keeps falling does so by about as much with every power, or by more. */
  private static final double AS_MUCH = 0.9;

  private static final double[] NEAR = {-1, -0.1, 0.1, 1};

  private final Loss form;
  private final boolean onLogits;
  private final Interval reached;
  private final double[] target;
  private final double[] gradient;

  private WrongWay(Loss form, boolean onLogits, Interval reached, int width) {
    this.form = form;
    this.onLogits = onLogits;
    this.reached = reached;
    this.target = new double[width];
    this.gradient = new double[width];
  }

  /**
   * The end of a sentence about a loss, such as {@code keeps falling}.
   *
   * @param reached the outputs that the network can have
   * @param targets as the network sees them, [n, outputs]
   */
  static Optional<String> in(FittedLoss.Form form, Interval reached, MatrixRows targets) {
    boolean onLogits = form.onLogits().isPresent();
    WrongWay way =
        new WrongWay(
            form.onLogits().orElse(form.onOutputs()),
            onLogits,
            onLogits ? Interval.REAL : reached,
            targets.columns());
    int tried = Math.min(TRIED, targets.rows());
    int upsideDown = 0;
    for (int i = 0; i < tried; i++) {
      int row = (int) ((long) i * targets.rows() / tried);
      for (int k = 0; k < way.target.length; k++) {
        way.target[k] = targets.at(row, k);
      }
      for (int side : new int[] {1, -1}) {
        if (way.fallsWithoutBound(side)) {
          return Optional.of(
              "keeps falling as the %s moves %s"
                  .formatted(
                      onLogits ? "pre-activation" : "prediction",
                      (side > 0 ? "above " : "below ") + (onLogits ? "0" : "its target")));
        }
      }
      upsideDown += !onLogits && way.isLargestAtTheTarget() ? 1 : 0;
    }
    return upsideDown == tried && tried > 0
        ? Optional.of("is largest where the prediction is the target")
        : Optional.empty();
  }

  private boolean fallsWithoutBound(int side) {
    double[] values = new double[STEPS];
    double distance = 1;
    for (int i = 0; i < STEPS; i++) {
      values[i] = at(side * distance);
      distance *= STEP;
    }
    for (int i = 2; i < STEPS; i++) {
      if (values[i] == Double.NEGATIVE_INFINITY) {
        // It fell until here, and further than a double can hold.
        return true;
      }
      double before = values[i - 2] - values[i - 1];
      double now = values[i - 1] - values[i];
      if (!(now > 0) || (i > 3 && !(now >= AS_MUCH * before))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A distance counts if an output can have it: that of a sigmoid cannot be above a target of 1.
   */
  private boolean isLargestAtTheTarget() {
    double own = at(0);
    double[] nearest = prediction(0);
    boolean moved = false;
    for (double distance : NEAR) {
      if (!Arrays.equals(prediction(distance), nearest)) {
        moved = true;
        if (!(at(distance) < own)) {
          return false;
        }
      }
    }
    return moved;
  }

  /** The loss of predictions at a distance from their targets, or from 0 on logits. */
  private double at(double distance) {
    return form.evaluate(prediction(distance), target.clone(), gradient);
  }

  private double[] prediction(double distance) {
    double[] prediction = new double[target.length];
    for (int k = 0; k < prediction.length; k++) {
      double wanted = onLogits ? distance : target[k] + distance;
      prediction[k] = Math.max(reached.low(), Math.min(reached.high(), wanted));
    }
    return prediction;
  }
}
