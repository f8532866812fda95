package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adamw} with steps in proportion to the norm of the weights of a tensor: a trust ratio for
 * each layer.
 *
 * <p>For very large batches. The defaults are the paper's, without its bound on the size of the
 * weights.
 */
@Plugin(
    name = "lamb",
    summary = "Adam with steps in proportion to the weights of each layer. For very large batches.",
    formula =
        "m, v as in adam; r = m/(1 - beta1^t)/(sqrt(v/(1 - beta2^t)) + epsilon) + weight-decay w; w <- w - learning-rate |w|/|r| r, with 1 for |w|/|r| if either is 0",
    reference =
        "Y. You et al., Large Batch Optimization for Deep Learning: Training BERT in 76 Minutes, 2020")
public record Lamb(
    @Option(value = "the size of a step, relative to the norm of the weights", above = 0)
        double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the weight decay, added to the direction; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements Optimizer {

  /** Creates an instance with learning rate 0.001. */
  public Lamb() {
    this(0.001);
  }

  /** Creates an instance with beta1 0.9, beta2 0.999, epsilon 1e-6 and weight decay 0.01. */
  public Lamb(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-6, 0.01);
  }

  public Lamb {
    Options.check(Lamb.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("first-moment"), new State("second-moment"));
  }

  @Override
  public void update(float[] weights, float[] gradient, float[][] state, Step step) {
    float[] mean = state[0];
    float[] square = state[1];
    double ofMean = 1 - DoubleMath.power(beta1, step.number());
    double ofSquare = 1 - DoubleMath.power(beta2, step.number());
    double weightSquares = 0;
    double directionSquares = 0;
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i];
      mean[i] = (float) (beta1 * mean[i] + (1 - beta1) * g);
      square[i] = Squares.kept(beta2 * Squares.of(square[i]) + (1 - beta2) * g * g);
      double r = direction(weights[i], mean[i] / ofMean, Squares.of(square[i]) / ofSquare);
      weightSquares += (double) weights[i] * weights[i];
      directionSquares += r * r;
    }
    double ratio =
        weightSquares > 0 && directionSquares > 0 ? Math.sqrt(weightSquares / directionSquares) : 1;
    double rate = step.learningRate() * ratio;
    for (int i = 0; i < weights.length; i++) {
      double r = direction(weights[i], mean[i] / ofMean, Squares.of(square[i]) / ofSquare);
      weights[i] = (float) (weights[i] - rate * r);
    }
  }

  private double direction(double weight, double mean, double square) {
    return mean / (Math.sqrt(square) + epsilon) + weightDecay * weight;
  }
}
