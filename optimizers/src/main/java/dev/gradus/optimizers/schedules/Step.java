package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate decreases by a factor at regular intervals, and is constant in between.
 *
 * <p>A step is one update of the weights, not an epoch. The default factor, 0.1, is PyTorch's.
 */
@Plugin(
    name = "step",
    summary = "Decreases by a factor every step-size steps.",
    formula = "rate(t) = learning-rate gamma^floor(t/step-size)",
    reference =
        "K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, 2016")
public record Step(
    @Option(value = "the number of steps between two decreases", min = 1) int stepSize,
    @Option(value = "the factor of each decrease", above = 0, max = 1) double gamma)
    implements Schedule {

  /** Creates a schedule with factor 0.1 every 1000 steps. */
  public Step() {
    this(1000, 0.1);
  }

  public Step {
    Options.check(Step.class, stepSize, gamma);
  }

  @Override
  public double learningRate(double base, long step) {
    long falls = step / stepSize;
    return base * StrictMath.pow(gamma, (double) falls);
  }
}
