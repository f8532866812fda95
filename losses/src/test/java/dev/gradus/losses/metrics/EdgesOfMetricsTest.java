package dev.gradus.losses.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the metrics do where the reference has no case: bins, ties, sums that are not 1, 0/0. */
class EdgesOfMetricsTest {

  private static final double TOLERANCE = 1e-12;

  /** Bin by bin, as the paper sums it up: share of the bin times |accuracy - mean confidence|. */
  private static double calibrationError(double[] confidences, boolean[] cameTrue, int bins) {
    double error = 0;
    for (int bin = 0; bin < bins; bin++) {
      double count = 0;
      double confidence = 0;
      double accuracy = 0;
      for (int i = 0; i < confidences.length; i++) {
        double from = (double) bin / bins;
        double to = (double) (bin + 1) / bins;
        boolean last = bin == bins - 1;
        if (confidences[i] >= from && (confidences[i] < to || last)) {
          count++;
          confidence += confidences[i];
          accuracy += cameTrue[i] ? 1 : 0;
        }
      }
      if (count > 0) {
        error += count / confidences.length * Math.abs(accuracy / count - confidence / count);
      }
    }
    return error;
  }

  @Test
  void calibrationErrorIsTheDistanceInEachBin() {
    int examples = 200;
    SplittableRandom random = new SplittableRandom(3);
    double[][] predictions = new double[examples][1];
    double[][] targets = new double[examples][1];
    double[] confidences = new double[examples];
    boolean[] cameTrue = new boolean[examples];
    for (int i = 0; i < examples; i++) {
      predictions[i][0] = i == 0 ? 1 : random.nextDouble();
      confidences[i] = predictions[i][0];
      cameTrue[i] = random.nextDouble() < 0.5;
      targets[i][0] = cameTrue[i] ? 1 : 0;
    }
    for (int bins : new int[] {1, 2, 7, 10}) {
      assertEquals(
          calibrationError(confidences, cameTrue, bins),
          new CalibrationError(bins).evaluate(predictions, targets),
          TOLERANCE,
          bins + " bins");
    }
    assertEquals(
        new CalibrationError(10).evaluate(predictions, targets),
        new CalibrationError().evaluate(predictions, targets),
        "ten bins unless said");
  }

  /** With several classes, the confidence is that of the predicted class. */
  @Test
  void calibrationErrorLooksAtTheAnswerOfSeveralClasses() {
    double[][] predictions = {{0.7, 0.2, 0.1}, {0.3, 0.6, 0.1}, {0.35, 0.25, 0.4}};
    double[][] targets = {{1, 0, 0}, {0, 0, 1}, {0, 0, 1}};
    assertEquals(
        (0.3 + 0.6 + 0.6) / 3, new CalibrationError(10).evaluate(predictions, targets), TOLERANCE);
  }

  @Test
  void logLossDividesProbabilitiesByTheirSum() {
    double[][] predictions = {{0.5, 1.0, 0.5}, {0.2, 0.1, 0.1}};
    double[][] targets = {{0, 1, 0}, {1, 0, 0}};
    assertEquals(-Math.log(0.5), new LogLoss().evaluate(predictions, targets), TOLERANCE);
  }

  @Test
  void logLossOfAnImpossibleTruthIsThatOfTheLeastProbability() {
    double least = 2.220446049250313e-16;
    double[][] none = {{0}};
    double[][] one = {{1}};
    assertEquals(-Math.log(least), new LogLoss().evaluate(none, one), TOLERANCE);
    double[][] tiny = {{1e-15}};
    assertEquals(-Math.log(1e-15), new LogLoss().evaluate(tiny, one), TOLERANCE);
  }

  @Test
  void ofEqualOutputsTheFirstAreAmongTheTop() {
    double[][] tied = {{0.25, 0.25, 0.25, 0.25}};
    for (int own = 0; own < 4; own++) {
      double[][] target = new double[1][4];
      target[0][own] = 1;
      for (int k = 1; k <= 4; k++) {
        assertEquals(
            own < k ? 1 : 0, new TopKAccuracy(k).evaluate(tied, target), "class " + own + ", " + k);
      }
    }
    double[][] mixed = {{0.1, 0.4, 0.4, 0.1}};
    double[][] third = {{0, 0, 1, 0}};
    double[][] first = {{1, 0, 0, 0}};
    assertEquals(1, new TopKAccuracy(2).evaluate(mixed, third));
    assertEquals(0, new TopKAccuracy(1).evaluate(mixed, third));
    assertEquals(1, new TopKAccuracy(3).evaluate(mixed, first));
  }

  /**
   * All examples and all predictions are one class: chance is always right, 0/0, which counts as 0.
   */
  @Test
  void kappaIsZeroWhereChanceIsAlwaysRight() {
    double[][] sure = {{0.9}, {0.8}};
    double[][] true_ = {{1}, {1}};
    assertEquals(0, new CohenKappa().evaluate(sure, true_));
    assertEquals(0, new Matthews().evaluate(sure, true_));
  }

  /**
   * The divisor is a target of 1e-12 itself, or the smallest distinguishable number for a target of
   * 0.
   */
  @Test
  void relativeErrorsAreDividedByTheTargetDownToItsBound() {
    double[][] predictions = {{3e-12}, {1e-16}};
    double[][] targets = {{1e-12}, {0}};
    assertEquals(
        (2 + 1e-16 / 2.220446049250313e-16) / 2,
        new Mape().evaluate(predictions, targets),
        TOLERANCE);
  }

  @Test
  void logLossRefusesWhatIsNoProbability() {
    double[][] truth = {{0, 1, 0}};
    for (double[] row : new double[][] {{2, 1.5, -1}, {0.2, Double.NaN, 0.1}}) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> new LogLoss().evaluate(new double[][] {row}, truth));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.startsWith("log-loss needs probabilities, but an output is "), message);
    }
    assertEquals(
        "log-loss needs probabilities that add up to 1, but those of an example add up to 0.0; give the last layer softmax, or leave log-loss out",
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogLoss().evaluate(new double[1][3], truth))
            .getMessage());
    assertEquals(
        0, new LogLoss().evaluate(new double[][] {{1 + 1e-7}}, new double[][] {{1}}), 1e-6);
  }

  /** A gain of 2^2000 is infinite, but only shares of it count. */
  @Test
  void ndcgTakesAnyRelevance() {
    for (double more : new double[] {0, 480, 1020, 2000, 1e6}) {
      double[][] targets = {{more + 3, 1}, {more + 1, 1}, {more, 1}, {0, 1}};
      double[][] predictions = {{0.1}, {0.4}, {0.3}, {0.2}};
      double[] gains = {8, 2, 1};
      double best = gains[0] + gains[1] / log2(3) + gains[2] / 2;
      double found = gains[1] + gains[2] / log2(3) + gains[0] / log2(5);
      if (more == 0) {
        best = 7 + 1 / log2(3);
        found = 1 + 7 / log2(5);
      }
      assertEquals(
          found / best, new Ndcg().evaluate(predictions, targets), TOLERANCE, "beyond " + more);
    }
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
