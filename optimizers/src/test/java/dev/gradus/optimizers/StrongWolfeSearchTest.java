package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The lengths that a line search tries, and the one that it takes. */
class StrongWolfeSearchTest {

  private static final double TOLERANCE = 1e-5;
  private static final int MOST_TRIALS = 25;

  /** Returns a loss and a slope, and records where it was evaluated. */
  private static final class Line implements Optimizer.Step {

    private final DoubleUnaryOperator loss;
    private final DoubleUnaryOperator slope;
    private final List<Double> trials = new ArrayList<>();

    Line(DoubleUnaryOperator loss, DoubleUnaryOperator slope) {
      this.loss = loss;
      this.slope = slope;
    }

    /** One that gives these losses and slopes in turn, wherever it is asked. */
    static Line of(double[]... answers) {
      int[] asked = {0};
      return new Line(t -> answers[asked[0]][0], t -> answers[asked[0]++][1]);
    }

    @Override
    public double evaluate(float[] weights, float[] gradient) {
      trials.add((double) weights[0]);
      double value = loss.applyAsDouble(weights[0]);
      gradient[0] = (float) slope.applyAsDouble(weights[0]);
      return value;
    }

    /** From 0, where the loss and the slope are given. */
    double search(double lossAtZero, double slopeAtZero, double first) {
      return new StrongWolfeSearch(new float[1], new double[] {1}, this)
          .length(lossAtZero, slopeAtZero, first);
    }

    @Override
    public long number() {
      return 1;
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public int columns() {
      return 1;
    }
  }

