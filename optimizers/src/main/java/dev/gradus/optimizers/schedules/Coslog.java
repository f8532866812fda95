package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * The rate rises from 0 to the full rate and falls back to 0 in cycles, each twice as long as the
 * one before.
 *
 * <p>With four cycles this is the {@code coslog4} of RealMLP: a short run is the beginning of a
 * long one, and the last cycle takes about half of the run. The first step has the rate 0. After
 * total-steps the rate stays at 0.
 */
@Plugin(
    name = "coslog",
    aliases = {"coslog4"},
    summary =
        "Rises and falls back to 0 in a few cycles, each twice as long as the one before. For networks on tables.",
    formula =
        "rate(t) = learning-rate (1 - cos(2 pi log2(1 + (2^cycles - 1) min(t, total-steps)/total-steps)))/2",
    reference =
        "D. Holzmüller, L. Grinsztajn, I. Steinwart, Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data, 2024")
public record Coslog(
    @Option(value = "its length in steps; if left out, the whole run", min = 1)
        Optional<Integer> totalSteps,
    @Option(value = "the number of cycles", min = 1, max = 30) int cycles)
    implements Schedule {

  /** Creates a schedule of four cycles over the whole run. */
  public Coslog() {
    this(Optional.empty(), 4);
  }

  public Coslog {
    Options.check(Coslog.class, totalSteps, cycles);
  }

  @Override
  public Schedule forRun(long steps) {
    return new Coslog(ScheduleLength.orWholeRun(totalSteps, steps), cycles);
  }

  @Override
  public double learningRate(double base, long step) {
    double total = ScheduleLength.of(totalSteps);
    double progress = Math.min((double) step, total) / total;
    double stretched = StrictMath.log1p(((1L << cycles) - 1) * progress) / StrictMath.log(2);
    return base * ((1 - StrictMath.cos(2 * Math.PI * stretched)) / 2);
  }
}
