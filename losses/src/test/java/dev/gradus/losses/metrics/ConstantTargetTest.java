package dev.gradus.losses.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Metric;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A constant target has no variance to explain: 0, or 1 if the errors are 0. */
class ConstantTargetTest {

  private static final List<Metric> METRICS = List.of(new R2(), new ExplainedVariance());

  private static double[][] column(int rows, double... values) {
    double[][] column = new double[rows][1];
    for (int i = 0; i < rows; i++) {
      column[i][0] = values[i % values.length];
    }
    return column;
  }

  @Test
  void aConstantIsOneWhateverItsValueAndTheNumberOfRows() {
    for (double value : new double[] {0, 0.1, 0.3, 1 / 3.0, -1e-100, 1e9 + 0.1, -7.7e300}) {
      for (int rows : new int[] {1, 3, 10, 1000, 99_999}) {
        double[][] targets = column(rows, value);
        for (Metric metric : METRICS) {
          assertEquals(1, metric.evaluate(targets, targets), value + " in " + rows + " rows");
          double[][] off = column(rows, value == 0 ? 1 : 2 * value, value == 0 ? 3 : value / 2);
          double expected = metric instanceof ExplainedVariance && rows == 1 ? 1 : 0;
          assertEquals(expected, metric.evaluate(off, targets), value + " in " + rows + " rows");
        }
      }
    }
  }

  @Test
  void aConstantButForRoundingIsOne() {
    for (double scale : new double[] {1, 1e-12, 1e12}) {
      double[][] targets = column(60, 0.3 * scale, (0.1 + 0.2) * scale);
      double[][] predictions = column(60, 0.3 * scale, 0.35 * scale, 0.2 * scale);
      for (Metric metric : METRICS) {
        assertEquals(0, metric.evaluate(predictions, targets));
      }
    }
  }

  @Test
  void smallDifferencesOfLargeNumbersAreNone() {
    double[][] targets = new double[1000][1];
    double[][] predictions = new double[1000][1];
    for (int i = 0; i < 1000; i++) {
      targets[i][0] = 1.7e9 + i % 10 * 0.01;
      predictions[i][0] = targets[i][0] + (i % 2 == 0 ? 0.001 : -0.001);
    }
    for (Metric metric : METRICS) {
      double value = metric.evaluate(predictions, targets);
      assertTrue(value > 0.99 && value < 1, () -> metric + " " + value);
    }
  }

  @Test
  void aMeanIsTheSumDividedByTheCount() {
    double[] values = new double[10];
    Arrays.fill(values, 0, 9, 0.7);
    values[9] = 0.8;
    double mean = (9 * 0.7 + 0.8) / 10;
    double expected = (9 * (0.7 - mean) * (0.7 - mean) + (0.8 - mean) * (0.8 - mean)) / 10;
    assertEquals(expected, Errors.variance(values), 1e-16);
  }
}
