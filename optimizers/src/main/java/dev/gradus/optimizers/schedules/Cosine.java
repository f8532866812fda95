package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * The rate decreases along half a cosine wave: slowly at first, fast in the middle, and slowly
 * again.
 *
 * <p>After total-steps it stays at the minimum; in PyTorch it rises again.
 */
@Plugin(
    name = "cosine",
    summary = "Decreases along half a cosine wave. A good first choice.",
    formula =
        "rate(t) = minimum + (learning-rate - minimum) (1 + cos(pi min(t, total-steps)/total-steps))/2",
    reference =
        "I. Loshchilov, F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017")
public record Cosine(
    @Option(value = "its length in steps; if left out, the whole run", min = 1)
        Optional<Integer> totalSteps,
    @Option(value = "the rate at the end", min = 0) double minimum)
    implements Schedule {

  /** Creates a schedule that decreases to 0 over the whole run. */
  public Cosine() {
    this(Optional.empty(), 0);
  }

  public Cosine {
    Options.check(Cosine.class, totalSteps, minimum);
  }

  @Override
  public Schedule forRun(long steps) {
    return new Cosine(ScheduleLength.orWholeRun(totalSteps, steps), minimum);
  }

  @Override
  public double learningRate(double base, long step) {
    double total = ScheduleLength.of(totalSteps);
    double progress = Math.min((double) step, total) / total;
    return minimum + (base - minimum) * ((1 + StrictMath.cos(Math.PI * progress)) / 2);
  }
}
