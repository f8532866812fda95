package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The defaults of a plugin that overrides nothing. */
class DefaultsOfKindsTest {

  private static final Target QUANTITY = new Target(Target.Kind.NUMERIC, List.of("y"));

  private record Plain() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      gradient[0] = 1;
      return prediction[0] - target[0];
    }
  }

  private record Pointwise() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return prediction - target;
    }

    @Override
    public double derivative(double prediction, double target) {
      return 1;
    }
  }

  private record Step2(double learningRate) implements ElementwiseOptimizer {
    @Override
    public void update(
        float[] weights, float[] gradient, float[][] state, int from, int to, Step step) {
      for (int i = from; i < to; i++) {
        weights[i] -= (float) (step.learningRate() * gradient[i]);
      }
    }
  }

  /** y = a x. */
  private record Sloped() implements LearnedActivation {
    @Override
    public List<Coefficient> coefficients() {
      return List.of(new Coefficient("a", 0.25));
    }

    @Override
    public double value(double x, double[] coefficients) {
      return coefficients[0] * x;
    }

    @Override
    public double derivative(double x, double[] coefficients) {
      return coefficients[0];
    }

    @Override
    public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
      derivatives[0] = x;
    }
  }

  private record OnMetric() implements MetricSchedule {
    @Override
    public String monitor() {
      return "loss";
    }

    @Override
    public double learningRate(double base, double[] measured) {
      return base * (1 + measured.length);
    }
  }

  private record Share() implements Metric {
    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return 0.5;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  private record Fans() implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
      weights[0] = fanIn;
      weights[1] = fanOut;
    }
  }

  @Test
  void aLossHasAnOutputForEachTargetAndNoFormOfItsOwn() {
    Loss loss = new Plain();
    assertEquals(1, loss.outputsPerTarget());
    assertTrue(Double.isNaN(loss.deviation(new double[] {1}, 0)));
    assertEquals(Interval.REAL, loss.predictions());
    assertEquals(Interval.REAL, loss.targets());
    assertNotNull(loss.outputs());
    assertEquals(Optional.empty(), loss.onLogits("softmax"));
    assertSame(loss, loss.forTarget(QUANTITY));
    assertEquals(Optional.empty(), loss.withClassWeights(new double[] {1, 2}));
    assertEquals(0, new Pointwise().kinks(3).length);
  }

  @Test
  void anOptimizerIsOfMiniBatchesAndPredictsWithItsWeights() {
    Optimizer optimizer = new Step2(0.5);
    assertFalse(optimizer.isFullBatch());
    assertFalse(optimizer.predictsWithOtherWeights());
    assertEquals(List.of(), optimizer.state());
    float[] weights = {1, 2, 3};
    float[] into = new float[3];
    optimizer.predictionWeights(weights, new float[0][], into);
    assertArrayEquals(weights, into);
    Optimizer.Step step = Optimizer.Step.of(7, 0.5, 1, 3);
    optimizer.update(weights, new float[] {2, 4, 6}, new float[0][], step);
    assertArrayEquals(new float[] {0, 0, 0}, weights, "the whole tensor moves");
    assertEquals(7, step.number());
    assertEquals(0.5, step.learningRate());
    assertEquals(1, step.rows());
    assertEquals(3, step.columns());
  }

  @Test
  void aLearnedActivationBeginsWithItsInitialCoefficients() {
    LearnedActivation activation = new Sloped();
    assertEquals(1, activation.value(4));
    assertEquals(0.25, activation.derivative(4));
    assertFalse(activation.givesDistribution());
    assertTrue(activation.isPointwise());
  }

  @Test
  void aScheduleIsForAnyRunAndAMetricForAnyTarget() {
    MetricSchedule onMetric = new OnMetric();
    assertSame(onMetric, onMetric.forMetric(true));
    assertEquals(0.1, onMetric.learningRate(0.1, 5), "nothing is measured before the first epoch");
    Schedule constant = (base, step) -> base;
    assertSame(constant, constant.forRun(100));
    Metric metric = new Share();
    assertSame(metric, metric.forTarget(QUANTITY));
  }

  @Test
  void anInitializerTakesTheUnitsForItsFanOut() {
    float[] weights = new float[2];
    new Fans().fill(weights, 3, 4, 36, new SplittableRandom(1));
    assertArrayEquals(new float[] {3, 4}, weights);
  }

  @Test
  void aVersionRunsWhatWasMadeForItOrForAnEarlierMinorOne() {
    SpiVersion version = new SpiVersion(2, 3);
    assertTrue(version.runs(new SpiVersion(2, 3)));
    assertTrue(version.runs(new SpiVersion(2, 0)));
    assertFalse(version.runs(new SpiVersion(2, 4)));
    assertFalse(version.runs(new SpiVersion(1, 3)));
    assertFalse(version.runs(new SpiVersion(3, 3)));
    assertEquals("2.3", version.toString());
    assertEquals(Optional.of(version), SpiVersion.parse(" 2.3 "));
    assertEquals(Optional.of(new SpiVersion(0, 0)), SpiVersion.parse("0.0"));
    assertEquals(Optional.empty(), SpiVersion.parse("2"));
    assertThrows(IllegalArgumentException.class, () -> new SpiVersion(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new SpiVersion(0, -1));
  }
}
