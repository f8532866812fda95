package dev.gradus.engine.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The quantile of split conformal prediction is the (ceil((n + 1) coverage))-th smallest score. */
class ScoreQuantileTest {

  @Test
  void theRankIsRoundedUp() {
    assertEquals(9, ScoreQuantile.rank(9, 0.9));
    assertEquals(10, ScoreQuantile.rank(10, 0.9));
    assertEquals(18, ScoreQuantile.rank(19, 0.9));
    assertEquals(90, ScoreQuantile.rank(99, 0.9));
    assertEquals(96, ScoreQuantile.rank(100, 0.95));
  }

  @Test
  void theNeededRowsAreTheFewestThatHaveSuchARank() {
    for (double coverage : new double[] {0.01, 0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999}) {
      long needed = ScoreQuantile.neededRows(coverage);
      assertTrue(ScoreQuantile.rank(needed, coverage) <= needed, "coverage " + coverage);
      assertTrue(
          needed == 1 || ScoreQuantile.rank(needed - 1, coverage) > needed - 1,
          "coverage " + coverage);
    }
    assertEquals(9, ScoreQuantile.neededRows(0.9));
    assertEquals(19, ScoreQuantile.neededRows(0.95));
    assertEquals(99, ScoreQuantile.neededRows(0.99));
  }

  @Test
  void itIsAScore() {
    double[] scores = IntStream.rangeClosed(1, 19).mapToDouble(i -> (i * 7) % 20).toArray();
    assertEquals(18, ScoreQuantile.of(scores, 0.9));
    assertEquals(1, ScoreQuantile.of(scores, 0.01));
  }
}
