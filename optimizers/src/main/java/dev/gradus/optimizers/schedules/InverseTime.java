package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate decreases as 1/t, fast at first and ever more slowly.
 *
 * <p>With such a rate, noisy steps converge to the minimum of a convex problem. A step is one
 * update of the weights.
 */
@Plugin(
    name = "inverse-time",
    summary = "Decreases as 1/t, fast at first and ever more slowly.",
    formula = "rate(t) = learning-rate/(1 + decay t)",
    reference = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951")
public record InverseTime(
    @Option(value = "how fast it decreases; after 1/decay steps it is halved", above = 0)
        double decay)
    implements Schedule {

  /** Creates an instance with decay 0.001. */
  public InverseTime() {
    this(0.001);
  }

  public InverseTime {
    Options.check(InverseTime.class, decay);
  }

  @Override
  public double learningRate(double base, long step) {
    return base / (1 + decay * step);
  }
}
