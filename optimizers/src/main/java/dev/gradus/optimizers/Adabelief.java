package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adam} that divides by the deviation of gradients from their mean, not from 0: it takes
 * long steps where gradients agree.
 *
 * <p>Epsilon 1e-16 and decoupled weight decay are those of the authors' code; epsilon is added to
 * the mean square in every step, and to its root. optax has the same defaults.
 */
@Plugin(
    name = "adabelief",
    summary = "Adam that takes long steps where gradients agree.",
    formula =
        "w <- w (1 - learning-rate weight-decay); m <- beta1 m + (1 - beta1) g; s <- beta2 s + (1 - beta2) (g - m)^2 + epsilon; w <- w - learning-rate m/(1 - beta1^t)/(sqrt(s/(1 - beta2^t)) + epsilon)",
    reference =
        "J. Zhuang et al., AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients, 2020")
public record Adabelief(
    @Option(value = "the learning rate; steps have about this size", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of its variance", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the decoupled weight decay, times the learning rate; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.001. */
  public Adabelief() {
    this(0.001);
  }

  /** Creates an instance with beta1 0.9, beta2 0.999 and epsilon 1e-16. */
  public Adabelief(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-16, 0);
  }

  public Adabelief {
    Options.check(Adabelief.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("first-moment"), new State("variance"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] mean = state[0];
    float[] variance = state[1];
    double rate = step.learningRate() / (1 - DoubleMath.power(beta1, step.number()));
    double correction = 1 - DoubleMath.power(beta2, step.number());
    double kept = 1 - step.learningRate() * weightDecay;
    for (int i = from; i < to; i++) {
      double g = gradient[i];
      mean[i] = (float) (beta1 * mean[i] + (1 - beta1) * g);
      double off = g - mean[i];
      variance[i] =
          Squares.kept(beta2 * Squares.of(variance[i]) + (1 - beta2) * off * off + epsilon);
      double size = Math.sqrt(Squares.of(variance[i]) / correction) + epsilon;
      weights[i] = (float) (kept * weights[i] - rate * mean[i] / size);
    }
  }
}
