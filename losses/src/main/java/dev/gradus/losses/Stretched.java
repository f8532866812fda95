package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.PointwiseLoss;
import java.util.Arrays;

/**
 * A loss for targets of -1 and 1, on targets of 0 and 1: it sees 2t - 1 and 2p - 1.
 *
 * @param loss the loss for -1 and 1
 */
record Stretched(PointwiseLoss loss) implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    return loss.value(2 * prediction - 1, 2 * target - 1);
  }

  @Override
  public double derivative(double prediction, double target) {
    return 2 * loss.derivative(2 * prediction - 1, 2 * target - 1);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return loss.derivativeInNumpy().with("a", "2 * a - 1").with("y", "2 * y - 1").times("2");
  }

  @Override
  public double[] kinks(double target) {
    return Arrays.stream(loss.kinks(2 * target - 1)).map(kink -> (kink + 1) / 2).toArray();
  }

  @Override
  public Outputs outputs() {
    return Outputs.SCORES;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }
}
