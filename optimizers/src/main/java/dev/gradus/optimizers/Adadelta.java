package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Divides the gradient of each weight by its recent size, and multiplies it by that of the recent
 * steps, so that steps have the unit of the weights.
 *
 * <p>It needs no learning rate: with 1, the default of PyTorch, it is the paper's. Keras has 0.001
 * and rho 0.95; the paper has rho 0.95 and epsilon 1e-6.
 */
@Plugin(
    name = "adadelta",
    summary =
        "Scales the gradient of each weight by the ratio of its recent steps to its recent gradients. The learning rate can stay at 1.",
    formula =
        "g <- g + weight-decay w; v <- rho v + (1 - rho) g^2; d = sqrt(u + epsilon)/sqrt(v + epsilon) g; u <- rho u + (1 - rho) d^2; w <- w - learning-rate d",
    reference = "M. D. Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012")
public record Adadelta(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "the decay of the moving averages of squares", min = 0, below = 1) double rho,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 1. */
  public Adadelta() {
    this(1);
  }

  /** Creates an instance with rho 0.9 and epsilon 1e-6. */
  public Adadelta(double learningRate) {
    this(learningRate, 0.9, 1e-6, 0);
  }

  public Adadelta {
    Options.check(Adadelta.class, learningRate, rho, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("mean-square"), new State("mean-square-step"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] squares = state[0];
    float[] steps = state[1];
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      squares[i] = Squares.kept(rho * Squares.of(squares[i]) + (1 - rho) * g * g);
      double d =
          Math.sqrt((Squares.of(steps[i]) + epsilon) / (Squares.of(squares[i]) + epsilon)) * g;
      steps[i] = Squares.kept(rho * Squares.of(steps[i]) + (1 - rho) * d * d);
      weights[i] = (float) (weights[i] - step.learningRate() * d);
    }
  }
}
