package dev.gradus.testkit;

import dev.gradus.check.BrokenClaim;
import dev.gradus.check.OptimizerTrial;
import dev.gradus.spi.Optimizer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for an {@link Optimizer}. */
public final class OptimizerConformance {

  private OptimizerConformance() {}

  /** Tests for the given optimizers, one container each. */
  public static Stream<DynamicNode> of(Optimizer... optimizers) {
    return of(Arrays.stream(optimizers));
  }

  /** Tests for the given optimizers, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Optimizer> optimizers) {
    return optimizers.map(Nodes::of);
  }

  /**
   * The test that an optimizer follows the path of its formula.
   *
   * @param initial the initial weights of a vector; not modified
   * @param gradients of each step; not modified
   * @param path the weights after each step, computed independently in double; not modified
   * @param tolerance the allowed difference, relative above 1 and absolute below; 1e-5 suits
   *     weights in float
   */
  public static DynamicNode path(
      Optimizer optimizer,
      double[] initial,
      double[][] gradients,
      double[][] path,
      double tolerance) {
    return Nodes.of(
        BrokenClaim.nameOf(optimizer) + " takes the path of its formula",
        () -> checkPath(optimizer, initial, gradients, path, tolerance));
  }

  private static void checkPath(
      Optimizer optimizer,
      double[] initial,
      double[][] gradients,
      double[][] path,
      double tolerance) {
    float[] weights = narrow(initial);
    OptimizerTrial trial = new OptimizerTrial(optimizer, weights.length);
    for (int t = 0; t < gradients.length; t++) {
      trial.move(
          weights,
          narrow(gradients[t]),
          t + 1,
          optimizer.learningRate(),
          1,
          (elsewhere, gradient) -> {
            throw new BrokenClaim(
                optimizer,
                "it needs a second gradient, which this path does not contain; compare it with your own loop");
          });
      for (int i = 0; i < weights.length; i++) {
        if (!(Math.abs(weights[i] - path[t][i]) <= tolerance * Math.max(1, Math.abs(path[t][i])))) {
          throw new BrokenClaim(
              optimizer,
              "after step %s weight %s is %s, by the formula %s"
                  .formatted(t + 1, i, weights[i], path[t][i]));
        }
      }
    }
  }

  private static float[] narrow(double[] wide) {
    float[] values = new float[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }
}
