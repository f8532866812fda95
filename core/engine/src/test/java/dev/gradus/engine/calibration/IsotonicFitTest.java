package dev.gradus.engine.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.column.Calibration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Isotonic regression gives the best curve that never decreases. */
class IsotonicFitTest {

  private static double[] applied(Calibration calibration, double... probabilities) {
    double[] calibrated = new double[probabilities.length];
    for (int i = 0; i < calibrated.length; i++) {
      double[] row = {probabilities[i]};
      calibration.apply(row);
      calibrated[i] = row[0];
    }
    return calibrated;
  }

  @Test
  void violatorsArePooled() {
    double[] p = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    Calibration fitted = IsotonicFit.of(p, new boolean[] {false, true, false, true, false, true});
    assertEquals(List.of(0.1, 0.2, 0.5, 0.6), fitted.from());
    assertEquals(List.of(0.125, 0.5, 0.5, 0.875), fitted.to());
  }

  @Test
  void equalPredictionsArePooledBeforeTheyAreCompared() {
    double[] p = {0.1, 0.1, 0.1, 0.1, 0.1, 0.7, 0.7, 0.7};
    Calibration fitted =
        IsotonicFit.of(p, new boolean[] {true, false, true, false, false, false, true, true});
    assertEquals(List.of(0.1, 0.7), fitted.from());
    assertEquals(List.of(0.4, 2.0 / 3), fitted.to());
  }

  @Test
  void betweenBreakpointsItIsLinearAndBeyondThemConstant() {
    double[] p = {0.2, 0.2, 0.6, 0.6};
    Calibration fitted = IsotonicFit.of(p, new boolean[] {true, false, true, true});
    double end = 5.0 / 6;
    assertArrayEquals(
        new double[] {0.5, 0.5, (0.5 + end) / 2, end, end},
        applied(fitted, 0, 0.2, 0.4, 0.6, 1),
        1e-15);
  }

  @Test
  void noProbabilityIsACertainty() {
    double[] p = {0.1, 0.9};
    Calibration fitted = IsotonicFit.of(p, new boolean[] {false, true});
    assertEquals(List.of(0.25, 0.75), fitted.to());
  }

  /** The optimum has a closed form: max over starts of the min over ends of the mean between. */
  @Test
  void itIsTheMaximumOfMinimaOfMeans() {
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 50; trial++) {
      int n = 2 + random.nextInt(30);
      double[] p = new double[n];
      boolean[] positive = new boolean[n];
      for (int i = 0; i < n; i++) {
        p[i] = (i + 1.0) / (n + 1);
        positive[i] = random.nextDouble() < p[i];
      }
      double[] fitted = applied(IsotonicFit.of(p, positive), p);
      for (int i = 0; i < n; i++) {
        double most = 0;
        for (int from = 0; from <= i; from++) {
          double least = 1;
          for (int to = i; to < n; to++) {
            least = Math.min(least, mean(positive, from, to));
          }
          most = Math.max(most, least);
        }
        double cut = 1.0 / (n + 2);
        assertEquals(Math.max(cut, Math.min(1 - cut, most)), fitted[i], 1e-12, "trial " + trial);
      }
    }
  }

  private static double mean(boolean[] positive, int from, int to) {
    double sum = 0;
    for (int i = from; i <= to; i++) {
      sum += positive[i] ? 1 : 0;
    }
    return sum / (to - from + 1);
  }

  @Test
  void theSecondOfTwoOutputsIsCalibrated() {
    Calibration fitted = IsotonicFit.of(new double[] {0.25, 0.75}, new boolean[] {false, true});
    double[] row = {0.75, 0.25};
    fitted.apply(row);
    assertArrayEquals(new double[] {0.75, 0.25}, row);
    double[] other = {0.1, 0.9};
    fitted.apply(other);
    assertArrayEquals(new double[] {0.25, 0.75}, other);
    assertTrue(other[0] + other[1] == 1);
  }
}
