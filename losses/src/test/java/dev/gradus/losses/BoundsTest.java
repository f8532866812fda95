package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bounds at which losses begin to clip, and their behaviour on both sides. */
class BoundsTest {

  private static final double RELATIVE = 1e-12;
  private static final double BOUND = 1e-30;

  private static double value(Loss loss, double[] prediction, double... target) {
    return loss.evaluate(prediction, target, new double[prediction.length]);
  }

  private static double slope(Loss loss, double[] prediction, int k, double... target) {
    double[] gradient = new double[prediction.length];
    loss.evaluate(prediction, target, gradient);
    return gradient[k];
  }

  private static void assertNear(double expected, double actual) {
    assertEquals(expected, actual, RELATIVE * Math.abs(expected));
  }

  /** A probability of 1e-20 is used unchanged; below 1e-30 it counts as 1e-30. */
  @Test
  void probabilitiesAreTakenAsTheyAreDownToTheBound() {
    for (double p : new double[] {1e-6, 1e-20, 1e-29, 1e-31, 0}) {
      double seen = Math.max(p, BOUND);
      double[] single = {p};
      assertNear(-Math.log(seen), value(new BinaryCrossEntropy(), single, 1));
      assertNear(-1 / seen, slope(new BinaryCrossEntropy(), single, 0, 1));
      double[] rest = {p, 1 - p};
      assertNear(-Math.log(seen), value(new CategoricalCrossEntropy(), rest, 1, 0));
      assertNear(-1 / seen, slope(new CategoricalCrossEntropy(), rest, 0, 1, 0));
      assertNear(-Math.log(seen), value(new CategoricalFocal(0, 1), rest, 1, 0));
      assertNear(-0.5 * Math.log(seen), value(new BinaryFocal(0, 0.5), single, 1));
      assertNear(-Math.log(seen) + 1 - seen, value(new PolyCrossEntropy(1), rest, 1, 0));
    }
  }

  /** A mean of 1e-14 is used unchanged; below 1e-15 it counts as 1e-15. */
  @Test
  void meansAreTakenAsTheyAreDownToTheirBound() {
    for (double p : new double[] {1e-6, 1e-10, 1e-14, 1e-16, 0}) {
      double mean = Math.max(p, 1e-15);
      double[] single = {p};
      assertNear(p - 2 * Math.log(mean), value(new Poisson(), single, 2));
      assertNear(1 - 2 / mean, slope(new Poisson(), single, 0, 2));
      assertNear(Math.log(mean) + 2 / mean, value(new Gamma(), single, 2));
      assertNear((1 - 2 / mean) / mean, slope(new Gamma(), single, 0, 2));
      double root = Math.sqrt(mean);
      assertNear(2 * root + 2 * 2 / root, value(new Tweedie(1.5), single, 2));
      assertNear(1 / root - 2 / (mean * root), slope(new Tweedie(1.5), single, 0, 2));
    }
  }

  @Test
  void crossEntropySmoothsTheTargetOfTwoClasses() {
    double[] p = {0.3};
    Loss ofTwo = new CrossEntropy(0.2).forTarget(new Target(Target.Kind.BINARY, List.of("yes")));
    assertNear(-0.9 * Math.log(0.3) - 0.1 * Math.log(0.7), value(ofTwo, p, 1));
    Loss labels =
        new CrossEntropy(0.2).forTarget(new Target(Target.Kind.LABELS, List.of("a", "b")));
    double[] both = {0.3, 0.7};
    assertNear(-0.9 * Math.log(0.3) - 0.1 * Math.log(0.7), value(labels, both, 1, 0));
    assertNear(-0.9 * Math.log(0.3) - 0.1 * Math.log(0.7), value(new CrossEntropy(0.2), p, 1));
    Loss several =
        new CrossEntropy(0.2).forTarget(new Target(Target.Kind.CLASSES, List.of("a", "b")));
    double[] two = {0.3, 0.7};
    assertNear(-0.9 * Math.log(0.3) - 0.1 * Math.log(0.7), value(several, two, 1, 0));
  }

  /** A target nearer to 0 than epsilon counts as epsilon, one that is not as it is. */
  @Test
  void percentagesDivideByEpsilonAtLeast() {
    double[] p = {3e-7};
    assertNear(100 * (3e-7 - 2e-7) / 2e-7, value(new MeanAbsolutePercentageError(), p, 2e-7));
    assertNear(100 * (3e-7 - 5e-8) / 1e-7, value(new MeanAbsolutePercentageError(), p, 5e-8));
    assertNear(100 * 3e-7 / 1e-7, value(new MeanAbsolutePercentageError(), p, 0));
    assertNear(100 * 3e-7 / 0.5, value(new MeanAbsolutePercentageError(0.5), p, 0));
  }

  /** A vector is a direction down to a length of 1e-15; a shorter one is taken to be so long. */
  @Test
  void cosineHasADirectionDownToItsBound() {
    double[] target = {1, 0};
    assertNear(
        1 - Math.sqrt(0.5), value(new CosineSimilarity(), new double[] {1e-14, 1e-14}, target));
    assertNear(1 - 0.1, value(new CosineSimilarity(), new double[] {1e-16, 0}, target));
    assertEquals(1, value(new CosineSimilarity(), new double[] {0, 0}, target));
    assertNotEquals(0, slope(new CosineSimilarity(), new double[] {0, 0}, 0, target));
  }
}
