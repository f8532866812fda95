package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.losses.WeightedSum.Term;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a sum of losses passes on to its losses, and what it takes from them. */
class WeightedSumTest {

  private static final double TOLERANCE = 1e-12;
  private static final double[] WEIGHTS = {3, 0.5};

  private static WeightedSum sum(Loss... losses) {
    return new WeightedSum(List.of(losses).stream().map(loss -> new Term(loss, 2)).toList());
  }

  /** One with class weights built in: it squares them. Its range and its needs are options. */
  @Plugin(name = "stranger", summary = "A test.")
  private record Stranger(Interval range, Outputs needs, double known) implements Loss {

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      gradient[0] = 1;
      gradient[1] = 2;
      return prediction[0] + 2 * prediction[1];
    }

    @Override
    public Optional<Loss> withClassWeights(double[] weights) {
      return Optional.of(
          (prediction, target, gradient) -> {
            double weight = 0;
            for (int k = 0; k < target.length; k++) {
              weight += target[k] * weights[k] * weights[k];
            }
            gradient[0] = weight;
            gradient[1] = 2 * weight;
            return weight * (prediction[0] + 2 * prediction[1]);
          });
    }

    @Override
    public Interval predictions() {
      return range;
    }

    @Override
    public Interval targets() {
      return range;
    }

    @Override
    public Outputs outputs() {
      return needs;
    }

    @Override
    public double deviation(double[] outputs, int target) {
      return known;
    }