  private static void tries(Line line, double... expected) {
    assertEquals(expected.length, line.trials.size(), line.trials::toString);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], line.trials.get(i), TOLERANCE * expected[i], line.trials::toString);
    }
  }

  private static Line parabola() {
    return new Line(t -> (t - 1) * (t - 1), t -> 2 * (t - 1));
  }

  /** -t + t³/3, which is least at 1. */
  private static Line cubic() {
    return new Line(t -> t * t * t / 3 - t, t -> t * t - 1);
  }

  /** Where the cubic a + s t + B t² + A t³ through two points with their slopes is least. */
  private static double least(
      double from, double loss, double slope, double to, double lossThere, double slopeThere) {
    double w = to - from;
    double fall = lossThere - loss;
    double a = (slope + slopeThere) / (w * w) - 2 * fall / (w * w * w);
    double b = 3 * fall / (w * w) - (2 * slope + slopeThere) / w;
    return from + (-b + Math.sqrt(b * b - 3 * a * slope)) / (3 * a);
  }

  @Test
  void aLengthThatWillDoIsTaken() {
    Line line = parabola();
    assertEquals(1.5, line.search(1, -2, 1.5));
    tries(line, 1.5);
  }

  @Test
  void bothConditionsHoldAtTheirBounds() {
    Line justEnough = Line.of(new double[] {-1e-4, (float) 0.9});
    assertEquals(1, justEnough.search(0, -((float) 0.9) / 0.9, 1));
    tries(justEnough, 1);
    // With slightly less decrease, or a slightly larger slope, the search continues.
    Line tooHigh = Line.of(new double[] {-0.9e-4, 0}, new double[] {-1, 0});
    assertTrue(tooHigh.search(0, -1, 1) < 1);
    Line tooSteep = Line.of(new double[] {-1, -0.91}, new double[] {-2, 0});
    assertTrue(tooSteep.search(0, -1, 1) > 1);
  }

  @Test
  void whereItStillFallsTheNextIsTheLowestOfTheCubic() {
    Line line = cubic();
    assertEquals(1, line.search(0, -1, 0.3), TOLERANCE);
    tries(line, 0.3, 1);
  }

  @Test
  void aStepGrowsByTenAtMostAndByATenthAtLeast() {
    Line far = new Line(t -> (t - 3) * (t - 3), t -> 2 * (t - 3));
    assertEquals(1, far.search(9, -6, 0.1), TOLERANCE);
    tries(far, 0.1, 1);
    // The cubic is least at 0.5 or so, but there the search was; 0.7 + 0.07 it is.
    Line near = Line.of(new double[] {-0.1, -0.95}, new double[] {-0.2, 0});
    near.search(0, -1, 0.7);
    assertTrue(near.trials.get(1) >= 0.77 * (1 - TOLERANCE), near.trials::toString);
  }

  @Test
  void aLossThatFallsForeverIsFollowedForSoManyTrials() {
    Line line = new Line(t -> -t, t -> -1);
    double length = line.search(0, -1, 0.1);
    assertEquals(MOST_TRIALS, line.trials.size());
    double last = 0;
    for (int i = 0; i < MOST_TRIALS; i++) {
      double now = line.trials.get(i);
      assertTrue(now > last && (i == 0 || now <= 10 * last * (1 + TOLERANCE)), "" + line.trials);
      last = now;
    }
    assertEquals(last, length, last * TOLERANCE);
  }

  @Test
  void aLengthThatIsTooLongIsABracket() {
    Line line = parabola();
    assertEquals(1, line.search(1, -2, 5), TOLERANCE);
    tries(line, 5, 1);
    // Not nearer to an end than a tenth of the bracket.
    Line longer = parabola();
    assertEquals(1, longer.search(1, -2, 50), TOLERANCE);
    tries(longer, 50, 5, 1);
    Line nearTheFarEnd = Line.of(new double[] {0, -0.99}, new double[] {-1, 0});
    nearTheFarEnd.search(0, -1, 1);
    assertTrue(nearTheFarEnd.trials.get(1) <= 0.9 * (1 + TOLERANCE));
  }

  @Test
  void aLossThatRisesAgainIsABracketTheOtherWayRound() {
    Line line = cubic();
    assertEquals(1, line.search(0, -1, 1.5), TOLERANCE);
    tries(line, 1.5, 1);
  }

  @Test
  void aSecondLengthThatIsNoBetterThanTheFirstIsABracket() {
    double second = Math.min(least(0, 0, -1, 0.1, -0.1, -0.95), 1);
    Line line =
        Line.of(new double[] {-0.1, -0.95}, new double[] {-0.1, 3}, new double[] {-0.3, 0.1});
    double third = line.search(0, -1, 0.1);
    assertEquals(second, line.trials.get(1), TOLERANCE);
    double lowest = least(0.1, -0.1, -0.95, second, -0.1, 3);
    tries(line, 0.1, second, lowest);
    assertEquals(lowest, third, TOLERANCE);
  }

  /**
   * In the bracket (0, 4): 2 is better than 0, so of its two sides the one where it falls is kept.
   */
  @Test
  void aBracketKeepsTheSideOnWhichTheLossFalls() {
    for (double slope : new double[] {-2, 2}) {
      double first = least(0, 0, -1, 4, 1, 2);
      Line line = Line.of(new double[] {1, 2}, new double[] {-1, slope}, new double[] {-2, 0});
      double taken = line.search(0, -1, 4);
      double expected =
          slope < 0 ? least(first, -1, slope, 4, 1, 2) : least(first, -1, slope, 0, 0, -1);
      tries(line, 4, first, expected);
      assertEquals(expected, taken, TOLERANCE);
    }
  }

  /** A trial in the bracket that is no better than its lower end becomes the upper one. */
  @Test
  void aBracketShrinksToWhereTheLossIsLower() {
    double first = least(0, 0, -1, 4, 1, 2);
    Line line = Line.of(new double[] {1, 2}, new double[] {0, 2}, new double[] {-1, 0});
    double taken = line.search(0, -1, 4);
    double expected = least(0, 0, -1, first, 0, 2);
    tries(line, 4, first, expected);
    assertEquals(expected, taken, TOLERANCE);
  }

  @Test
  void whereTheLossIsInfiniteTheBracketIsHalved() {
    Line line =
        new Line(
            t -> t < 2 ? (t - 1) * (t - 1) : Double.POSITIVE_INFINITY,
            t -> t < 2 ? 2 * (t - 1) : Double.NaN);
    assertEquals(1, line.search(1, -2, 8), TOLERANCE);
    tries(line, 8, 4, 2, 1);
  }

  @Test
  void aLossThatOnlyRisesIsLeftWhereItIs() {
    Line line = new Line(t -> t, t -> 1);
    assertEquals(0, line.search(0, -1, 1));
    assertEquals(MOST_TRIALS, line.trials.size());
  }

  /** All that follows the second trial is worse than it, so it is what remains. */
  @Test
  void aBracketThatNothingWillDoInEndsAtItsBetterEnd() {
    int[] asked = {0};
    Line line = new Line(t -> asked[0] == 1 ? -0.5 : 5, t -> asked[0]++ == 1 ? -0.95 : 2);
    double length = line.search(0, -1, 4);
    assertTrue(line.trials.size() <= MOST_TRIALS, line.trials::toString);
    assertEquals(line.trials.get(1), length, TOLERANCE);
  }
}
