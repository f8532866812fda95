package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/** The same learning rate from the first step to the last, as without a schedule. */
@Plugin(
    name = "constant",
    summary = "The same learning rate from the first step to the last.",
    formula = "rate(t) = learning-rate")
public record Constant() implements Schedule {

  @Override
  public double learningRate(double base, long step) {
    return base;
  }
}
