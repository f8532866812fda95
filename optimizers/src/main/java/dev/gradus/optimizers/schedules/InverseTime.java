package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate falls as 1/t, fast at first and ever more slowly.
 *
 * <p>Falling so, steps of a convex problem reach its minimum however noisy they are. A step is one
 * update of the weights.
 */
@Plugin(
    name = "inverse-time",
    summary = "Falls as 1/t, fast at first and ever more slowly.",
    formula = "rate(t) = learning-rate/(1 + decay t)",
    reference = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951")
public record InverseTime(
    @Option(value = "how fast it falls; after 1/decay steps it is a half", above = 0) double decay)
    implements Schedule {

  /** With decay 0.001. */
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
