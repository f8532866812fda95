package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Losses without reference values are compared with the formula of their paper in another form. */
class SecondFormTest {

  private static final double TOLERANCE = 1e-12;
  private static final int CLASSES = 4;
  private static final int POINTS = 200;

  private final SplittableRandom random = new SplittableRandom(7);

  private double value(Loss loss, double[] prediction, double[] target) {
    return loss.evaluate(prediction, target, new double[prediction.length]);
  }

  private double[] scores() {
    return random.doubles(CLASSES, -3, 3).toArray();
  }

  private static double[] softmax(double[] z) {
    double[] p = new double[z.length];
    for (int k = 0; k < z.length; k++) {
      double inverse = 0;
      for (double other : z) {
        inverse += Math.exp(other - z[k]);
      }
      p[k] = 1 / inverse;
    }
    return p;
  }

  private static double[] oneHot(int truth) {
    double[] target = new double[CLASSES];
    target[truth] = 1;
    return target;
  }

  @Test
  void polyCrossEntropyIsTheCrossEntropyPlusWhatIsMissing() {
    for (int i = 0; i < POINTS; i++) {
      int truth = i % CLASSES;
      double[] z = scores();
      double p = softmax(z)[truth];
      double expected = -Math.log(p) + 1.5 * (1 - p);
      PolyCrossEntropy loss = new PolyCrossEntropy(1.5);
      assertEquals(expected, value(loss, softmax(z), oneHot(truth)), TOLERANCE);
      assertEquals(
          expected, value(loss.onLogits("softmax").orElseThrow(), z, oneHot(truth)), TOLERANCE);
    }
  }

  @Test
  void generalisedCrossEntropyIsThePowerOfThePaper() {
    for (int i = 0; i < POINTS; i++) {
      int truth = i % CLASSES;
      double[] z = scores();
      double expected = (1 - Math.exp(0.7 * Math.log(softmax(z)[truth]))) / 0.7;
      GeneralisedCrossEntropy loss = new GeneralisedCrossEntropy();
      assertEquals(expected, value(loss, softmax(z), oneHot(truth)), TOLERANCE);
      assertEquals(
          expected, value(loss.onLogits("softmax").orElseThrow(), z, oneHot(truth)), TOLERANCE);
    }
  }

  @Test
  void multiMarginAddsUpTheMissedMargins() {
    for (int i = 0; i < POINTS; i++) {
      int truth = i % CLASSES;
      double[] z = scores();
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        sum += Math.max(0, 0.5 - z[truth] + z[k]);
      }
      // The true class itself added the margin.
      double expected = (sum - 0.5) / CLASSES;
      assertEquals(expected, value(new MultiMargin(0.5), z, oneHot(truth)), TOLERANCE);
    }
  }

  /** The loss is max over distributions p of z.p - |p|²/2, less z.t - |t|²/2 (Blondel, 2020). */
  @Test
  void sparsemaxLossIsTheFenchelYoungLossOfHalfTheSquaredNorm() {
    for (int i = 0; i < POINTS; i++) {
      double[] z = scores();
      double[] target = oneHot(i % CLASSES);
      double[] gradient = new double[CLASSES];
      double loss = new SparsemaxLoss().evaluate(z, target, gradient);
      double[] best = new double[CLASSES];
      for (int k = 0; k < CLASSES; k++) {
        best[k] = gradient[k] + target[k];
      }
      assertEquals(score(z, best) - score(z, target), loss, TOLERANCE);
      for (int other = 0; other < 20; other++) {
        double[] distribution = softmax(scores());
        assertEquals(
            score(z, best), Math.max(score(z, best), score(z, distribution)), TOLERANCE, "best");
      }
    }
  }

  private static double score(double[] z, double[] p) {
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      sum += z[k] * p[k] - p[k] * p[k] / 2;
    }
    return sum;
  }

  @Test
  void sparsemaxLossSeesThroughSparsemaxAlone() {
    assertEquals(new SparsemaxLoss(), new SparsemaxLoss().onLogits("sparsemax").orElseThrow());
    assertEquals(true, new SparsemaxLoss().onLogits("softmax").isEmpty());
  }

  @Test
  void hingesStretchTheTargetsOfClasses() {
    Target binary = new Target(Target.Kind.BINARY, List.of("yes"));
    for (Loss loss : List.of(new Hinge(), new SquaredHinge())) {
      Loss stretched = loss.forTarget(binary);
      double[] gradient = new double[1];
      double[] gradientOfStretched = new double[1];
      for (int i = 0; i < POINTS; i++) {
        double p = random.nextDouble(-1, 2);
        double t = i % 2;
        double expected =
            loss.evaluate(new double[] {2 * p - 1}, new double[] {2 * t - 1}, gradient);
        double actual = stretched.evaluate(new double[] {p}, new double[] {t}, gradientOfStretched);
        assertEquals(expected, actual, TOLERANCE);
        assertEquals(2 * gradient[0], gradientOfStretched[0], TOLERANCE);
      }
      assertEquals(loss, loss.forTarget(new Target(Target.Kind.NUMERIC, List.of("side"))));
    }
  }

  /** The engine multiplies the loss of an example, whatever is smoothed in it. */
  @Test
  void classWeightsAreLeftToTheEngine() {
    double[] weights = {1, 2, 0.5, 4};
    List<Loss> losses =
        List.of(
            new CategoricalCrossEntropy(0.1),
            new CrossEntropy(0.1),
            new WeightedSum(List.of(new WeightedSum.Term(new CategoricalCrossEntropy(0.1)))));
    for (Loss loss : losses) {
      assertTrue(loss.withClassWeights(weights).isEmpty(), loss::toString);
    }
  }

  /** The same whatever the batch. */
  private record OfBatch() implements BatchLoss {

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      return 1;
    }
  }

  @Test
  void aSumRefusesLossesOfWholeBatches() {
    List<WeightedSum.Term> terms = List.of(new WeightedSum.Term(new OfBatch()));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> new WeightedSum(terms))
                .getMessage());
    assertTrue(message.contains("relates the examples of a batch to each other"), message);
  }

  @Test
  void aSumExpectsTheDeviationThatOneOfItsLossesExpects() {
    GaussianNll likelihood = new GaussianNll();
    int perTarget = likelihood.outputsPerTarget();
    double[] outputs = new double[perTarget];
    Arrays.fill(outputs, 0.5);
    Loss sum = new WeightedSum(List.of(new WeightedSum.Term(likelihood, 2)));
    assertEquals(likelihood.deviation(outputs, 0), sum.deviation(outputs, 0));
    assertTrue(Double.isNaN(new WeightedSum().deviation(outputs, 0)));
  }

  @Test
  void lossesOfSeveralClassesRefuseASingleOutput() {
    Target binary = new Target(Target.Kind.BINARY, List.of("yes"));
    List<Loss> losses =
        List.of(
            new CategoricalCrossEntropy(),
            new CategoricalFocal(),
            new PolyCrossEntropy(),
            new GeneralisedCrossEntropy(),
            new CategoricalHinge(),
            new MultiMargin(),
            new SparsemaxLoss());
    for (Loss loss : losses) {
      assertThrows(IllegalArgumentException.class, () -> loss.forTarget(binary));
    }
  }
}
