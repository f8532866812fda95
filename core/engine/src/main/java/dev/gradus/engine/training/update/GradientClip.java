package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import java.util.List;

/**
 * Clips gradients: first by value, then by the norm of each tensor, then by the global norm.
 *
 * <p>R. Pascanu, T. Mikolov, Y. Bengio, On the Difficulty of Training Recurrent Neural Networks,
 * 2013.
 */
final class GradientClip {

  private final UpdateOptions rules;
  private final List<Matrix> gradients;

  GradientClip(UpdateOptions rules, List<Matrix> gradients) {
    this.rules = rules;
    this.gradients = gradients;
  }

  void apply() {
    if (rules.clipValue().isPresent()) {
      cut(rules.clipValue().get().floatValue());
    }
    if (rules.clipNorm().isPresent()) {
      for (int i = 0; i < gradients.size(); i++) {
        scale(gradients.get(i), rules.clipNorm().get() / Math.sqrt(squares(gradients.get(i))));
      }
    }
    if (rules.clipGlobalNorm().isPresent()) {
      double squares = 0;
      for (int i = 0; i < gradients.size(); i++) {
        squares += squares(gradients.get(i));
      }
      double factor = rules.clipGlobalNorm().get() / Math.sqrt(squares);
      for (int i = 0; i < gradients.size(); i++) {
        scale(gradients.get(i), factor);
      }
    }
  }

  private void cut(float limit) {
    for (int k = 0; k < gradients.size(); k++) {
      float[] values = gradients.get(k).values();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(-limit, Math.min(limit, values[i]));
      }
    }
  }

  private static double squares(Matrix gradient) {
    double sum = 0;
    for (float value : gradient.values()) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** Scales down; a factor of 1 or more changes nothing. */
  private static void scale(Matrix gradient, double factor) {
    if (factor < 1) {
      float[] values = gradient.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * factor);
      }
    }
  }
}
