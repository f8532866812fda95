package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adam} with the largest recent gradient in place of the root of their mean square.
 *
 * <p>It is more stable if gradients are mostly 0. The defaults are those of the paper and of
 * PyTorch; Keras has a learning rate of 0.001.
 */
@Plugin(
    name = "adamax",
    summary = "Momentum divided by the largest recent gradient. For gradients that are mostly 0.",
    formula =
        "g <- g + weight-decay w; m <- beta1 m + (1 - beta1) g; u <- max(beta2 u, |g| + epsilon); w <- w - learning-rate/(1 - beta1^t) m/u",
    reference =
        "D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015, section 7.1")
public record Adamax(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the largest gradient", min = 0, below = 1) double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.002. */
  public Adamax() {
    this(0.002);
  }

  /** Creates an instance with beta1 0.9, beta2 0.999 and epsilon 1e-8. */
  public Adamax(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  public Adamax {
    Options.check(Adamax.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("first-moment"), new State("largest"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] mean = state[0];
    float[] largest = state[1];
    double rate = step.learningRate() / (1 - DoubleMath.power(beta1, step.number()));
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      mean[i] = (float) (beta1 * mean[i] + (1 - beta1) * g);
      largest[i] = (float) Math.max(beta2 * largest[i], Math.abs(g) + epsilon);
      // A gradient that underflows a float counts as 0.
      double size = Math.max(largest[i], Float.MIN_VALUE);
      weights[i] = (float) (weights[i] - rate * mean[i] / size);
    }
  }
}
