package dev.gradus.optimizers;

import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Sgd} with momentum, and steps in proportion to the norm of the weights of a tensor: a
 * trust ratio for each layer.
 *
 * <p>For very large batches. The defaults of momentum, weight decay and trust are the paper's.
 */
@Plugin(
    name = "lars",
    summary =
        "Momentum with steps in proportion to the weights of each layer. For very large batches.",
    formula =
        "ratio = trust-coefficient |w|/(|g| + weight-decay |w|), 1 if |w| or |g| is 0; v <- momentum v + learning-rate ratio (g + weight-decay w); w <- w - v",
    reference =
        "Y. You, I. Gitman, B. Ginsburg, Large Batch Training of Convolutional Networks, 2017")
public record Lars(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "the momentum: the share of the previous step that is kept", min = 0, below = 1)
        double momentum,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay,
    @Option(
            value = "the size of a step, relative to the norm of the weights",
            above = 0,
            formerly = "trust")
        double trustCoefficient)
    implements Optimizer {

  /** Creates an instance with learning rate 1. */
  public Lars() {
    this(1);
  }

  /** Creates an instance with momentum 0.9, weight decay 5e-4 and trust 0.001. */
  public Lars(double learningRate) {
    this(learningRate, 0.9, 5e-4, 0.001);
  }

  public Lars {
    Options.check(Lars.class, learningRate, momentum, weightDecay, trustCoefficient);
  }

  @Override
  public List<State> state() {
    return List.of(new State("velocity"));
  }

  @Override
  public void update(float[] weights, float[] gradient, float[][] state, Step step) {
    float[] velocity = state[0];
    double size = norm(weights);
    double slope = norm(gradient);
    double ratio =
        size > 0 && slope > 0 ? trustCoefficient * size / (slope + weightDecay * size) : 1;
    double rate = step.learningRate() * ratio;
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      velocity[i] = (float) (momentum * velocity[i] + rate * g);
      weights[i] = weights[i] - velocity[i];
    }
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float x : values) {
      squares += (double) x * x;
    }
    return Math.sqrt(squares);
  }
}
