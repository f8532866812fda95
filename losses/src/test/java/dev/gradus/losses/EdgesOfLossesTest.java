package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Where losses have kinks, in which unit their options are, and what else they say of themselves.
 */
class EdgesOfLossesTest {

  private static final double TOLERANCE = 1e-12;
  private static final double[] FIRST = {1, 0, 0};

  private static void smooth(Loss loss, double upTo, double... scores) {
    assertTrue(loss.isSmoothAround(scores, FIRST, 0.4 * upTo), loss + " nearer than " + upTo);
    assertFalse(loss.isSmoothAround(scores, FIRST, 0.6 * upTo), loss + " nearer than " + upTo);
  }

  /** Two scores move by the radius, so a kink is met when their distance is twice as far. */
  @Test
  void marginsHaveTheirKinksWhereTheyAreJustKept() {
    // The margins of 1 are missed by 0.5, and exceeded by 2.
    smooth(new MultiMargin(1), 0.5, 2, 1.5, -1);
    // Kept by 0.75 and by 0.25.
    smooth(new MultiMargin(0.25), 0.25, 2, 1, 1.5);
    // The margin is missed by 0.5, and the best other is 0.75 ahead of the next, or of 0.
    smooth(new CategoricalHinge(), 0.5, 2, 1.5, 0.75);
    // The best other is 0.25 ahead.
    smooth(new CategoricalHinge(), 0.25, 3, 1, 0.75);
    // Or that much above the 0 of the true class.
    smooth(new CategoricalHinge(), 0.25, 3, 0.25, -2);
    // For (1, 0.5, -2) the threshold is 0.25, so the second is 0.25 above it.
    smooth(new SparsemaxLoss(), 0.25, 1, 0.5, -2);
  }

  @Test
  void ofEqualScoresTheFirstTakesTheGradient() {
    double[] gradient = new double[3];
    assertEquals(
        0.5, new CategoricalHinge().evaluate(new double[] {1.5, 1, 1}, FIRST, gradient), TOLERANCE);
    assertArrayEquals(new double[] {-1, 1, 0}, gradient, TOLERANCE);
    // At a loss of 0 nothing is learned.
    assertEquals(0, new CategoricalHinge().evaluate(new double[] {2, 1, 1}, FIRST, gradient));
    assertArrayEquals(new double[3], gradient, TOLERANCE);
    assertEquals(0, new MultiMargin(1).evaluate(new double[] {2, 1, 0}, FIRST, gradient));
    assertArrayEquals(new double[3], gradient, TOLERANCE);
  }

  @Test
  void hingesOfClassesHaveTheirKinkWhereTheStretchedMarginIsKept() {
    Target yes = new Target(Target.Kind.BINARY, List.of("yes"));
    PointwiseLoss hinge = (PointwiseLoss) new Hinge().forTarget(yes);
    assertArrayEquals(new double[] {1}, hinge.kinks(1));
    assertArrayEquals(new double[] {0}, hinge.kinks(0));
  }

  private static Target scaled(Target.Scale... scales) {
    List<String> names = List.of("a", "b").subList(0, scales.length);
    return new Target(Target.Kind.NUMERIC, names, List.of(scales));
  }

  /** The absolute error counts units, the squared one their squares; so do these. */
  @Test
  void distancesAreInTheUnitOfTheTarget() {
    Target.Scale fours = new Target.Scale(3, 4, false);
    Target.Scale halves = new Target.Scale(-1, 0.5, false);
    double[] seen = {1, -2};
    double[] target = {0, 1};
    for (Target.Scale scale : List.of(fours, halves)) {
      double p = scale.restore(seen[0]);
      double t = scale.restore(target[0]);
      double[] one = {seen[0]};
      double[] truth = {target[0]};
      double ofSmooth =
          new SmoothL1(0.75).forTarget(scaled(scale)).evaluate(one, truth, new double[1]);
      assertEquals(new SmoothL1(0.75).value(p, t) / scale.unit(), ofSmooth, TOLERANCE);
      double ofHuber = new Huber(0.75).forTarget(scaled(scale)).evaluate(one, truth, new double[1]);
      assertEquals(new Huber(0.75).value(p, t) / scale.unit() / scale.unit(), ofHuber, TOLERANCE);
    }
    double both =
        new SmoothL1(0.75).forTarget(scaled(fours, halves)).evaluate(seen, target, new double[2]);
    double first = new SmoothL1(0.75 / 4).value(1, 0);
    double second = new SmoothL1(0.75 / 0.5).value(-2, 1);
    assertEquals((first + second) / 2, both, TOLERANCE);
  }

  @Test
  void aLikelihoodKnowsItsDeviation() {
    assertEquals(1.5, new GaussianNll(2.25).deviation(new double[] {7, 8}, 1), TOLERANCE);
    double[] outputs = {7, 8, 0.5, -3};
    for (int k = 0; k < 2; k++) {
      double variance = 2.25 * (Math.log1p(Math.exp(outputs[2 + k])) + 1e-6);
      assertEquals(
          Math.sqrt(variance), new GaussianNll(2.25, true).deviation(outputs, k), TOLERANCE);
    }
  }

