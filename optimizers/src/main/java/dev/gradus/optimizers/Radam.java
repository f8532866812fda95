package dev.gradus.optimizers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * {@link Adam} that uses the second moment only as far as its estimate is reliable.
 *
 * <p>Its first steps are plain momentum, so it needs no warm-up. The defaults are PyTorch's.
 */
@Plugin(
    name = "radam",
    summary = "Adam that needs no warm-up.",
    formula =
        "g <- g + weight-decay w; m, v as in adam; R = 2/(1 - beta2) - 1; r = R - 2 t beta2^t/(1 - beta2^t); if r > 5, w <- w - learning-rate m/(1 - beta1^t) sqrt((r - 4)(r - 2)R/((R - 4)(R - 2)r)) sqrt(1 - beta2^t)/(sqrt(v) + epsilon), else w <- w - learning-rate m/(1 - beta1^t)",
    reference = "L. Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2020")
public record Radam(
    @Option(value = "the learning rate; steps have about this size", above = 0) double learningRate,
    @Option(value = "the decay of the moving average of the gradient", min = 0, below = 1)
        double beta1,
    @Option(value = "the decay of the moving average of the squared gradient", min = 0, below = 1)
        double beta2,
    @Option(value = "a small number that keeps the divisor above 0", above = 0) double epsilon,
    @Option(
            value =
                "the weight decay, added to the gradient (an L2 penalty); also of biases and scales of norms, unless training.decay-biases is false",
            min = 0)
        double weightDecay)
    implements ElementwiseOptimizer {

  /** The length of the moving average above which its variance is finite. */
  private static final double ENOUGH = 5;

  /** Creates an instance with learning rate 0.001. */
  public Radam() {
    this(0.001);
  }

  /** Creates an instance with beta1 0.9, beta2 0.999 and epsilon 1e-8. */
  public Radam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  public Radam {
    Options.check(Radam.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<State> state() {
    return List.of(new State("first-moment"), new State("second-moment"));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    double t = step.number();
    double forgotten = DoubleMath.power(beta2, step.number());
    double longest = 2 / (1 - beta2) - 1;
    double seen = longest - 2 * t * forgotten / (1 - forgotten);
    double rate = step.learningRate() / (1 - DoubleMath.power(beta1, step.number()));
    boolean trusted = seen > ENOUGH;
    if (trusted) {
      double trust = (seen - 4) * (seen - 2) * longest / ((longest - 4) * (longest - 2) * seen);
      rate *= Math.sqrt(trust * (1 - forgotten));
    }
    float[] mean = state[0];
    float[] square = state[1];
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * weights[i];
      mean[i] = (float) (beta1 * mean[i] + (1 - beta1) * g);
      square[i] = Squares.kept(beta2 * Squares.of(square[i]) + (1 - beta2) * g * g);
      double size = trusted ? Math.sqrt(Squares.of(square[i])) + epsilon : 1;
      weights[i] = (float) (weights[i] - rate * mean[i] / size);
    }
  }
}
