package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.losses.metrics.Concordance;
import dev.gradus.losses.metrics.IntervalCoverage;
import dev.gradus.losses.metrics.IntervalWidth;
import dev.gradus.losses.metrics.MeanRankError;
import dev.gradus.losses.metrics.Ndcg;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formulas as loops over all examples, and their general properties. */
class BesideByHandTest {

  private static final double TOLERANCE = 1e-12;

  /** Times with ties, of which some are censored. */
  private static double[][] times(SplittableRandom random, int n) {
    double[][] targets = new double[n][];
    for (int i = 0; i < n; i++) {
      targets[i] = new double[] {random.nextInt(1 + n / 3), random.nextInt(3) == 0 ? 0 : 1};
    }
    targets[0][1] = 1;
    return targets;
  }

  private static double[][] scores(SplittableRandom random, int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[] {2 * random.nextGaussian()};
    }
    return rows;
  }

  private static double[] weights(SplittableRandom random, int n) {
    return random.doubles(n, 0.5, 3).toArray();
  }

  /** The negative log of the partial likelihood, with hazards exp(-p). */
  private static double cox(double[][] p, double[][] t, double[] w, boolean efron) {
    double sum = 0;
    double events = 0;
    for (int i = 0; i < p.length; i++) {
      if (t[i][1] == 0) {
        continue;
      }
      events += w[i];
      double atRisk = 0;
      double tied = 0;
      double weight = 0;
      int before = 0;
      int count = 0;
      for (int j = 0; j < p.length; j++) {
        double hazard = w[j] * Math.exp(-p[j][0]);
        atRisk += t[j][0] >= t[i][0] ? hazard : 0;
        if (t[j][0] == t[i][0] && t[j][1] == 1) {
          tied += hazard;
          weight += w[j];
          before += j < i ? 1 : 0;
          count++;
        }
      }
      double share = efron ? (double) before / count : 0;
      sum += w[i] * p[i][0] + weight / count * Math.log(atRisk - share * tied);
    }
    return sum / events;
  }

  @ParameterizedTest
  @EnumSource(Cox.Ties.class)
  void coxIsItsFormulaAndItsSlopes(Cox.Ties ties) {
    SplittableRandom random = new SplittableRandom(1);
    for (int n : new int[] {1, 2, 7, 40}) {
      double[][] p = scores(random, n);
      double[][] t = times(random, n);
      double[] w = weights(random, n);
      double[][] gradient = new double[n][1];
      Cox loss = new Cox("event", ties);
      boolean efron = ties == Cox.Ties.EFRON;
      assertEquals(cox(p, t, w, efron), loss.evaluateBatch(p, t, w, gradient), TOLERANCE * 10);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double h = 1e-5;
        double middle = p[i][0];
        p[i][0] = middle + h;
        double above = cox(p, t, w, efron);
        p[i][0] = middle - h;
        double below = cox(p, t, w, efron);
        p[i][0] = middle;
        assertEquals((above - below) / (2 * h), gradient[i][0], 1e-8, "n " + n + ", row " + i);
        sum += gradient[i][0];
      }
      assertEquals(0, sum, 1e-12, "a constant added to all scores changes nothing");
    }
  }

  @Test
  void coxIsFiniteWhateverTheScoresAre() {
    double[][] t = {{1, 1}, {2, 1}, {2, 1}, {3, 0}, {4, 1}};
    for (double size : new double[] {1, 800, 1e4, 1e30}) {
      for (int sign : new int[] {-1, 1}) {
        double[][] p = {{0}, {sign * size}, {-sign * size}, {size / 2}, {-size}};
        double[][] gradient = new double[5][1];
        double value = new Cox().evaluateBatch(p, t, new double[] {1, 1, 1, 1, 1}, gradient);
        assertTrue(Double.isFinite(value), "value " + value);
        for (double[] row : gradient) {
          assertTrue(Math.abs(row[0]) <= 1, "gradient " + row[0]);
        }
      }
    }
  }

  @Test
  void withoutEventsOrPairsNothingIsLearned() {
    double[][] gradient = {{7}, {7}};
    double[] ones = {1, 1};
    double[][] p = {{1}, {2}};
    assertEquals(0, new Cox().evaluateBatch(p, new double[][] {{1, 0}, {2, 0}}, ones, gradient));
    assertArrayEquals(new double[][] {{0}, {0}}, gradient);
    gradient[0][0] = 7;
    assertEquals(
        0, new PairwiseRanking().evaluateBatch(p, new double[][] {{1, 0}, {2, 1}}, ones, gradient));
    assertArrayEquals(new double[][] {{0}, {0}}, gradient);
    assertEquals(
        0, new PairwiseRanking().evaluateBatch(p, new double[][] {{1, 0}, {1, 0}}, ones, gradient));
  }

  @Test
  void theOrderOfTheRowsChangesNothing() {
    SplittableRandom random = new SplittableRandom(2);
    int n = 30;
    double[][] p = scores(random, n);
    double[][] t = times(random, n);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    double[][] reversedP = new double[n][];
    double[][] reversedT = new double[n][];
    for (int i = 0; i < n; i++) {
      reversedP[i] = p[n - 1 - i];
      reversedT[i] = t[n - 1 - i];
    }
    double[][] one = new double[n][1];
    double[][] other = new double[n][1];
    for (dev.gradus.spi.BatchLoss loss : List.of(new Cox(), new PairwiseRanking())) {
      assertEquals(
          loss.evaluateBatch(p, t, ones, one),
          loss.evaluateBatch(reversedP, reversedT, ones, other),
          TOLERANCE);
      for (int i = 0; i < n; i++) {
        assertEquals(one[i][0], other[n - 1 - i][0], TOLERANCE);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void concordanceCountsPairs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 60;
    double[][] t = times(random, n);
    double[][] p = new double[n][];
    for (int i = 0; i < n; i++) {
      p[i] = new double[] {random.nextInt(12)};
    }
    double right = 0;
    double known = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        boolean isFirst = t[i][0] < t[j][0] || (t[i][0] == t[j][0] && t[j][1] == 0);
        if (t[i][1] == 1 && isFirst) {
          known++;
          right += p[i][0] < p[j][0] ? 1 : p[i][0] == p[j][0] ? 0.5 : 0;
        }
      }
    }
    assertEquals(right / known, new Concordance().evaluate(p, t), TOLERANCE);
  }

  @Test
  void metricsWithNothingToCountAreNoNumber() {
    double[][] p = {{1}, {2}};
    assertTrue(Double.isNaN(new Concordance().evaluate(p, new double[][] {{1, 0}, {2, 0}})));
    assertTrue(Double.isNaN(new Ndcg().evaluate(p, new double[][] {{0, 0}, {0, 1}})));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Ndcg().evaluate(p, new double[][] {{-1, 0}, {2, 0}}));
  }

  @Test
  void intervalsAreCountedAndMeasured() {
    double[][] predictions = {{0, 5, -1, 4, 1, 6}, {0, 5, -2, 0, 0, 2}};
    double[][] targets = {{1, 7}, {-3, 1}};
    Metric coverage = new IntervalCoverage();
    assertEquals(0.5, coverage.evaluate(predictions, targets));
    assertEquals((2 + 2 + 2 + 2) / 4.0, new IntervalWidth().evaluate(predictions, targets));
    assertEquals(List.of(0.05, 0.95), coverage.quantiles());
    assertThrows(IllegalArgumentException.class, () -> new IntervalWidth(0.5, 0.5));
  }

  @Test
  void ranksFollowTheOrderThatIsNamed() {
    Target target = new Target(Target.Kind.CLASSES, List.of("high", "low", "medium"));
    Metric metric = new MeanRankError(List.of("low", "medium", "high")).forTarget(target);
    double[][] predictions = {{0.5, 0.3, 0.2}, {0.2, 0.2, 0.6}, {0.1, 0.8, 0.1}};
    double[][] truths = {{0, 1, 0}, {0, 1, 0}, {0, 1, 0}};
    assertEquals((2 + 1 + 0) / 3.0, metric.evaluate(predictions, truths), TOLERANCE);
    assertTrue(refused(target, List.of()).contains("needs the order of the classes"));
    assertTrue(refused(target, List.of("low", "high")).contains("must name each class once"));
    assertTrue(refused(target, List.of("low", "high", "high")).contains("must name each class"));
    assertTrue(
        refused(new Target(Target.Kind.LABELS, List.of("a", "b")), List.of())
            .contains("corn is for ordered classes"));
  }

  private static String refused(Target target, List<String> order) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new Corn(order).forTarget(target))
            .getMessage());
  }

  @Test
  void cornOfTwoClassesIsBinaryCrossEntropy() {
    Target target = new Target(Target.Kind.BINARY, List.of("yes"));
    double[] own = new double[1];
    double[] other = new double[1];
    for (double z : new double[] {-3, 0.2, 5}) {
      for (double t : new double[] {0, 1, 0.3}) {
        double value =
            new Corn().forTarget(target).evaluate(new double[] {z}, new double[] {t}, own);
        double expected =
            new BinaryCrossEntropy()
                .onLogits("sigmoid")
                .orElseThrow()
                .evaluate(new double[] {z}, new double[] {t}, other);
        assertEquals(expected, value, TOLERANCE);
        assertArrayEquals(other, own, TOLERANCE);
      }
    }
  }

  @Test
  void levelsOfQuantilesAscend() {
    assertThrows(IllegalArgumentException.class, () -> new Quantiles(List.of(0.9, 0.1)));
    assertThrows(IllegalArgumentException.class, () -> new Quantiles(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Quantiles(List.of(0.0, 0.5)));
  }
}
