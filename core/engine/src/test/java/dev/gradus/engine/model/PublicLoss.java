package dev.gradus.engine.model;

import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/** A loss of an application: a multiple of the squared error. */
@Plugin(name = "brought", summary = "The squared error, some times over.")
public record PublicLoss(@Option("how many times") double times) implements PointwiseLoss {

  /** Once. */
  public PublicLoss() {
    this(1);
  }

  @Override
  public double value(double prediction, double target) {
    return times * (prediction - target) * (prediction - target);
  }

  @Override
  public double derivative(double prediction, double target) {
    return 2 * times * (prediction - target);
  }
}
