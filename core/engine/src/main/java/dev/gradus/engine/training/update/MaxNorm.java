package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import java.util.Arrays;

/**
 * Scales the incoming weights of each unit down to a given norm, if their norm is larger.
 *
 * <p>N. Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014,
 * section 5.1.
 */
final class MaxNorm {

  private final double most;
  private final double[] squares;

  MaxNorm(double most, int units) {
    this.most = most;
    this.squares = new double[units];
  }

  /**
   * Applies the rule.
   *
   * @param weights [inputs, units]; modified
   */
  void apply(Matrix weights) {
    int units = weights.columns();
    float[] values = weights.values();
    Arrays.fill(squares, 0);
    for (int i = 0; i < weights.size(); i++) {
      squares[i % units] += (double) values[i] * values[i];
    }
    for (int i = 0; i < weights.size(); i++) {
      double norm = Math.sqrt(squares[i % units]);
      if (norm > most) {
        values[i] = (float) (values[i] * (most / norm));
      }
    }
  }
}
