package dev.gradus.engine.explaining;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/** A loss whose value is the squared error and whose gradient is half of its derivative. */
@Plugin(name = "wrong-slope", summary = "Is wrong on purpose.")
public record WrongSlope() implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    return (prediction - target) * (prediction - target);
  }

  @Override
  public double derivative(double prediction, double target) {
    return prediction - target;
  }
}
