package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A curve by hand, and the area as what it means. */
class RocTest {

  private static final double[] SCORES = {0.1, 0.4, 0.35, 0.8};
  private static final boolean[] POSITIVE = {false, false, true, true};

  @Test
  void theCurveOfFourExamplesIsThatByHand() {
    Roc roc = Roc.of(SCORES, POSITIVE);
    assertEquals(List.of(0.0, 0.0, 0.5, 0.5, 1.0), roc.falseAlarms());
    assertEquals(List.of(0.0, 0.5, 0.5, 1.0, 1.0), roc.found());
    // The same four are the example of roc_auc_score in the documentation of scikit-learn.
    assertEquals(0.75, roc.area());
  }

  @Test
  void equalScoresAreOneStepAndCountHalf() {
    Roc roc = Roc.of(new double[] {0.5, 0.5, 0.5, 0.5}, POSITIVE);
    assertEquals(List.of(0.0, 1.0), roc.falseAlarms());
    assertEquals(0.5, roc.area());
  }

  @Test
  void theAreaIsTheProbabilityThatAPositiveScoresHigher() {
    long seed = 11;
    Random random = new Random(seed);
    double[] scores = new double[200];
    boolean[] positive = new boolean[200];
    for (int i = 0; i < scores.length; i++) {
      positive[i] = random.nextBoolean();
      // Few different scores, so that there are ties.
      scores[i] = random.nextInt(20) + (positive[i] ? 4 : 0);
    }
    double wins = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < scores.length; k++) {
        if (positive[i] && !positive[k]) {
          pairs++;
          wins += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
        }
      }
    }
    assertEquals(wins / pairs, Roc.of(scores, positive).area(), 1e-12, "seed " + seed);
  }

  @Test
  void withoutPositivesThereIsNoCurve() {
    Roc roc = Roc.of(new double[] {1, 2}, new boolean[2]);
    assertTrue(roc.found().isEmpty());
    assertTrue(Double.isNaN(roc.area()));
  }
}
