package dev.gradus.engine.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.column.Calibration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fitted temperature minimises the log loss. */
class TemperatureFitTest {

  private static final int ROWS = 4000;

  /** Probabilities by softmax of 3 logits, and classes drawn from softmax(logits/temperature). */
  private static double[][][] classes(double temperature) {
    SplittableRandom random = new SplittableRandom(2);
    double[][] probabilities = new double[ROWS][];
    double[][] targets = new double[ROWS][3];
    for (int i = 0; i < ROWS; i++) {
      double[] z = random.doubles(3, -6, 6).toArray();
      probabilities[i] = softmax(z, 1);
      double[] truth = softmax(z, temperature);
      double u = random.nextDouble();
      targets[i][u < truth[0] ? 0 : u < truth[0] + truth[1] ? 1 : 2] = 1;
    }
    return new double[][][] {probabilities, targets};
  }

  private static double[] softmax(double[] z, double temperature) {
    double[] p = new double[z.length];
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      p[k] = Math.exp(z[k] / temperature);
      sum += p[k];
    }
    for (int k = 0; k < z.length; k++) {
      p[k] = (float) (p[k] / sum);
    }
    return p;
  }

  private static double logLoss(
      double[][] probabilities, double[][] targets, double temperature, boolean classes) {
    double[][] calibrated = new double[probabilities.length][];
    for (int i = 0; i < calibrated.length; i++) {
      calibrated[i] = probabilities[i].clone();
      new Calibration(temperature, classes, List.of(), List.of()).apply(calibrated[i]);
    }
    return ProbabilityScores.of(calibrated, targets, classes).logLoss();
  }

  @Test
  void theTemperatureThatTheClassesWereDrawnWithIsFound() {
    for (double temperature : new double[] {0.5, 1, 2.5}) {
      double[][][] made = classes(temperature);
      double fitted = TemperatureFit.of(made[0], made[1], true).getAsDouble();
      assertEquals(temperature, fitted, 0.06 * temperature);
      double least = logLoss(made[0], made[1], fitted, true);
      assertTrue(least < logLoss(made[0], made[1], fitted * 1.001, true));
      assertTrue(least < logLoss(made[0], made[1], fitted / 1.001, true));
    }
  }

  @Test
  void ofIndependentOutputsToo() {
    SplittableRandom random = new SplittableRandom(4);
    double[][] probabilities = new double[ROWS][2];
    double[][] targets = new double[ROWS][2];
    for (int i = 0; i < ROWS; i++) {
      for (int k = 0; k < 2; k++) {
        double z = random.nextDouble(-8, 8);
        probabilities[i][k] = (float) (1 / (1 + Math.exp(-z)));
        targets[i][k] = random.nextDouble() < 1 / (1 + Math.exp(-z / 3)) ? 1 : 0;
      }
    }
    double fitted = TemperatureFit.of(probabilities, targets, false).getAsDouble();
    assertEquals(3, fitted, 0.2);
    double least = logLoss(probabilities, targets, fitted, false);
    assertTrue(least < logLoss(probabilities, targets, fitted * 1.001, false));
    assertTrue(least < logLoss(probabilities, targets, fitted / 1.001, false));
  }

  @Test
  void noPredictionOfAClassChanges() {
    double[][][] made = classes(2.5);
    Calibration calibration = new Calibration(7.5, true, List.of(), List.of());
    for (double[] row : made[0]) {
      double[] calibrated = row.clone();
      calibration.apply(calibrated);
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += calibrated[k];
        for (int j = 0; j < 3; j++) {
          assertEquals(row[k] > row[j], calibrated[k] > calibrated[j]);
        }
      }
      assertEquals(1, sum, 1e-12);
    }
  }

  @Test
  void ifAllAreRightThereIsNone() {
    double[][] probabilities = {{0.9f, 0.1f}, {0.4f, 0.6f}};
    double[][] targets = {{1, 0}, {0, 1}};
    assertEquals(OptionalDouble.empty(), TemperatureFit.of(probabilities, targets, true));
    double[][] single = {{0.1f}, {0.6f}};
    assertEquals(
        OptionalDouble.empty(), TemperatureFit.of(single, new double[][] {{0}, {1}}, false));
  }

  @Test
  void aNetworkThatIsWorseThanChanceIsMadeUnsure() {
    double[][] probabilities = {{0.9f, 0.1f}, {0.8f, 0.2f}, {0.6f, 0.4f}};
    double[][] targets = {{0, 1}, {0, 1}, {1, 0}};
    assertEquals(1000, TemperatureFit.of(probabilities, targets, true).getAsDouble(), 1e-9);
  }

  @Test
  void aCertaintyThatWasRoundedIsCalibratedToo() {
    double[] row = {1};
    new Calibration(2, false, List.of(), List.of()).apply(row);
    assertTrue(row[0] > 0.999 && row[0] < 1, "p " + row[0]);
    double[] two = {1, 0};
    new Calibration(2, true, List.of(), List.of()).apply(two);
    assertTrue(two[1] > 0 && two[1] < 1e-20, "p " + two[1]);
  }
}
