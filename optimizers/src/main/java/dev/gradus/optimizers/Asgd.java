package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Gradient descent that predicts with the mean of the weights over the last part of the run.
 *
 * <p>Averaging removes the noise of the steps. Training continues with the weights themselves; the
 * mean is what is evaluated, saved and used to predict, from step start + 1 on. The defaults are
 * PyTorch's, with which nothing is averaged in the first million steps: set {@code start}.
 */
@Plugin(
    name = "asgd",
    summary = "Gradient descent that returns the mean of the last weights. For noisy gradients.",
    formula =
        "g <- g + weight-decay w; w <- w (1 - learning-rate-decay eta) - eta g, eta = learning-rate/(1 + learning-rate-decay learning-rate (t - 1))^power; mean <- mean + mu (w - mean), mu = 1/max(1, t - 1 - start)",
    reference =
        "B. T. Polyak, A. B. Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992")
public record Asgd(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "how fast the learning rate decays", min = 0, formerly = "decay")
        double learningRateDecay,
    @Option(value = "the exponent of the learning-rate decay", min = 0) double power,
    @Option(value = "the number of steps before averaging begins", min = 0) double start,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.01. */
  public Asgd() {
    this(0.01);
  }

  /** Creates an instance with decay 1e-4, power 0.75, and averaging after a million steps. */
  public Asgd(double learningRate) {
    this(learningRate, 1e-4, 0.75, 1e6, 0);
  }

  public Asgd {
    Options.check(Asgd.class, learningRate, learningRateDecay, power, start, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("mean"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] mean = state[0];
    double before = step.number() - 1.0;
    double rate = step.learningRate();
    double eta = rate / StrictMath.pow(1 + learningRateDecay * rate * before, power);
    double share = 1 / Math.max(1, before - start);
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      weights[i] = (float) (weights[i] * (1 - learningRateDecay * eta) - eta * g);
      mean[i] = share == 1 ? weights[i] : (float) (mean[i] + share * (weights[i] - mean[i]));
    }
  }

  @Override
  public boolean predictsWithOtherWeights() {
    return true;
  }

  @Override
  public void predictionWeights(float[] weights, float[][] state, float[] into) {
    System.arraycopy(state[0], 0, into, 0, into.length);
  }
}
