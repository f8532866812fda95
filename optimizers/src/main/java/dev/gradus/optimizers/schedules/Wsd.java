package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * The rate rises linearly, stays constant for most of the run, and decreases at its end: warm-up,
 * stable, decay.
 *
 * <p>Before the decay, the rate does not depend on the length of the run, so a long run can be
 * shortened or extended by another decay from any of its checkpoints. The paper leaves the form of
 * the decay open, and uses about a tenth of the run for it. A linear decay is that of OLMo; Hugging
 * Face has half a cosine wave by default; 1 - sqrt was best for Hägele et al. After total-steps the
 * rate stays at the minimum. It does not decrease before the warm-up is complete.
 */
@Plugin(
    name = "wsd",
    aliases = {"warm-up-stable-decay"},
    summary =
        "Rises, stays constant for most of the run, and decreases at its end. For runs whose "
            + "length is not decided yet.",
    formula =
        "rate(t) = learning-rate t/W while t < W = warm-up-fraction total-steps, then learning-rate, and in the last D ="
            + " decay-fraction total-steps minimum + (learning-rate - minimum) f((t - total-steps + D)/D),"
            + " f(x) = 1 - x, (1 + cos(pi x))/2 or 1 - sqrt(x)",
    reference =
        "S. Hu et al., MiniCPM: Unveiling the Potential of Small Language Models with Scalable Training Strategies, 2024;"
            + " A. Hägele et al., Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations, 2024")
public record Wsd(
    @Option(value = "its length in steps; if left out, the whole run", min = 1)
        Optional<Integer> totalSteps,
    @Option(
            value = "the fraction of the run in which the rate rises",
            min = 0,
            below = 1,
            formerly = "warm-share")
        double warmUpFraction,
    @Option(
            value = "the fraction of the run in which the rate decreases",
            above = 0,
            max = 1,
            formerly = "decay-share")
        double decayFraction,
    @Option("the form of the decay") Decay decay,
    @Option(value = "the rate at the end", min = 0) double minimum)
    implements Schedule {

  /** The forms of the decay. */
  public enum Decay {
    /** Linear. */
    LINEAR,
    /** Half a cosine wave. */
    COSINE,
    /** Fast at first: as 1 - sqrt(x). */
    SQUARE_ROOT
  }

  /**
   * Creates a schedule over the whole run: a warm-up of a hundredth of it, and a decay to 0 in the
   * last tenth.
   */
  public Wsd() {
    this(Optional.empty(), 0.01, 0.1, Decay.LINEAR, 0);
  }

  public Wsd {
    Options.check(Wsd.class, totalSteps, warmUpFraction, decayFraction, decay, minimum);
  }

  @Override
  public Schedule forRun(long steps) {
    return new Wsd(
        ScheduleLength.orWholeRun(totalSteps, steps),
        warmUpFraction,
        decayFraction,
        decay,
        minimum);
  }

  @Override
  public double learningRate(double base, long step) {
    double total = ScheduleLength.of(totalSteps);
    double warm = warmUpFraction * total;
    if (step < warm) {
      return base * step / warm;
    }
    double from = Math.max(warm, total - decayFraction * total);
    if (step <= from && step < total) {
      return base;
    }
    // If no part of the run remains for the decay, the rate is at the minimum at its end.
    double fallen = step < total ? (step - from) / (total - from) : 1;
    return minimum + (base - minimum) * left(fallen);
  }

  /** The remaining share of the rate at a completed share of the decay. */
  private double left(double x) {
    return switch (decay) {
      case LINEAR -> 1 - x;
      case COSINE -> (1 + StrictMath.cos(Math.PI * x)) / 2;
      case SQUARE_ROOT -> 1 - Math.sqrt(x);
    };
  }
}
