package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Gradient descent, plain or with momentum.
 *
 * <p>Momentum is in PyTorch's form: the velocity starts as the first gradient, and the learning
 * rate multiplies the velocity rather than the gradient that is added to it. Keras and optax
 * multiply the gradient; at a constant rate the paths are the same. The default rate is Keras'
 * 0.01; PyTorch long had none, and now has 0.001.
 */
@Plugin(
    name = "sgd",
    summary =
        "Gradient descent, optionally with momentum. Simple, and often the best after tuning.",
    formula =
        "g <- g + weight-decay w; v <- momentum v + (1 - dampening) g, at first v <- g;"
            + " w <- w - learning-rate d, d = g without momentum, g + momentum v if nesterov, else v",
    reference =
        "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951; momentum: B. T. Polyak, 1964;"
            + " nesterov: I. Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning, 2013")
public record Sgd(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "the momentum: the share of the velocity that is kept", min = 0, below = 1)
        double momentum,
    @Option(
            value = "the share of the gradient that is not added to the velocity",
            min = 0,
            below = 1)
        double dampening,
    @Option("whether the step looks ahead by the momentum") boolean nesterov,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates plain gradient descent with learning rate 0.01. */
  public Sgd() {
    this(0.01);
  }

  /** Creates plain gradient descent. */
  public Sgd(double learningRate) {
    this(learningRate, 0, 0, false, 0);
  }

  public Sgd {
    Options.check(Sgd.class, learningRate, momentum, dampening, nesterov, weightDecay);
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "nesterov needs a momentum above 0 and no dampening, but momentum is "
              + momentum
              + " and dampening "
              + dampening);
    }
  }

  @Override
  public List<State> state() {
    return momentum == 0 ? List.of() : List.of(new State("velocity"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    // Each loop writes one array, in float, so the JVM can vectorise it.
    float rate = (float) step.learningRate();
    float decay = (float) weightDecay;
    if (momentum == 0) {
      for (int i = from; i < to; i++) {
        weights[i] = weights[i] - rate * (gradient[i] + decay * weights[i]);
      }
      return;
    }
    float[] velocity = state[0];
    accumulate(velocity, weights, gradient, from, to, step.number() == 1);
    float kept = (float) momentum;
    if (nesterov) {
      for (int i = from; i < to; i++) {
        weights[i] = weights[i] - rate * (gradient[i] + decay * weights[i] + kept * velocity[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        weights[i] = weights[i] - rate * velocity[i];
      }
    }
  }

  /** v <- momentum v + (1 - dampening) g, but v <- g at the first step. */
  private void accumulate(
      float[] velocity, float[] weights, float[] gradient, int from, int to, boolean first) {
    float kept = first ? 0 : (float) momentum;
    float added = first ? 1 : (float) (1 - dampening);
    float decay = (float) weightDecay;
    for (int i = from; i < to; i++) {
      velocity[i] = kept * velocity[i] + added * (gradient[i] + decay * weights[i]);
    }
  }
}
