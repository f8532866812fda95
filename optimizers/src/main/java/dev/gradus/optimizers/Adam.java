package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Momentum, divided by the recent size of the gradient of each weight; both with bias correction.
 *
 * <p>All defaults are those of the paper, which PyTorch and optax have too; Keras has epsilon 1e-7.
 * Epsilon is outside the root. Weight decay is added to the gradient, and so affects its measured
 * size; {@link Adamw} decouples it, which is usually better.
 */
@Plugin(
    name = "adam",
    summary = "Momentum divided by the recent size of the gradient. A good first choice.",
    formula =
        "g <- g + weight-decay w; m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 - beta2) g^2;"
            + " w <- w - learning-rate m/(1 - beta1^t) / (sqrt(V/(1 - beta2^t)) + epsilon),"
            + " V = v, or with amsgrad the largest v so far",
    reference =
        "D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015;"
            + " amsgrad: S. J. Reddi, S. Kale, S. Kumar, On the Convergence of Adam and Beyond, 2018")
public record Adam(
    @Option(value = "the learning rate; steps have about this size", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option("whether the size of the gradient may only grow") boolean amsgrad,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.001. */
  public Adam() {
    this(0.001);
  }

  /**
   * Creates an instance with beta1 0.9, beta2 0.999 and epsilon 1e-8, without amsgrad or weight
   * decay.
   */
  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, false, 0);
  }

  public Adam {
    Options.check(Adam.class, learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
  }

  @Override
  public List<State> state() {
    State first = new State("first-moment");
    State second = new State("second-moment");
    return amsgrad
        ? List.of(first, second, new State("largest-second-moment"))
        : List.of(first, second);
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    Moments.average(state[0], beta1, gradient, weights, weightDecay, from, to);
    Moments.averageSquares(state[1], beta2, gradient, weights, weightDecay, from, to);
    if (amsgrad) {
      Moments.keepLargest(state[1], state[2], from, to);
    }
    double rate = step.learningRate() / (1 - DoubleMath.power(beta1, step.number()));
    double correction = 1 - DoubleMath.power(beta2, step.number());
    float[] second = amsgrad ? state[2] : state[1];
    Moments.descend(weights, state[0], second, rate, correction, epsilon, from, to);
  }
}
