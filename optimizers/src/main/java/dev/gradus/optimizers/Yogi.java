package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adam} whose estimate of the squared gradient shrinks only gradually, so that steps do not
 * suddenly become long.
 *
 * <p>The defaults are the paper's. With {@code bias-correction} both averages are corrected for
 * their initial values, as Keras and optax do in Adam.
 */
@Plugin(
    name = "yogi",
    summary = "Adam whose steps do not suddenly become long. For sparse and noisy gradients.",
    formula =
        "m <- beta1 m + (1 - beta1) g; v <- v - (1 - beta2) sign(v - g^2) g^2; w <- w - learning-rate m/(sqrt(v) + epsilon); with bias-correction m/(1 - beta1^t) and v/(1 - beta2^t)",
    reference =
        "M. Zaheer, S. Reddi, D. Sachan, S. Kale, S. Kumar, Adaptive Methods for Nonconvex Optimization, 2018")
public record Yogi(
    @Option(value = "the learning rate; steps have about this size", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(value = "the initial estimate of the squared gradient", min = 0)
        double initialAccumulator,
    @Option("whether the averages are corrected for their initial values") boolean biasCorrection)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.01. */
  public Yogi() {
    this(0.01);
  }

  /**
   * Creates an instance with beta1 0.9, beta2 0.999, epsilon 1e-3 and an initial accumulator of
   * 1e-6.
   */
  public Yogi(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-3, 1e-6, false);
  }

  public Yogi {
    Options.check(
        Yogi.class, learningRate, beta1, beta2, epsilon, initialAccumulator, biasCorrection);
  }

  @Override
  public List<State> state() {
    return List.of(
        new State("first-moment"), new State("second-moment", (float) initialAccumulator));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] mean = state[0];
    float[] square = state[1];
    double rate =
        step.learningRate() / (biasCorrection ? 1 - DoubleMath.power(beta1, step.number()) : 1);
    double correction = biasCorrection ? 1 - DoubleMath.power(beta2, step.number()) : 1;
    for (int i = from; i < to; i++) {
      double g = gradient[i];
      mean[i] = (float) (beta1 * mean[i] + (1 - beta1) * g);
      double before = Squares.of(square[i]);
      double change = Math.signum(before - g * g) * g * g;
      square[i] = Squares.kept(Math.max(before - (1 - beta2) * change, 0));
      double size = Math.sqrt(Squares.of(square[i]) / correction) + epsilon;
      weights[i] = (float) (weights[i] - rate * mean[i] / size);
    }
  }
}
