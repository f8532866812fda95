package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * The rate stays constant for the first part of the run, and then decreases along half a cosine
 * wave.
 *
 * <p>It also suits the rate of {@code dropout} and the weight decay, which prevent overfitting
 * early in a run and cost accuracy at its end. In fastai, {@code fit_flat_cos} has a flat fraction
 * of 0.75. After total-steps the rate stays at the minimum.
 */
@Plugin(
    name = "flat-cos",
    summary = "Constant for half of the run, then half a cosine wave down to 0.",
    formula =
        "rate(t) = learning-rate while x <= F = flat-fraction, then minimum + (learning-rate - minimum)"
            + " (1 + cos(pi (x - F)/(1 - F)))/2, x = min(t, total-steps)/total-steps",
    reference =
        "D. Holzmüller, L. Grinsztajn, I. Steinwart, Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data, 2024")
public record FlatCos(
    @Option(value = "its length in steps; if left out, the whole run", min = 1)
        Optional<Integer> totalSteps,
    @Option(value = "the fraction of the run in which the rate is constant", min = 0, below = 1)
        double flatFraction,
    @Option(value = "the rate at the end", min = 0) double minimum)
    implements Schedule {

  /** Creates a schedule over the whole run that decreases to 0 in its second half. */
  public FlatCos() {
    this(Optional.empty(), 0.5, 0);
  }

  public FlatCos {
    Options.check(FlatCos.class, totalSteps, flatFraction, minimum);
  }

  @Override
  public Schedule forRun(long steps) {
    return new FlatCos(ScheduleLength.orWholeRun(totalSteps, steps), flatFraction, minimum);
  }

  @Override
  public double learningRate(double base, long step) {
    double total = ScheduleLength.of(totalSteps);
    double progress = Math.min((double) step, total) / total;
    if (progress <= flatFraction) {
      return base;
    }
    double fallen = (progress - flatFraction) / (1 - flatFraction);
    return minimum + (base - minimum) * ((1 + StrictMath.cos(Math.PI * fallen)) / 2);
  }
}
