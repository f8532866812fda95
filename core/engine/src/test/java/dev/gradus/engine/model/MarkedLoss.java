package dev.gradus.engine.model;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.SameBits;

/** A loss whose author says that it gives the same bits everywhere. */
@SameBits
@Plugin(name = "marked", summary = "The squared error.")
public record MarkedLoss() implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    return (prediction - target) * (prediction - target);
  }

  @Override
  public double derivative(double prediction, double target) {
    return 2 * (prediction - target);
  }
}
