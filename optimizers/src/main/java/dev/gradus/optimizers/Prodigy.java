package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Adam} that finds its learning rate: it estimates the distance from the initial weights to
 * the solution, and takes steps in proportion.
 *
 * <p>Leave the learning rate at 1; a schedule such as {@code cosine} multiplies the estimated rate.
 * The estimate d never decreases, and starts from {@code initial-distance}, which may be any small
 * number: in the first steps it grows by about a constant factor. As long as steps are too short to
 * change any weight as a float, it doubles. It is a single number for the whole network. As in the
 * paper, moments have no bias correction; the authors' code has it as an option. All defaults are
 * the paper's and the code's; PyTorch, Keras and JAX have no such optimizer, optax has it in its
 * contributions.
 */
@Plugin(
    name = "prodigy",
    summary = "Adam that finds its own learning rate. Nothing to tune: keep the rate at 1.",
    formula =
        "m <- beta1 m + (1 - beta1) d g; v <- beta2 v + (1 - beta2) d^2 g^2;"
            + " r <- b r + (1 - b) learning-rate d^2 <g, w0 - w>; s <- b s + (1 - b) learning-rate d^2 g, b = sqrt(beta2);"
            + " w <- w (1 - learning-rate d weight-decay) - learning-rate d m/(sqrt(v) + d epsilon);"
            + " d <- max(d, d-coef r/|s|_1)",
    reference =
        "K. Mishchenko, A. Defazio, Prodigy: An Expeditiously Adaptive Parameter-Free Learner, 2023, algorithm 4")
public record Prodigy(
    @Option(value = "a factor for the estimated rate; usually 1", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", above = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the decoupled weight decay, times the rate; also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay,
    @Option(value = "the initial estimate of the distance; a small number", above = 0)
        double initialDistance,
    @Option(value = "a factor for the estimate; above 1 for longer steps", above = 0) double dCoef)
    implements JointOptimizer, ElementwiseOptimizer {

  // State is divided by d, or by d^2 where the formula has d^2: it then has the size of gradients,
  // and does not underflow a float if d is tiny. When d grows, earlier state is scaled by old d /
  // new d, or by its square.

  private static final int DISTANCE = 0;
  private static final int NEXT_DISTANCE = 1;
  private static final int NUMERATOR = 2;
  private static final int SHRINKING = 3;

  private static final int FIRST_MOMENT = 0;
  private static final int SECOND_MOMENT = 1;
  private static final int GRADIENTS = 2;
  private static final int START = 3;

  /** Creates an instance with learning rate 1. */
  public Prodigy() {
    this(1);
  }

  /**
   * Creates an instance with beta1 0.9, beta2 0.999, epsilon 1e-8 and 1e-6 as the first distance.
   */
  public Prodigy(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, 0, 1e-6, 1);
  }

  public Prodigy {
    Options.check(
        Prodigy.class, learningRate, beta1, beta2, epsilon, weightDecay, initialDistance, dCoef);
  }

  @Override
  public List<State> state() {
    return List.of(
        new State("first-moment"),
        new State("second-moment"),
        new State("sum-of-gradients"),
        new State("start"));
  }

  @Override
  public List<Scalar> scalars() {
    return List.of(
        new Scalar("distance", initialDistance),
        new Scalar("next-distance", initialDistance),
        new Scalar("numerator", 0),
        new Scalar("shrinking", 1));
  }

  @Override
  public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
    double d = scalars[NEXT_DISTANCE];
    double shrinking = scalars[DISTANCE] / d;
    double forgotten = 1 - Math.sqrt(beta2);
    double kept = Math.sqrt(beta2) * shrinking * shrinking;
    double numerator = kept * scalars[NUMERATOR];
    double denominator = 0;
    boolean isPulled = false;
    boolean isTooShort = true;
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      if (part.number() == 1) {
        System.arraycopy(part.weights(), 0, part.state()[START], 0, part.weights().length);
      }
      double share = forgotten * part.learningRate();
      if (isPulled(part)) {
        isPulled = true;
        isTooShort = isTooShort && isTooShort(part, d);
      }
      numerator += share * towardsStart(part);
      denominator += gather(part, kept, share);
    }
    scalars[DISTANCE] = d;
    scalars[NUMERATOR] = numerator;
    scalars[SHRINKING] = shrinking;
    if (denominator > 0) {
      double estimate = isPulled && isTooShort ? 2 * d : dCoef * numerator / denominator;
      scalars[NEXT_DISTANCE] = Math.max(d, estimate);
    }
  }

  /** Whether there has been a gradient that should have changed the weights. */
  private static boolean isPulled(Part part) {
    for (float sum : part.state()[GRADIENTS]) {
      if (sum != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether no weight has changed, and a step is smaller than the rounding error of the largest
   * weight.
   */
  private static boolean isTooShort(Part part, double d) {
    float[] weights = part.weights();
    if (!Arrays.equals(weights, part.state()[START])) {
      return false;
    }
    float largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    return part.learningRate() * d < Math.ulp(largest);
  }

  /** The product of the gradient and w0 - w. */
  private static double towardsStart(Part part) {
    float[] gradient = part.gradient();
    float[] weights = part.weights();
    float[] start = part.state()[START];
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      sum += gradient[i] * ((double) start[i] - weights[i]);
    }
    return sum;
  }

  /** s <- kept s + share g, and the sum of |s|. */
  private static double gather(Part part, double kept, double share) {
    float[] gradient = part.gradient();
    float[] gradients = part.state()[GRADIENTS];
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradients[i] = (float) (kept * gradients[i] + share * gradient[i]);
      sum += Math.abs(gradients[i]);
    }
    return sum;
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    double rate = step.learningRate() * step.scalar(DISTANCE);
    double shrinking = step.scalar(SHRINKING);
    float[] first = state[FIRST_MOMENT];
    float[] second = state[SECOND_MOMENT];
    double keptSquare = beta2 * shrinking * shrinking;
    Moments.average(first, beta1 * shrinking, 1 - beta1, gradient, weights, 0, from, to);
    Moments.averageSquares(second, keptSquare, 1 - beta2, gradient, weights, 0, from, to);
    float left = (float) (1 - rate * weightDecay);
    for (int i = from; i < to; i++) {
      weights[i] = left * weights[i];
    }
    Moments.descend(weights, first, second, rate, 1, epsilon, from, to);
  }
}
