package dev.gradus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.check.BrokenClaim;
import dev.gradus.check.Claim;
import dev.gradus.check.Conformance;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The kit passes what is right, and catches what is wrong by the claim that it breaks. */
public class KitCatchesBugsTest {

  /** A correct squared error. */
  @Plugin(name = "right", summary = "A correct squared error.")
  public record Right(@Option(value = "a factor", above = 0) double factor)
      implements PointwiseLoss {
    public Right() {
      this(1);
    }

    public Right {
      Options.check(Right.class, factor);
    }

    @Override
    public double value(double prediction, double target) {
      return factor * (prediction - target) * (prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * factor * (prediction - target);
    }
  }

  /** The sign of the gradient is wrong. */
  @Plugin(name = "sign", summary = "Climbs.")
  public record WrongSign() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return (prediction - target) * (prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return -2 * (prediction - target);
    }
  }

  /** What can go wrong in adam. */
  private enum Slip {
    NONE,
    EPSILON_INSIDE_THE_ROOT,
    NO_BIAS_CORRECTION,
    COUPLED_DECAY,
    UPDATE_BEFORE_USE
  }

  /** Adamw, correct or with a bug. */
  private static Optimizer adamw(Slip slip) {
    return new Optimizer() {
      @Override
      public double learningRate() {
        return 0.1;
      }

      @Override
      public List<State> state() {
        return List.of(new State("first-moment"), new State("second-moment"));
      }

      @Override
      public void update(float[] weights, float[] gradient, float[][] state, Step step) {
        boolean corrected = slip != Slip.NO_BIAS_CORRECTION;
        double ofMean = corrected ? 1 - Math.pow(0.9, (double) step.number()) : 1;
        double ofSquare = corrected ? 1 - Math.pow(0.99, (double) step.number()) : 1;
        for (int i = 0; i < weights.length; i++) {
          double g = gradient[i] + (slip == Slip.COUPLED_DECAY ? 0.1 * weights[i] : 0);
          double before = state[0][i];
          state[0][i] = (float) (0.9 * before + 0.1 * g);
          state[1][i] = (float) (0.99 * state[1][i] + 0.01 * g * g);
          double mean = slip == Slip.UPDATE_BEFORE_USE ? before : state[0][i];
          double square = state[1][i] / ofSquare;
          double size =
              slip == Slip.EPSILON_INSIDE_THE_ROOT
                  ? Math.sqrt(square + 1e-3)
                  : Math.sqrt(square) + 1e-3;
          double decay = slip == Slip.COUPLED_DECAY ? 0 : 0.1 * weights[i];
          weights[i] = (float) (weights[i] - step.learningRate() * (mean / ofMean / size + decay));
        }
      }
    };
  }

  /** Whether the kit finds that it leaves the path of the formula of adamw, in double. */
  private static boolean leavesThePath(Optimizer optimizer) {
    double[] w = {0.5, -2};
    double[] m = new double[2];
    double[] v = new double[2];
    double[] initial = w.clone();
    double[][] gradients = new double[20][];
    double[][] path = new double[20][];
    for (int t = 1; t <= 20; t++) {
      gradients[t - 1] = new double[] {Math.sin(t), 0.3 * Math.cos(2 * t)};
      for (int i = 0; i < 2; i++) {
        double g = gradients[t - 1][i];
        w[i] *= 1 - 0.1 * 0.1;
        m[i] += 0.1 * (g - m[i]);
        v[i] += 0.01 * (g * g - v[i]);
        double size = Math.sqrt(v[i] / (1 - Math.pow(0.99, t))) + 1e-3;
        w[i] -= 0.1 / (1 - Math.pow(0.9, t)) * m[i] / size;
      }
      path[t - 1] = w.clone();
    }
    return fails(
        (DynamicTest) OptimizerConformance.path(optimizer, initial, gradients, path, 1e-5));
  }

  @Test
  void slipsInAnOptimizerLeaveThePathOfItsFormula() {
    for (Slip slip : Slip.values()) {
      assertEquals(slip != Slip.NONE, leavesThePath(adamw(slip)), slip.toString());
    }
  }

  @Test
  void aDefaultThatIsNotThatOfTheSourceIsFound() {
    assertFalse(fails((DynamicTest) Defaults.of(Right.class, Map.of("factor", 1.0))));
    assertTrue(fails((DynamicTest) Defaults.of(Right.class, Map.of("factor", 0.5))));
    assertTrue(fails((DynamicTest) Defaults.of(Right.class, Map.of("power", 2.0))));
  }

  /** An error that counts rows. */
  private record Misses() implements Metric {
    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return IntStream.range(0, targets.length)
          .filter(i -> !Arrays.equals(predictions[i], targets[i]))
          .count();
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }
  }

  /** Twice its input. */
  private record Doubled() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return 2 * x;
    }

    @Override
    public double derivative(double x) {
      return 2;
    }
  }

  private record Kind(Stream<DynamicNode> suite, Object plugin) {}

  /** What bugs the claims find is tested where the claims are. */
  @TestFactory
  Stream<DynamicTest> everyKindHasATestForEachClaim() {
    Initializer ones = (weights, fanIn, fanOut, random) -> Arrays.fill(weights, 1);
    Regularizer free = (weights, gradient) -> 0;
    Schedule constant = (base, step) -> base;
    DataSource empty = rows -> rows.columns(List.of("x"));
    Optimizer adamw = adamw(Slip.NONE);
    return Stream.of(
            new Kind(LossConformance.of(new Right()), new Right()),
            new Kind(ActivationConformance.of(new Doubled()), new Doubled()),
            new Kind(OptimizerConformance.of(adamw), adamw),
            new Kind(ScheduleConformance.of(constant), constant),
            new Kind(InitializerConformance.of(ones), ones),
            new Kind(RegularizerConformance.of(free), free),
            new Kind(MetricConformance.of(new Misses()), new Misses()),
            new Kind(DataSourceConformance.of(empty), empty))
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    BrokenClaim.nameOf(kind.plugin()),
                    () ->
                        assertEquals(
                            Conformance.claimsOf(kind.plugin()).stream().map(Claim::text).toList(),
                            tests(kind.suite()).stream()
                                .map(DynamicTest::getDisplayName)
                                .toList())));
  }

  @Test
  void aBrokenClaimFailsItsTestAndNoOther() {
    assertEquals(
        List.of("the gradient is the derivative of the value"),
        failedClaims(LossConformance.of(new WrongSign())));
  }

  @Test
  void whatIsRightPasses() {
    assertEquals(List.of(), failedClaims(LossConformance.of(new Right(), new Right(2))));
  }

  private static List<String> failedClaims(Stream<DynamicNode> suite) {
    return tests(suite).stream()
        .filter(KitCatchesBugsTest::fails)
        .map(DynamicTest::getDisplayName)
        .toList();
  }

  private static List<DynamicTest> tests(Stream<DynamicNode> suite) {
    List<DynamicTest> tests =
        suite
            .flatMap(node -> ((DynamicContainer) node).getChildren())
            .map(DynamicTest.class::cast)
            .toList();
    assertFalse(tests.isEmpty());
    return tests;
  }

  private static boolean fails(DynamicTest test) {
    try {
      test.getExecutable().execute();
      return false;
    } catch (Throwable failure) {
      assertTrue(
          String.valueOf(failure.getMessage()).length() > 20, "a telling message: " + failure);
      return true;
    }
  }
}
