package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate rises linearly and then decreases with the inverse square root of the step.
 *
 * <p>The learning rate of the optimizer is the peak, which it has at step warm-up-steps - 1.
 */
@Plugin(
    name = "inverse-sqrt",
    aliases = {"noam"},
    summary =
        "Rises linearly, then decreases with the inverse square root. Usual for transformers.",
    formula = "rate(t) = learning-rate min((t + 1)/warm-up-steps, sqrt(warm-up-steps/(t + 1)))",
    reference = "A. Vaswani et al., Attention Is All You Need, 2017")
public record InverseSqrt(
    @Option(value = "the number of steps of the warm-up", min = 1) int warmUpSteps)
    implements Schedule {

  /** Creates an instance with 4000 steps of rise, as in the paper. */
  public InverseSqrt() {
    this(4000);
  }

  public InverseSqrt {
    Options.check(InverseSqrt.class, warmUpSteps);
  }

  @Override
  public double learningRate(double base, long step) {
    double number = step + 1.0;
    return base * Math.min(number / warmUpSteps, Math.sqrt(warmUpSteps / number));
  }
}
