package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * The rate decreases to an end value as a power of the remaining share of the run; with power 1,
 * linearly.
 *
 * <p>After total-steps it stays at the end value.
 */
@Plugin(
    name = "polynomial",
    aliases = {"linear-decay"},
    summary = "Decreases to an end value linearly, or as another power of the remaining share.",
    formula = "rate(t) = (learning-rate - end) (1 - min(t, total-steps)/total-steps)^power + end",
    reference = "L.-C. Chen, G. Papandreou, I. Kokkinos, K. Murphy, A. L. Yuille, DeepLab, 2017")
public record Polynomial(
    @Option(value = "its length in steps; if left out, the whole run", min = 1)
        Optional<Integer> totalSteps,
    @Option(value = "the power", above = 0) double power,
    @Option(value = "the rate at the end", min = 0) double end)
    implements Schedule {

  /** Creates a linear schedule to 0 over the whole run. */
  public Polynomial() {
    this(Optional.empty(), 1, 0);
  }

  public Polynomial {
    Options.check(Polynomial.class, totalSteps, power, end);
  }

  @Override
  public Schedule forRun(long steps) {
    return new Polynomial(ScheduleLength.orWholeRun(totalSteps, steps), power, end);
  }

  @Override
  public double learningRate(double base, long step) {
    double total = ScheduleLength.of(totalSteps);
    double left = 1 - Math.min((double) step, total) / total;
    return (base - end) * StrictMath.pow(left, power) + end;
  }
}