    @Override
    public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
      return radius < 1;
    }
  }

  private static Stranger stranger(Interval range) {
    return new Stranger(range, Loss.Outputs.ANY, Double.NaN);
  }

  @Test
  void lossesWithoutAPlaceForClassWeightsAreWeightedByTheTrueClass() {
    double[] p = {0.3, 0.6};
    for (double[] target : new double[][] {{1, 0}, {0, 1}, {0.25, 0.75}}) {
      double plain = target[0] * WEIGHTS[0] + target[1] * WEIGHTS[1];
      double squared = target[0] * 9 + target[1] * 0.25;
      double[] ofError = new double[2];
      double error = new MeanSquaredError().evaluate(p, target, ofError);
      double[] gradient = new double[2];
      Loss weighted =
          sum(new MeanSquaredError(), stranger(Interval.REAL))
              .withClassWeights(WEIGHTS)
              .orElseThrow();
      assertEquals(
          2 * (plain * error + squared * 1.5), weighted.evaluate(p, target, gradient), TOLERANCE);
      assertArrayEquals(
          new double[] {2 * (plain * ofError[0] + squared), 2 * (plain * ofError[1] + 2 * squared)},
          gradient,
          TOLERANCE);
    }
    assertTrue(sum(new MeanSquaredError()).withClassWeights(WEIGHTS).isEmpty());
  }

  @Test
  void ofASingleOutputTheSecondClassIsOne() {
    Loss weighted = new OfTrueClass(new MeanSquaredError(), WEIGHTS);
    double[] gradient = new double[1];
    assertEquals(
        3 * 0.16, weighted.evaluate(new double[] {0.4}, new double[] {0}, gradient), TOLERANCE);
    assertEquals(3 * 0.8, gradient[0], TOLERANCE);
    assertEquals(
        0.5 * 0.36, weighted.evaluate(new double[] {0.4}, new double[] {1}, gradient), TOLERANCE);
    assertEquals(-0.5 * 1.2, gradient[0], TOLERANCE);
  }

  @Test
  void whatIsWeightedStaysTheLossThatItIs() {
    Loss plain = new Stranger(Interval.atLeast(3), Loss.Outputs.SCORES, 5);
    Loss weighted = new OfTrueClass(plain, WEIGHTS);
    assertEquals(plain.predictions(), weighted.predictions());
    assertEquals(plain.targets(), weighted.targets());
    assertEquals(plain.outputs(), weighted.outputs());
    assertEquals(5, weighted.deviation(new double[2], 0));
    assertTrue(weighted.isSmoothAround(new double[2], new double[2], 0.5));
    assertFalse(weighted.isSmoothAround(new double[2], new double[2], 2));
    assertTrue(weighted.onLogits("softmax").isEmpty());
    assertEquals(2, new OfTrueClass(new GaussianNll(1, true), WEIGHTS).outputsPerTarget());
    Loss cross = new CategoricalCrossEntropy();
    double[] z = {1, 2};
    double[] truth = {0, 1};
    assertEquals(
        0.5 * cross.onLogits("softmax").orElseThrow().evaluate(z, truth, new double[2]),
        new OfTrueClass(cross, WEIGHTS)
            .onLogits("softmax")
            .orElseThrow()
            .evaluate(z, truth, new double[2]),
        TOLERANCE);
  }

  @Test
  void rangesAreWhatAllShare() {
    Interval half = new Interval(0, false, 5, true);
    assertEquals(
        new Interval(0, false, 1, true), sum(stranger(Interval.UNIT), stranger(half)).targets());
    assertEquals(
        new Interval(0, false, 1, true),
        sum(stranger(half), stranger(Interval.UNIT)).predictions());
    assertEquals(
        Interval.closed(1, 1),
        sum(stranger(Interval.UNIT), stranger(Interval.atLeast(1))).targets());
    // If their ranges do not overlap, the first one determines the range.
    assertEquals(
        Interval.UNIT, sum(stranger(Interval.UNIT), stranger(Interval.atLeast(2))).targets());
  }

  @Test
  void theFirstThatNeedsAnythingOrKnowsAnythingIsHeard() {
    Loss any = stranger(Interval.REAL);
    Loss scores = new Stranger(Interval.REAL, Loss.Outputs.SCORES, 7);
    Loss apart = new Stranger(Interval.REAL, Loss.Outputs.APART, 8);
    assertEquals(Loss.Outputs.ANY, sum(any, any).outputs());
    assertEquals(Loss.Outputs.SCORES, sum(any, scores, apart).outputs());
    assertEquals(7, sum(any, scores, apart).deviation(new double[2], 0));
    assertTrue(Double.isNaN(sum(any, any).deviation(new double[2], 0)));
  }

  @Test
  void itIsSmoothWhereAllOfThemAre() {
    Loss mixed = sum(new MeanSquaredError(), stranger(Interval.REAL));
    assertTrue(mixed.isSmoothAround(new double[2], new double[2], 0.5));
    assertFalse(mixed.isSmoothAround(new double[2], new double[2], 2));
  }

  @Test
  void itHasAFormOnLogitsIfAllOfThemHave() {
    Loss cross = new CategoricalCrossEntropy();
    assertTrue(sum(cross, new CategoricalFocal()).onLogits("softmax").isPresent());
    assertTrue(sum(cross, new MeanSquaredError()).onLogits("softmax").isEmpty());
  }

  @Test
  void lossesOfDifferentNumbersOfOutputsCannotBeAdded() {
    List<Term> different =
        List.of(new Term(new MeanSquaredError()), new Term(new GaussianNll(1, true)));
    assertThrows(IllegalArgumentException.class, () -> new WeightedSum(different));
    assertEquals(2, sum(new GaussianNll(1, true), new GaussianNll(2, true)).outputsPerTarget());
  }

  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));
  private static final Target SIZE = new Target(Target.Kind.CLASSES, List.of("s", "m", "l"));
  private static final Target YES = new Target(Target.Kind.BINARY, List.of("yes"));

  private static String refusal(Executable made) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void quantilesOfDifferentLevelsCannotBeAdded() {
    assertEquals(
        "terms must predict the same quantiles, but quantiles predicts [0.1, 0.5, 0.9] and quantiles [0.05, 0.5, 0.95]; give them the same levels, or leave one of them out",
        refusal(() -> sum(new Quantiles(List.of(0.1, 0.5, 0.9)), new Quantiles())));
    assertEquals(
        "terms must predict the same quantiles, but gaussian-nll predicts none and quantiles [0.1, 0.9]; give them the same levels, or leave one of them out",
        refusal(() -> sum(new GaussianNll(1, true), new Quantiles(List.of(0.1, 0.9)))));
    refusal(() -> sum(new Quantiles(List.of(0.9)), new MeanSquaredError()));
  }

  @Test
  void quantilesOfTheSameLevelsAreTheirs() {
    Loss sum = sum(new Quantiles(), new Quantiles()).forTarget(PRICE);
    double[] outputs = {0.3, -1, 2};
    assertEquals(new Quantiles().levels(), sum.quantiles());
    for (int i = 0; i < 3; i++) {
      assertEquals(new Quantiles().quantile(outputs, 0, i), sum.quantile(outputs, 0, i));
    }
    double[] decoded = new double[1];
    sum.decoder().orElseThrow().decode(outputs, decoded);
    assertEquals(-1, decoded[0]);
  }

  @Test
  void lossesThatDecodeDifferentlyCannotBeAdded() {
    Corn rising = new Corn(List.of("s", "m", "l"));
    Corn falling = new Corn(List.of("l", "m", "s"));
    assertEquals(
        "terms must predict the same from the outputs of a network, but corn and corn decode them differently; leave one of them out",
        refusal(() -> sum(rising, falling).forTarget(SIZE)));
    String ofPlain = refusal(() -> sum(new Corn(), new MeanSquaredError()).forTarget(YES));
    assertTrue(ofPlain.contains("corn and mean-squared-error decode"), ofPlain);
    Loss agreed = sum(rising, rising).forTarget(SIZE);
    double[] gradient = new double[2];
    double[] z = {0.4, -1};
    double[] truth = {0, 1, 0};
    assertEquals(
        4 * rising.forTarget(SIZE).evaluate(z, truth, new double[2]),
        agreed.evaluate(z, truth, gradient),
        TOLERANCE);
    assertTrue(agreed.decoder().isPresent());
  }

  @Test
  void lossesThatExpectDifferentDeviationsCannotBeAdded() {
    assertEquals(
        "terms must expect the same standard deviation from the outputs of a network, but gaussian-nll and gaussian-nll expect different ones; give them the same options, or leave one of them out",
        refusal(() -> sum(new GaussianNll(1, true), new GaussianNll(2, true)).forTarget(PRICE)));
    refusal(() -> sum(new GaussianNll(1), new GaussianNll(4)).forTarget(PRICE));
    assertEquals(
        2,
        sum(new MeanSquaredError(), new GaussianNll(4))
            .forTarget(PRICE)
            .deviation(new double[1], 0));
    assertEquals(
        2,
        sum(new GaussianNll(1, true), new GaussianNll(1, true))
            .forTarget(PRICE)
            .outputCount(PRICE));
  }

  @Test
  void lossesThatNeedDifferentOutputsCannotBeAddedInEitherOrder() {
    for (boolean turned : new boolean[] {false, true}) {
      Loss scores = turned ? new CategoricalCrossEntropy() : new MultiMargin();
      Loss probabilities = turned ? new MultiMargin() : new CategoricalCrossEntropy();
      String message = refusal(() -> sum(scores, probabilities).forTarget(SIZE));
      assertTrue(
          message.contains("needs scores") || message.contains("multi-margin scores"), message);
      assertTrue(message.contains("probabilities that add up to 1"), message);
    }
    assertEquals(
        Loss.Outputs.SCORES,
        sum(new MeanSquaredError(), new MultiMargin()).forTarget(SIZE).outputs());
  }
}
