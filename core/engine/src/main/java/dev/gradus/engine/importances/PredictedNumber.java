package dev.gradus.engine.importances;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Criterion;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One number of a prediction, such as the probability of a class, and its gradient by the outputs
 * of the network.
 */
final class PredictedNumber implements Criterion {

  /** The relative step of a central difference: its error is about the square of that. */
  private static final double STEP = 1e-5;

  private final TargetColumns targets;
  private final Optional<Loss.Decoder> decoder;
  private final Optional<Calibration> temperature;
  private final boolean restored;
  private final int index;
  private final double sign;

  /**
   * A number of a prediction.
   *
   * @param output its index among the {@link #names}
   * @param guard of the network
   * @param temperature divides the logits of the predicted probabilities; empty if nothing does
   */
  PredictedNumber(
      TargetColumns targets,
      int output,
      Configuration configuration,
      LossGuard guard,
      Optional<Calibration> temperature) {
    Loss loss = configuration.loss();
    Loss form = guard.fit(loss) instanceof FittedLoss fitted ? fitted.plain().onOutputs() : loss;
    this.targets = targets;
    this.temperature = temperature;
    this.decoder = form.decoder();
    this.restored = targets instanceof NumericTarget && form.outputs() != Loss.Outputs.SCORES;
    boolean isOther = targets instanceof ClassTarget target && target.single() && output == 0;
    this.index = targets.width() == 1 ? 0 : output;
    this.sign = isOther ? -1 : 1;
  }

  /** The names of what is predicted: the classes, the labels, or the columns of the target. */
  static List<String> names(TargetColumns targets) {
    return targets instanceof ClassTarget target
        ? target.classes()
        : new ArrayList<>(targets.target().outputs());
  }

  /**
   * This number in a row of predictions.
   *
   * @param prediction as a predictor returns it; not modified
   */
  double in(double[] prediction) {
    return sign < 0 ? 1 - prediction[index] : prediction[index];
  }

  /**
   * This number where the network has certain outputs.
   *
   * @param outputs not modified
   */
  double at(float[] outputs) {
    double[] row = new double[outputs.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = outputs[k];
    }
    temperature.ifPresent(calibration -> calibration.apply(row));
    double predicted = decoder.isEmpty() && !restored ? row[index] : decoded(row);
    return sign < 0 ? 1 - predicted : predicted;
  }

  @Override
  public void evaluate(Matrix outputs, Matrix gradients, int from, int to, int member) {
    int width = outputs.columns();
    double[] row = new double[width];
    for (int i = from; i < to; i++) {
      for (int k = 0; k < width; k++) {
        row[k] = outputs.values()[i * width + k];
        gradients.values()[i * width + k] = 0;
      }
      if (temperature.isPresent()) {
        for (int k = 0; k < width; k++) {
          gradients.values()[i * width + k] = (float) (sign * slope(row, k, temperature.get()));
        }
      } else if (decoder.isEmpty() && !restored) {
        gradients.values()[i * width + index] = (float) sign;
      } else {
        for (int k = decoder.isEmpty() ? index : 0;
            k < (decoder.isEmpty() ? index + 1 : width);
            k++) {
          gradients.values()[i * width + k] = (float) (sign * slope(row, k));
        }
      }
    }
  }

  /**
   * The derivative of a calibrated probability q by a probability p of the network. Of a
   * distribution, q[i] = p[i]^(1/T) / sum over j of p[j]^(1/T), so dq[i]/dp[k] = q[i] (1 if i = k,
   * else 0, minus q[k]) / (T p[k]); otherwise q = sigmoid(logit(p)/T), so dq/dp = q (1 - q) / (T p
   * (1 - p)).
   *
   * @param outputs the probabilities of the network; not modified
   */
  private double slope(double[] outputs, int k, Calibration calibration) {
    double[] q = outputs.clone();
    calibration.apply(q);
    if (calibration.distribution()) {
      double p = Math.max(Float.MIN_VALUE, outputs[k]);
      return q[index] * ((k == index ? 1 : 0) - q[k]) / (calibration.temperature() * p);
    }
    double p = Math.max(Float.MIN_VALUE, outputs[k] * (1 - outputs[k]));
    return k == index ? q[k] * (1 - q[k]) / (calibration.temperature() * p) : 0;
  }

  /** The derivative by an output, which is not changed in the end. */
  private double slope(double[] outputs, int k) {
    double at = outputs[k];
    double step = STEP * Math.max(1, Math.abs(at));
    outputs[k] = at + step;
    double above = decoded(outputs);
    outputs[k] = at - step;
    double below = decoded(outputs);
    outputs[k] = at;
    return (above - below) / (2 * step);
  }

  private double decoded(double[] outputs) {
    double[] seen = outputs;
    if (decoder.isPresent()) {
      seen = new double[targets.width()];
      decoder.get().decode(outputs, seen);
    }
    return restored && targets instanceof NumericTarget numeric
        ? numeric.restore(index, seen[index])
        : seen[index];
  }
}
