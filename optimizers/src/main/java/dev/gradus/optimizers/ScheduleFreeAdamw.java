package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adamw} that needs no schedule: it takes gradients between a fast iterate and the mean of
 * all iterates, and predicts with the mean.
 *
 * <p>The weights are the point y at which gradients are taken; z, the fast iterate, is stored, and
 * the mean x follows from both. It does not need the length of the run: the authors report results
 * as good as with a tuned schedule. The defaults are those of the authors' code. The learning rate
 * may be constant, or change by a schedule, such as a {@code warm-up}: the mean weights each step
 * by the square of its rate.
 */
@Plugin(
    name = "schedule-free-adamw",
    summary = "Adamw that needs no schedule. It predicts with the mean of its iterates.",
    formula =
        "v <- beta2 v + (1 - beta2) g^2; gamma = learning-rate sqrt(1 - beta2^t); z <- z - gamma (g/(sqrt(v) + epsilon) + weight-decay y); x <- (1 - c) x + c z, c = gamma^2/sum of gamma^2 (0 as long as all are 0); y = (1 - beta1) z + beta1 x",
    reference = "A. Defazio et al., The Road Less Scheduled, 2024, algorithm 1")
public record ScheduleFreeAdamw(
    @Option(value = "the learning rate; steps have about this size", above = 0) double learningRate,
    @Option(value = "how close to the mean the gradients are computed", above = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the decoupled weight decay, times the learning rate; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** The mean rate before the first step, and in checkpoints without it. */
  private static final float UNKNOWN = -1;

  /** Creates an instance with learning rate 0.0025. */
  public ScheduleFreeAdamw() {
    this(0.0025);
  }

  /** Creates an instance with beta1 0.9, beta2 0.999 and epsilon 1e-8. */
  public ScheduleFreeAdamw(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  public ScheduleFreeAdamw {
    Options.check(ScheduleFreeAdamw.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(
        new State("fast-weight"), new State("second-moment"), State.added("mean-rate", UNKNOWN));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] fast = state[0];
    float[] square = state[1];
    double t = step.number();
    double corrected = 1 - DoubleMath.power(beta2, step.number());
    double gamma = step.learningRate() * Math.sqrt(corrected);
    // The root of the mean of gamma², the same for every weight; a sum would lose precision in a
    // float.
    float[] rates = state[2];
    double before = from < to ? rates[from] : 0;
    double mean =
        before == UNKNOWN
            ? meanOfConstantRate(step.learningRate(), t)
            : before * before + (gamma * gamma - before * before) / t;
    double share = mean > 0 ? gamma * gamma / (t * mean) : 0;
    for (int i = from; i < to; i++) {
      double y = weights[i];
      double z = t == 1 ? y : fast[i];
      double x = (y - (1 - beta1) * z) / beta1;
      double g = gradient[i];
      square[i] = Squares.kept(beta2 * Squares.of(square[i]) + (1 - beta2) * g * g);
      z -= gamma * (g / (Math.sqrt(Squares.of(square[i])) + epsilon) + weightDecay * y);
      x += share * (z - x);
      fast[i] = (float) z;
      weights[i] = (float) ((1 - beta1) * z + beta1 * x);
      rates[i] = (float) Math.sqrt(mean);
    }
  }

  /**
   * The mean of gamma² over t steps with the same rate: that of rate² (1 - beta2^i) for i from 1 to
   * t.
   */
  private double meanOfConstantRate(double rate, double t) {
    return rate * rate * (1 - beta2 * (1 - DoubleMath.power(beta2, (long) t)) / (t * (1 - beta2)));
  }

  @Override
  public boolean predictsWithOtherWeights() {
    return true;
  }

  @Override
  public void predictionWeights(float[] weights, float[][] state, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (float) ((weights[i] - (1 - beta1) * state[0][i]) / beta1);
    }
  }
}
