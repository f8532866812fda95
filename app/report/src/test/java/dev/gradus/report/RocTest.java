package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The curve of a report has the points and the area that the definition gives. */
class RocTest {

  private static final double TOLERANCE = 1e-12;
  private static final double[] SCORES = {0.9, 0.8, 0.8, 0.7, 0.4, 0.4, 0.4, 0.1};
  private static final boolean[] POSITIVE = {true, true, false, true, false, true, false, false};

  /** A point for each different score, falling; equal scores are one step. */
  @Test
  void aPointForEachScore() {
    Roc roc = Roc.of(SCORES, POSITIVE);
    double[] thresholds = {Double.POSITIVE_INFINITY, 0.9, 0.8, 0.7, 0.4, 0.1};
    for (int i = 0; i < thresholds.length; i++) {
      double least = thresholds[i];
      assertEquals(share(least, false), roc.falseAlarms().get(i), TOLERANCE, "at " + least);
      assertEquals(share(least, true), roc.found().get(i), TOLERANCE, "at " + least);
    }
    assertEquals(thresholds.length, roc.found().size());
  }

  /** The share of the positives, or the negatives, that score at least so much. */
  private static double share(double least, boolean positive) {
    int[] those = IntStream.range(0, SCORES.length).filter(i -> POSITIVE[i] == positive).toArray();
    return (double) IntStream.of(those).filter(i -> SCORES[i] >= least).count() / those.length;
  }

  /** The probability that a positive scores above a negative, a tie counted half. */
  @Test
  void theAreaComparesAllPairs() {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < SCORES.length; i++) {
      for (int j = 0; j < SCORES.length; j++) {
        if (POSITIVE[i] && !POSITIVE[j]) {
          sum += SCORES[i] > SCORES[j] ? 1 : SCORES[i] == SCORES[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertEquals(sum / pairs, Roc.of(SCORES, POSITIVE).area(), TOLERANCE);
  }

  @Test
  void withoutNegativesThereIsNoCurve() {
    Roc roc = Roc.of(new double[] {1, 2}, new boolean[] {true, true});
    assertTrue(Double.isNaN(roc.area()));
    assertEquals(List.of(), roc.found());
  }
}
