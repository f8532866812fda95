package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the gradient of each weight by its recent magnitude.
 *
 * <p>The form and the defaults are PyTorch's: alpha 0.99, and epsilon outside the root. The lecture
 * and Keras have alpha 0.9, Keras with epsilon 1e-7; optax puts epsilon inside the root by default.
 */
@Plugin(
    name = "rmsprop",
    summary =
        "Divides the gradient of each weight by its recent size. For noisy gradients of unequal scale.",
    formula =
        "g <- g + weight-decay w; v <- alpha v + (1 - alpha) g^2; if centered a <- alpha a + (1 - alpha) g and"
            + " s = sqrt(v - a^2) + epsilon, else s = sqrt(v) + epsilon; with momentum b <- momentum b + g/s and"
            + " w <- w - learning-rate b, else w <- w - learning-rate g/s",
    reference =
        "T. Tieleman, G. Hinton, Lecture 6.5, Neural Networks for Machine Learning, 2012;"
            + " centered: A. Graves, Generating Sequences With Recurrent Neural Networks, 2013")
public record Rmsprop(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double alpha,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            "whether to divide by the standard deviation of the gradient instead of its root "
                + "mean square")
        boolean centered,
    @Option(value = "the momentum: the share of the previous step that is kept", min = 0, below = 1)
        double momentum,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.01. */
  public Rmsprop() {
    this(0.01);
  }

  /** Creates an instance with alpha 0.99 and epsilon 1e-8, not centered, without momentum. */
  public Rmsprop(double learningRate) {
    this(learningRate, 0.99, 1e-8, false, 0, 0);
  }

  public Rmsprop {
    Options.check(Rmsprop.class, learningRate, alpha, epsilon, centered, momentum, weightDecay);
  }

  @Override
  public List<State> state() {
    List<State> state = new ArrayList<>(List.of(new State("mean-square")));
    if (centered) {
      state.add(new State("mean"));
    }
    if (momentum > 0) {
      state.add(new State("velocity"));
    }
    return state;
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] size = state[0];
    Moments.averageSquares(size, alpha, gradient, weights, weightDecay, from, to);
    if (centered) {
      Moments.average(state[1], alpha, gradient, weights, weightDecay, from, to);
    }
    float[] mean = centered ? state[1] : size;
    float[] velocity = state[state.length - 1];
    double rate = step.learningRate();
    for (int i = from; i < to; i++) {
      double g = Moments.bounded(gradient[i] + weightDecay * weights[i]);
      // In float, the mean square may fall short of the square of the mean by a rounding.
      double variance = centered ? Math.max(size[i] - (double) mean[i] * mean[i], 0) : size[i];
      double direction = g / (Math.sqrt(variance) + epsilon);
      if (momentum > 0) {
        direction += momentum * velocity[i];
        velocity[i] = (float) direction;
      }
      weights[i] = (float) (weights[i] - rate * direction);
    }
  }
}
