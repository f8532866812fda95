package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate decreases along half a cosine wave, jumps back, and decreases again, each time for
 * longer if the period factor is above 1.
 */
@Plugin(
    name = "cosine-restarts",
    summary = "Decreases along half a cosine wave, again and again.",
    formula =
        "rate(t) = minimum + (learning-rate - minimum) (1 + cos(pi c/T))/2, c the steps since the last restart,"
            + " T first-period, each later period is period-factor times as long",
    reference =
        "I. Loshchilov, F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017")
public record CosineRestarts(
    @Option(value = "the steps before the first restart", min = 1) int firstPeriod,
    @Option(value = "the length of each period, relative to the one before", min = 1)
        int periodFactor,
    @Option(value = "the rate before each restart", min = 0) double minimum)
    implements Schedule {

  /** Creates a schedule that decreases to 0 every 1000 steps. */
  public CosineRestarts() {
    this(1000, 1, 0);
  }

  public CosineRestarts {
    Options.check(CosineRestarts.class, firstPeriod, periodFactor, minimum);
  }

  @Override
  public double learningRate(double base, long step) {
    double period = firstPeriod;
    double since = step;
    if (periodFactor == 1) {
      since = step % firstPeriod;
    }
    while (since >= period) {
      since -= period;
      period *= periodFactor;
    }
    return minimum + (base - minimum) * ((1 + StrictMath.cos(Math.PI * since / period)) / 2);
  }
}
