package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Follow the regularised leader: keeps the sum of all gradients, and holds a weight at exactly 0
 * until that sum exceeds {@code l1}.
 *
 * <p>For linear models on sparse inputs. The paper starts from zero weights; here the sums start at
 * the values that give the initial weights. They are set in the first step that can move a weight:
 * its rate is above 0 and, with beta 0, the gradient is not 0.
 */
@Plugin(
    name = "ftrl",
    summary = "Holds unimportant weights at exactly 0. For linear models on sparse inputs.",
    formula =
        "n <- n + g^2; h <- (beta + sqrt(n))/learning-rate; z <- z + g - (h - h before) w; w = 0 if |z| <= l1, else -(z - sign(z) l1)/(h + l2)",
    reference = "H. B. McMahan et al., Ad Click Prediction: A View from the Trenches, 2013")
public record Ftrl(
    @Option(value = "the learning rate", above = 0) double learningRate,
    @Option(value = "an offset of the divisor, which shortens the first steps", min = 0)
        double beta,
    @Option(value = "the sum of gradients that moves a weight away from 0", min = 0) double l1,
    @Option(value = "the strength with which weights are shrunk towards 0", min = 0) double l2)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.1. */
  public Ftrl() {
    this(0.1);
  }

  /** Creates an instance with beta 1. */
  public Ftrl(double learningRate) {
    this(learningRate, 1, 0, 0);
  }

  public Ftrl {
    Options.check(Ftrl.class, learningRate, beta, l1, l2);
  }

  @Override
  public List<State> state() {
    return List.of(new State("sum"), new State("squares"), new State("strength"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] sums = state[0];
    float[] squares = state[1];
    float[] strengths = state[2];
    double rate = step.learningRate();
    if (rate == 0) {
      return;
    }
    for (int i = from; i < to; i++) {
      double w = weights[i];
      double g = gradient[i];
      squares[i] = Squares.kept(Squares.of(squares[i]) + g * g);
      double now = (beta + Math.sqrt(Squares.of(squares[i]))) / rate;
      if (now == 0) {
        continue;
      }
      boolean first = strengths[i] == 0;
      double before = first ? beta / rate : strengths[i];
      double sum = first ? start(w, before) : sums[i];
      sum += g - (now - before) * w;
      strengths[i] = (float) now;
      sums[i] = (float) sum;
      weights[i] = Math.abs(sum) <= l1 ? 0 : (float) (-(sum - Math.signum(sum) * l1) / (now + l2));
    }
  }

  /** The sum that corresponds to a weight before the first gradient. */
  private double start(double weight, double strength) {
    return -weight * (strength + l2) - Math.signum(weight) * l1;
  }
}
