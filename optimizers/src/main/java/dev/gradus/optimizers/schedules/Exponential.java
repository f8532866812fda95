package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/** The rate decreases by a factor with every step, that is, every update of the weights. */
@Plugin(
    name = "exponential",
    summary = "Decreases by a factor with every step.",
    formula = "rate(t) = learning-rate gamma^t",
    reference = "L. Bottou, Stochastic Gradient Descent Tricks, 2012")
public record Exponential(
    @Option(value = "the factor of every step", above = 0, max = 1) double gamma)
    implements Schedule {

  /** Creates an instance with the factor 0.999. */
  public Exponential() {
    this(0.999);
  }

  public Exponential {
    Options.check(Exponential.class, gamma);
  }

  @Override
  public double learningRate(double base, long step) {
    return base * StrictMath.pow(gamma, (double) step);
  }
}
