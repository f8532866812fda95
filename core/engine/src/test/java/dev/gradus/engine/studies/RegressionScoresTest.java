package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.study.RegressionScores;
import org.junit.jupiter.api.Test;

/** Errors of numeric predictions, against a small case by hand. */
class RegressionScoresTest {

  @Test
  void errorsAreInTheUnitOfTheTruth() {
    RegressionScores scores =
        RegressionScores.of("price", new double[] {3, 5, 5}, new double[] {2, 5, 8});
    assertEquals("price", scores.target());
    assertEquals(Math.sqrt(10 / 3.0), scores.rmse(), 1e-12);
    assertEquals(4 / 3.0, scores.mae(), 1e-12);
    // The truths 2, 5, 8 vary by 18 about their mean; 1 + 9 are left.
    assertEquals(1 - 10.0 / 18, scores.r2(), 1e-12);
  }

  @Test
  void aConstantTruthHasNoVariance() {
    double[] constant = {0.1, 0.1, 0.1};
    assertTrue(Double.isNaN(RegressionScores.of("t", new double[] {1, 2, 3}, constant).r2()));
  }
}
