package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * The rate rises to its peak and falls far below its initial value, within one run.
 *
 * <p>The learning rate of the optimizer is the peak. The defaults are PyTorch's, with which the
 * rate begins at peak/25, reaches the peak after 0.3 of the run, and ends at peak/250000; with
 * three phases it first falls back to the initial rate. After the last step it stays constant. A
 * run too short for a rise begins at the peak.
 */
@Plugin(
    name = "one-cycle",
    summary =
        "Rises to the peak and falls far below the initial rate. For short runs with high rates.",
    formula =
        "from first = learning-rate/div-factor to learning-rate at warm-up-fraction of the run, then to"
            + " first/final-div-factor at its end; each along half a cosine wave, or linearly",
    reference =
        "L. N. Smith, N. Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates, 2018")
public record OneCycle(
    @Option(value = "its length in steps; if left out, the whole run", min = 2)
        Optional<Integer> totalSteps,
    @Option(
            value = "the fraction of the run in which the rate rises",
            above = 0,
            below = 1,
            formerly = "warm-share")
        double warmUpFraction,
    @Option(value = "the peak divided by the initial rate", min = 1) double divFactor,
    @Option(value = "the initial rate divided by the final rate", min = 1) double finalDivFactor,
    @Option("whether it falls back to the initial rate before the last phase") boolean threePhase,
    @Option("the shape of each phase") Anneal anneal)
    implements Schedule {

  /** The shape of a phase. */
  public enum Anneal {
    /** Half a cosine wave. */
    COSINE,
    /** Linear. */
    LINEAR
  }

  /** Creates a schedule over the whole run, rising for 0.3 of it. */
  public OneCycle() {
    this(Optional.empty(), 0.3, 25, 1e4, false, Anneal.COSINE);
  }

  public OneCycle {
    Options.check(
        OneCycle.class, totalSteps, warmUpFraction, divFactor, finalDivFactor, threePhase, anneal);
  }

  @Override
  public Schedule forRun(long steps) {
    return new OneCycle(
        ScheduleLength.orWholeRun(totalSteps, Math.max(2, steps)),
        warmUpFraction,
        divFactor,
        finalDivFactor,
        threePhase,
        anneal);
  }

  @Override
  public double learningRate(double base, long step) {
    double total = ScheduleLength.of(totalSteps);
    double first = base / divFactor;
    double last = first / finalDivFactor;
    double end = total - 1;
    // A rise shorter than a step is skipped: the rate begins at the peak.
    double peakAt = Math.max(0, warmUpFraction * total - 1);
    if (step <= peakAt) {
      return peakAt == 0 ? base : between(first, base, step / peakAt);
    }
    if (!threePhase) {
      return between(base, last, share((double) step, peakAt, end));
    }
    double backAt = Math.max(peakAt, Math.min(2 * warmUpFraction * total - 2, end));
    return step <= backAt
        ? between(base, first, share((double) step, peakAt, backAt))
        : between(first, last, share((double) step, backAt, end));
  }

  /** The completed share of a phase: 0 at its beginning, 1 from its end on. */
  private static double share(double step, double from, double to) {
    return step <= from ? 0 : step >= to ? 1 : (step - from) / (to - from);
  }

  private double between(double from, double to, double done) {
    return switch (anneal) {
      case COSINE -> to + (from - to) * ((1 + StrictMath.cos(Math.PI * done)) / 2);
      case LINEAR -> from + (to - from) * done;
    };
  }
}
