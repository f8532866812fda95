package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Steps of equal size for all weights: only the sign of a mean of the gradients counts.
 *
 * <p>It needs a learning rate three to ten times lower than {@link Adamw}, and a weight decay that
 * is higher by the same factor. The defaults are the paper's.
 */
@Plugin(
    name = "lion",
    summary =
        "Steps of equal size for all weights, by the sign of the mean gradient. Half the memory "
            + "of adam.",
    formula =
        "c = beta1 m + (1 - beta1) g; w <- w - learning-rate (sign(c) + weight-decay w); m <- beta2 m + (1 - beta2) g",
    reference = "X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023")
public record Lion(
    @Option(value = "the learning rate; every weight changes by it", above = 0) double learningRate,
    @Option(value = "the weight of earlier gradients in the step", min = 0, below = 1) double beta1,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta2,
    @Option(
            value =
                "the decoupled weight decay, times the learning rate; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 1e-4. */
  public Lion() {
    this(1e-4);
  }

  /** Creates an instance with beta1 0.9 and beta2 0.99. */
  public Lion(double learningRate) {
    this(learningRate, 0.9, 0.99, 0);
  }

  public Lion {
    Options.check(Lion.class, learningRate, beta1, beta2, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("first-moment"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] mean = state[0];
    for (int i = from; i < to; i++) {
      double g = gradient[i];
      double direction = Math.signum(beta1 * mean[i] + (1 - beta1) * g);
      weights[i] =
          (float) (weights[i] - step.learningRate() * (direction + weightDecay * weights[i]));
      mean[i] = (float) (beta2 * mean[i] + (1 - beta2) * g);
    }
  }
}
