package dev.gradus.optimizers;

import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * Every weight has its own step size, which grows while the sign of its gradient stays the same and
 * shrinks when it changes; the size of the gradient does not matter.
 *
 * <p>For full batches: with small ones, signs change at random. After a change of sign the weight
 * does not change for one step. The learning rate is the size of the first step. The defaults are
 * the paper's and PyTorch's.
 */
@Plugin(
    name = "rprop",
    summary = "Steps that grow while the sign of the gradient stays the same. For full batches.",
    formula =
        "step <- step eta-plus if the sign of the gradient stays, step eta-minus if it changes, within [min-step, max-step]; w <- w - step sign(g), and not at all after a change",
    reference =
        "M. Riedmiller, H. Braun, A Direct Adaptive Method for Faster Backpropagation Learning: The RPROP Algorithm, 1993")
public record Rprop(
    @Option(value = "the length of the first step", above = 0) double learningRate,
    @Option(value = "the factor when the sign changes", above = 0, below = 1) double etaMinus,
    @Option(value = "the factor when the sign stays", above = 1) double etaPlus,
    @Option(value = "the shortest step", above = 0) double minStep,
    @Option(value = "the longest step", above = 0) double maxStep)
    implements ElementwiseOptimizer {

  /** Creates an instance with learning rate 0.01. */
  public Rprop() {
    this(0.01);
  }

  /** Creates an instance with the factors 0.5 and 1.2, and steps from 1e-6 to 50. */
  public Rprop(double learningRate) {
    this(learningRate, 0.5, 1.2, 1e-6, 50);
  }

  public Rprop {
    Options.check(Rprop.class, learningRate, etaMinus, etaPlus, minStep, maxStep);
    if (minStep > maxStep) {
      throw new IllegalArgumentException(
          "min-step must not be above max-step, but is %s and max-step %s"
              .formatted(minStep, maxStep));
    }
  }

  @Override
  public List<State> state() {
    return List.of(new State("gradient"), new State("length", 1));
  }

  @Override
  public void update(
      float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
    float[] before = state[0];
    float[] lengths = state[1];
    // Step sizes are stored relative to the learning rate, so that a schedule has an effect.
    double rate = step.learningRate();
    if (rate == 0) {
      return;
    }
    for (int i = from; i < to; i++) {
      double agreement = Math.signum(gradient[i]) * Math.signum(before[i]);
      double factor = agreement > 0 ? etaPlus : agreement < 0 ? etaMinus : 1;
      double length = Math.max(minStep, Math.min(maxStep, lengths[i] * rate * factor));
      float g = agreement < 0 ? 0 : gradient[i];
      weights[i] = (float) (weights[i] - length * Math.signum(g));
      lengths[i] = (float) (length / rate);
      before[i] = g;
    }
  }
}
