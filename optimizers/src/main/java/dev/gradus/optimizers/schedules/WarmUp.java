package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate first rises linearly, and then follows another schedule.
 *
 * <p>The other schedule counts its steps from the end of the rise, and its run is the rest of the
 * run.
 */
@Plugin(
    name = "warm-up",
    summary = "A linear warm-up before any other schedule.",
    formula =
        "rate(t) = learning-rate (start-factor + (1 - start-factor) t/steps) while t < steps, then that of the other"
            + " schedule at t - steps",
    reference = "P. Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017")
public record WarmUp(
    @Option(value = "the number of steps of the warm-up", min = 1) int steps,
    @Option(value = "the initial rate, as a share of the full rate", min = 0, max = 1)
        double startFactor,
    @Option("the schedule that follows") Schedule then)
    implements Schedule {

  /** Creates a warm-up of 100 steps from 0, followed by a constant rate. */
  public WarmUp() {
    this(100, 0, new Constant());
  }

  public WarmUp {
    Options.check(WarmUp.class, steps, startFactor, then);
  }

  @Override
  public Schedule forRun(long runSteps) {
    return new WarmUp(steps, startFactor, then.forRun(Math.max(1, runSteps - steps)));
  }

  @Override
  public double learningRate(double base, long step) {
    return step < steps
        ? base * (startFactor + (1 - startFactor) * step / steps)
        : then.learningRate(base, step - steps);
  }
}
