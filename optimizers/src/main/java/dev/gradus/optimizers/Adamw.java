package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adam} with decoupled weight decay: the weights shrink by the same share whatever the size
 * of their gradient.
 *
 * <p>The decay is multiplied by the learning rate and acts on every parameter, biases too, as in
 * PyTorch, whose default of 0.01 it shares. Keras has 0.004, optax 1e-4.
 */
@Plugin(
    name = "adamw",
    summary = "Adam with decoupled weight decay. For networks that would overfit.",
    formula = "w <- w (1 - learning-rate weight-decay); then as adam",
    reference = "I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2019")
public record Adamw(
    @Option(value = "the learning rate; steps have about this size", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option("whether the size of the gradient may only grow") boolean amsgrad,
    @Option(
            value =
                "the decoupled weight decay, times the learning rate; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.001. */
  public Adamw() {
    this(0.001);
  }

  /**
   * Creates an instance with beta1 0.9, beta2 0.999, epsilon 1e-8 and weight decay 0.01, without
   * amsgrad.
   */
  public Adamw(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, false, 0.01);
  }

  public Adamw {
    Options.check(Adamw.class, learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
  }

  @Override
  public List<State> state() {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, 0).state();
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float kept = (float) (1 - step.learningRate() * weightDecay);
    for (int i = from; i < to; i++) {
      weights[i] = kept * weights[i];
    }
    Moments.average(state[0], beta1, gradient, weights, 0, from, to);
    Moments.averageSquares(state[1], beta2, gradient, weights, 0, from, to);
    if (amsgrad) {
      Moments.keepLargest(state[1], state[2], from, to);
    }
    double rate = step.learningRate() / (1 - DoubleMath.power(beta1, step.number()));
    double correction = 1 - DoubleMath.power(beta2, step.number());
    float[] second = amsgrad ? state[2] : state[1];
    Moments.descend(weights, state[0], second, rate, correction, epsilon, from, to);
  }
}
