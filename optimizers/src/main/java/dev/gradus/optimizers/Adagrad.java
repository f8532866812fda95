package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Divides the gradient of each weight by the root of the sum of its squares so far.
 *
 * <p>Weights with rare gradients keep a large step, which suits sparse inputs; but all steps
 * shrink, so long runs stall. The defaults are PyTorch's; Keras has epsilon 1e-7 and an initial
 * accumulator of 0.1.
 */
@Plugin(
    name = "adagrad",
    summary =
        "Divides the gradient of each weight by the root of the sum of its squares so far. For "
            + "sparse inputs.",
    formula =
        "g <- g + weight-decay w; n <- n + g^2; w <- w - learning-rate/(1 + (t - 1) learning-rate-decay) g/(sqrt(n) + epsilon)",
    reference =
        "J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, 2011")
public record Adagrad(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "how fast the learning rate decays", min = 0, formerly = "decay")
        double learningRateDecay,
    @Option(value = "the initial sum of squares", min = 0) double initialAccumulator,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.01. */
  public Adagrad() {
    this(0.01);
  }

  /** Creates an instance with epsilon 1e-10. */
  public Adagrad(double learningRate) {
    this(learningRate, 0, 0, 1e-10, 0);
  }

  public Adagrad {
    Options.check(
        Adagrad.class, learningRate, learningRateDecay, initialAccumulator, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("squares", (float) initialAccumulator));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] squares = state[0];
    double rate = step.learningRate() / (1 + (step.number() - 1) * learningRateDecay);
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      squares[i] = Squares.kept(Squares.of(squares[i]) + g * g);
      double size = Math.sqrt(Squares.of(squares[i])) + epsilon;
      weights[i] = (float) (weights[i] - rate * g / size);
    }
  }
}