  @Test
  void aPredictedVarianceIsForNumbersAlone() {
    Target yes = new Target(Target.Kind.BINARY, List.of("yes"));
    Loss predicted = new GaussianNll(1, true);
    assertThrows(IllegalArgumentException.class, () -> predicted.forTarget(yes));
    assertEquals(predicted, predicted.forTarget(scaled(new Target.Scale(0, 2, false))));
    assertEquals(new GaussianNll(2), new GaussianNll(2).forTarget(yes));
  }

  @Test
  void formsOnLogitsTakeTheTargetsThatTheLossTakes() {
    for (Loss loss : List.of(new BinaryCrossEntropy(), new BinaryFocal())) {
      assertEquals(Interval.UNIT, loss.onLogits("sigmoid").orElseThrow().targets());
    }
    for (Loss loss : List.of(new CategoricalCrossEntropy(), new CategoricalFocal())) {
      assertEquals(Interval.UNIT, loss.onLogits("softmax").orElseThrow().targets());
    }
  }

  /** Where its length is not far above the radius, a direction may turn anywhere. */
  @Test
  void aDirectionHasNoDerivativeNearZero() {
    Loss cosine = new CosineSimilarity();
    assertTrue(cosine.isSmoothAround(new double[] {0.3, 0.4}, new double[] {1, 0}, 4e-4));
    assertFalse(cosine.isSmoothAround(new double[] {0.3, 0.4}, new double[] {1, 0}, 6e-4));
  }

  /** Later or earlier, an event or not, and however large its score: without it, all is as with. */
  @Test
  void anExampleOfWeightZeroIsAsGoodAsNotThereForAPartialLikelihood() {
    double[] scores = {0.5, -1, 2, 0};
    double[] times = {1, 2, 2, 3};
    double[] seen = {1, 1, 1, 0};
    for (Cox.Ties ties : Cox.Ties.values()) {
      Cox cox = new Cox("event", ties);
      double[][] gradients = new double[4][1];
      double expected = cox.evaluateBatch(rows(scores), rows(times, seen), ones(4), gradients);
      for (double time : new double[] {0.5, 1, 2, 4}) {
        for (double event : new double[] {0, 1}) {
          for (double score : new double[] {0, 1000, -1000, Float.MAX_VALUE, -Float.MAX_VALUE}) {
            double[][] withIt = new double[5][1];
            double[] weights = {1, 1, 1, 1, 0};
            double value =
                cox.evaluateBatch(
                    rows(with(scores, score)),
                    rows(with(times, time), with(seen, event)),
                    weights,
                    withIt);
            String which = ties + ", time " + time + ", event " + event + ", score " + score;
            assertEquals(expected, value, TOLERANCE, which);
            for (int i = 0; i < 4; i++) {
              assertEquals(gradients[i][0], withIt[i][0], TOLERANCE, which);
            }
            assertEquals(0, withIt[4][0], TOLERANCE, which);
          }
        }
      }
    }
  }

  @Test
  void withoutAnyWeightOrPairNothingIsLearned() {
    double[][] scores = rows(3, -2, 1);
    double[][] times = rows(new double[] {1, 2, 2}, new double[] {1, 1, 0});
    for (BatchLoss loss : List.of(new Cox(), new PairwiseRanking())) {
      double[][] gradients = {{7}, {7}, {7}};
      assertEquals(0, loss.evaluateBatch(scores, times, new double[3], gradients));
      assertArrayEquals(new double[3][1], gradients, loss::toString);
      double[][] one = {{7}};
      assertEquals(
          0, loss.evaluateBatch(rows(3), rows(new double[] {1}, ones(1)), ones(1), one), TOLERANCE);
      assertEquals(0, one[0][0], TOLERANCE, loss::toString);
    }
    double[][] equal = rows(new double[] {5, 5, 5}, ones(3));
    double[][] gradients = {{7}, {7}, {7}};
    assertEquals(0, new PairwiseRanking().evaluateBatch(scores, equal, ones(3), gradients));
    assertArrayEquals(new double[3][1], gradients);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] with(double[] numbers, double one) {
    double[] more = Arrays.copyOf(numbers, numbers.length + 1);
    more[numbers.length] = one;
    return more;
  }

  private static double[][] rows(double... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> new double[] {number})
        .toArray(double[][]::new);
  }

  private static double[][] rows(double[] first, double[] second) {
    double[][] rows = new double[first.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {first[i], second[i]};
    }
    return rows;
  }

  /** Where a relu gives 0 for an amount of billions. */
  @Test
  void theGradientOfALikelihoodFitsAFloatWhateverTheTarget() {
    for (PointwiseLoss loss :
        List.of(new Gamma(), new Tweedie(1.01), new Tweedie(1.99), new Poisson())) {
      for (double target : new double[] {1e-30, 1, 1e9, 1e20}) {
        double[] gradient = new double[1];
        loss.evaluate(new double[] {0}, new double[] {target}, gradient);
        assertTrue(Float.isFinite((float) gradient[0]), loss + " for " + target);
        assertTrue(gradient[0] < 0 || target < 1e-10, loss + " for " + target);
      }
    }
  }
}
