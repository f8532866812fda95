package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adam} with Nesterov's momentum: it looks ahead by one step of the momentum.
 *
 * <p>The form is that of PyTorch from 2.0 on, with its defaults; Keras has a learning rate of
 * 0.001.
 */
@Plugin(
    name = "nadam",
    summary = "Adam with Nesterov momentum.",
    formula =
        "g <- g + weight-decay w; mu_t = beta1 (1 - 0.96^(t momentum-decay)/2); m, v as in adam; M = mu_(t+1) m/(1 - prod_(i<=t+1) mu_i) + (1 - mu_t) g/(1 - prod_(i<=t) mu_i); w <- w - learning-rate M/(sqrt(v/(1 - beta2^t)) + epsilon)",
    reference = "T. Dozat, Incorporating Nesterov Momentum into Adam, 2016")
public record Nadam(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(value = "how fast the momentum reaches its full value", min = 0) double momentumDecay,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  private static final double BASE = 0.96;
  private static final double NOTHING = 1e-20;

  /** Creates an instance with learning rate 0.002. */
  public Nadam() {
    this(0.002);
  }

  /** Creates an instance with beta1 0.9, beta2 0.999, epsilon 1e-8 and momentum decay 0.004. */
  public Nadam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, 0.004, 0);
  }

  public Nadam {
    Options.check(Nadam.class, learningRate, beta1, beta2, epsilon, momentumDecay, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("first-moment"), new State("second-moment"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    long t = step.number();
    double now = momentum(t);
    double next = momentum(t + 1);
    double product = productOfMomenta(t);
    double ofMean = step.learningRate() * next / (1 - product * next);
    double ofGradient = step.learningRate() * (1 - now) / (1 - product);
    double correction = 1 - DoubleMath.power(beta2, t);
    float[] mean = state[0];
    float[] square = state[1];
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      mean[i] = (float) (beta1 * mean[i] + (1 - beta1) * g);
      square[i] = Squares.kept(beta2 * Squares.of(square[i]) + (1 - beta2) * g * g);
      double size = Math.sqrt(Squares.of(square[i]) / correction) + epsilon;
      weights[i] = (float) (weights[i] - (ofMean * mean[i] + ofGradient * g) / size);
    }
  }

  private double momentum(long t) {
    return beta1 * (1 - 0.5 * StrictMath.pow(BASE, t * momentumDecay));
  }

  /** mu_1 mu_2 ... mu_t; 0 as soon as it is negligible compared with 1. */
  private double productOfMomenta(long t) {
    if (DoubleMath.power(beta1, t) < NOTHING) {
      return 0;
    }
    double product = 1;
    for (long i = 1; i <= t; i++) {
      product *= momentum(i);
    }
    return product;
  }
}
