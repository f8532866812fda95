package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A loss on the original values is evaluated there, and its gradient is that of the scaled values.
 */
class LossOnDataTest {

  private static final double STEP = 1e-6;
  private static final Target.Scale LINEAR = new Target.Scale(10, 4, false);
  private static final Target.Scale LOGARITHM = new Target.Scale(0.5, 2, true);

  /** The squared distance of positive numbers, smooth where predictions are more than 1. */
  private record Squares() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double value = 0;
      for (int k = 0; k < prediction.length; k++) {
        double error = prediction[k] - target[k];
        gradient[k] = 2 * error;
        value += error * error;
      }
      return value;
    }

    @Override
    public Interval predictions() {
      return Interval.above(0);
    }

    @Override
    public Interval targets() {
      return Interval.closed(2, 50);
    }

    @Override
    public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
      return prediction[0] - radius > 1;
    }
  }

  private static Target target(Target.Scale... scales) {
    List<String> names = List.of("a", "b").subList(0, scales.length);
    return new Target(Target.Kind.NUMERIC, names, List.of(scales));
  }

  @Test
  void aScaleIsUndone() {
    assertEquals(2, LINEAR.apply(18));
    assertEquals(18, LINEAR.restore(2));
    assertEquals(4, LINEAR.slope(2));
    for (double x : new double[] {-30, -0.5, 0, 2, 1e6}) {
      double seen = LOGARITHM.apply(x);
      assertEquals(x, LOGARITHM.restore(seen), 1e-9 * Math.max(1, Math.abs(x)));
      double difference =
          (LOGARITHM.restore(seen + STEP) - LOGARITHM.restore(seen - STEP)) / (2 * STEP);
      assertEquals(difference, LOGARITHM.slope(seen), 1e-6 * Math.abs(difference));
    }
  }

  @Test
  void theValueIsThatOfTheDataAndTheGradientThatOfWhatIsSeen() {
    Loss onData = target(LINEAR, LOGARITHM).onData(new Squares());
    double[] truth = {LINEAR.apply(20), LOGARITHM.apply(5)};
    double[] seen = {LINEAR.apply(23), LOGARITHM.apply(9)};
    double[] gradient = new double[2];
    assertEquals(9 + 16, onData.evaluate(seen, truth, gradient), 1e-9);
    for (int k = 0; k < seen.length; k++) {
      double[] above = seen.clone();
      double[] below = seen.clone();
      above[k] += STEP;
      below[k] -= STEP;
      double difference =
          (onData.evaluate(above, truth, new double[2])
                  - onData.evaluate(below, truth, new double[2]))
              / (2 * STEP);
      assertEquals(difference, gradient[k], 1e-5 * Math.abs(difference));
    }
  }

  @Test
  void rangesAreThoseThatTheNetworkSees() {
    Loss onData = target(LINEAR).onData(new Squares());
    assertEquals(Interval.above(-2.5), onData.predictions());
    assertEquals(Interval.closed(-2, 10), onData.targets());
    assertEquals(new Squares().outputs(), onData.outputs());
  }

  @Test
  void aKinkIsAsFarAwayAsTheScaleMakesIt() {
    Loss onData = target(LINEAR).onData(new Squares());
    double[] truth = {0};
    double[] seen = {LINEAR.apply(9)};
    assertTrue(onData.isSmoothAround(seen, truth, 1.9));
    assertFalse(onData.isSmoothAround(seen, truth, 2.1));
  }

  @Test
  void whatSeesTheDataIsLeftAsItIs() {
    Loss loss = new Squares();
    assertSame(loss, target(LINEAR).inUnitOfData().onData(loss));
  }

  @Test
  void scalesFitTheTarget() {
    assertThrows(IllegalArgumentException.class, () -> new Target.Scale(Double.NaN, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new Target.Scale(0, 0, false));
    assertThrows(
        IllegalArgumentException.class, () -> new Target.Scale(0, Double.POSITIVE_INFINITY, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Target(Target.Kind.NUMERIC, List.of("a", "b"), List.of(LINEAR)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Target(Target.Kind.BINARY, List.of("a"), List.of(LINEAR)));
  }
}
