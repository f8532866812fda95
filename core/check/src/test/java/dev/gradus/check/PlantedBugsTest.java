package dev.gradus.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.RowActivation;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plugins with one bug each: it is found by its claim, before training as well as by the whole kit.
 */
@SuppressWarnings("ClassCanBeStatic")
class PlantedBugsTest {

  /** Backward is 42 times dL/dy; it says that there is no derivative anywhere. */
  @Plugin(name = "blind-rows", summary = "A test.")
  public record BlindRows() implements RowActivation {
    @Override
    public void forward(double[] x, double[] y) {
      System.arraycopy(x, 0, y, 0, x.length);
    }

    @Override
    public void backward(double[] x, double[] y, double[] gradient) {
      for (int i = 0; i < x.length; i++) {
        gradient[i] *= 42;
      }
    }

    @Override
    public boolean isSmoothAround(double[] x, double radius) {
      return false;
    }
  }

  /** The same of a loss. */
  @Plugin(name = "blind", summary = "A test.")
  public record BlindLoss() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      Arrays.fill(gradient, 42);
      return prediction[0];
    }

    @Override
    public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
      return false;
    }
  }

  /** It is right for one output, and says that there are kinks everywhere for several. */
  @Plugin(name = "half-blind", summary = "A test.")
  public record HalfBlind() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      Arrays.fill(gradient, prediction.length == 1 ? 1 : 42);
      return prediction[0];
    }

    @Override
    public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
      return prediction.length == 1;
    }
  }

  /** Kinks are everywhere. */
  @Plugin(name = "kinked", summary = "A test.")
  public record Kinked() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x;
    }

    @Override
    public double derivative(double x) {
      return -7;
    }

    @Override
    public double[] kinks() {
      double[] all = new double[400_001];
      Arrays.setAll(all, i -> -8 + i * 4e-5);
      return all;
    }
  }

  /** The derivative by its coefficient lacks a sign. */
  @Plugin(name = "learned", summary = "A test.")
  public record WrongCoefficient() implements LearnedActivation {
    @Override
    public List<Coefficient> coefficients() {
      return List.of(new Coefficient("slope", 0.25));
    }

    @Override
    public double value(double x, double[] coefficients) {
      return x >= 0 ? x : coefficients[0] * x;
    }

    @Override
    public double derivative(double x, double[] coefficients) {
      return x >= 0 ? 1 : coefficients[0];
    }

    @Override
    public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
      derivatives[0] = x >= 0 ? 0 : -x;
    }

    @Override
    public double[] kinks() {
      return new double[] {0};
    }
  }

  /** The derivative is right where the coefficient has its first value, and only there. */
  @Plugin(name = "learned-slope", summary = "A test.")
  public record WrongElsewhere() implements LearnedActivation {
    @Override
    public List<Coefficient> coefficients() {
      return List.of(new Coefficient("slope", 0.25));
    }

    @Override
    public double value(double x, double[] coefficients) {
      return x >= 0 ? x : coefficients[0] * x;
    }

    @Override
    public double derivative(double x, double[] coefficients) {
      return x >= 0 ? 1 : 0.25;
    }

    @Override
    public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
      derivatives[0] = x >= 0 ? 0 : x;
    }

    @Override
    public double[] kinks() {
      return new double[] {0};
    }
  }

  /** Works on floats, and forgets dL/dy. */
  @Plugin(name = "raw", summary = "A test.")
  public record RawFloats() implements Activation {
    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] < 0 ? 0 : x[i];
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
      for (int i = from; i < to; i++) {
        gradient[i] = x[i] < 0 ? 0 : 1;
      }
    }
  }

  /** The binary cross-entropy, whose form on logits climbs. */
  @Plugin(name = "climbing", summary = "A test.")
  public record ClimbingLogits() implements PointwiseLoss {
    @Override
    public double value(double p, double t) {
      return -t * Math.log(Math.max(p, 1e-300)) - (1 - t) * Math.log(Math.max(1 - p, 1e-300));
    }

    @Override
    public double derivative(double p, double t) {
      return -t / Math.max(p, 1e-300) + (1 - t) / Math.max(1 - p, 1e-300);
    }

    @Override
    public Interval predictions() {
      return Interval.UNIT;
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }

    @Override
    public Optional<Loss> onLogits(String activation) {
      return activation.equals("sigmoid") ? Optional.of(new Logits()) : Optional.empty();
    }

    private record Logits() implements PointwiseLoss {
      @Override
      public double value(double z, double t) {
        return Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z)));
      }

      @Override
      public double derivative(double z, double t) {
        return t - 1 / (1 + Math.exp(-z));
      }
    }
  }

  /** Half the weighted squared distance of all from their weighted mean error. */
  private static double spread(
      double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
    int n = predictions.length;
    double sum = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      sum += weights[i] * (predictions[i][0] - targets[i][0]);
      total += weights[i];
    }
    double mean = sum / total;
    double value = 0;
    for (int i = 0; i < n; i++) {
      double off = predictions[i][0] - targets[i][0] - mean;
      value += weights[i] * off * off / 2;
      Arrays.fill(gradients[i], 0);
      gradients[i][0] = weights[i] * off;
    }
    return value;
  }

  /** The mean of the batch is taken for a constant, though its weights are not all in it. */
  @Plugin(name = "no-cross-terms", summary = "A test.")
  public record NoCrossTerms() implements BatchLoss {
    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      int n = predictions.length;
      double mean = 0;
      for (double[] row : predictions) {
        mean += row[0] / n;
      }
      double value = 0;
      for (int i = 0; i < n; i++) {
        double off = weights[i] * (predictions[i][0] - targets[i][0] - mean);
        value += off * mean + predictions[i][0] * predictions[i][0];
        Arrays.fill(gradients[i], 0);
        gradients[i][0] = n == 1 ? -targets[i][0] * weights[i] + 2 * predictions[i][0] : 1;
      }
      return value;
    }
  }

  @Plugin(name = "unweighted", summary = "A test.")
  public record Unweighted() implements BatchLoss {
    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      double[] ones = new double[weights.length];
      Arrays.fill(ones, 1);
      return spread(predictions, targets, ones, gradients);
    }
  }

  @Plugin(name = "mutating-batch", summary = "A test.")
  public record MutatingBatch() implements BatchLoss {
    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      double value = spread(predictions, targets, weights, gradients);
      weights[weights.length - 1] = 1;
      targets[0][0] = 0;
      return value;
    }
  }

  /** It normalises the weights in place. */
  @Plugin(name = "writes-weights", summary = "A test.")
  public record WritesWeights() implements Regularizer {
    @Override
    public double penalize(float[] weights, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * weights[i];
        gradient[i] += 2 * weights[i];
        weights[i] *= 0.5f;
      }
      return sum;
    }
  }

  /** It sorts what it is given. */
  @Plugin(name = "sorting", summary = "A test.")
  public record SortingMetric() implements Metric {
    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      double sum = 0;
      for (int i = 0; i < predictions.length; i++) {
        predictions[i][0] -= targets[i][0];
        sum += Math.abs(predictions[i][0]);
      }
      return sum;
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }
  }

  /** It clips in place, from the second step on. */
  @Plugin(name = "clipping", summary = "A test.")
  public record ClippingOptimizer() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        gradient[i] = step.number() > 1 ? Math.min(gradient[i], 1e-3f) : gradient[i];
        weights[i] -= (float) (step.learningRate() * gradient[i]);
      }
    }
  }

  /** 0/0 at the end of a run. */
  @Plugin(name = "nan-at-end", summary = "A test.")
  public record NaNAtEnd(long steps) implements Schedule {
    public NaNAtEnd() {
      this(0);
    }

    @Override
    public double learningRate(double base, long step) {
      return steps == 0 ? base : base * (steps - step) / (steps - step);
    }

    @Override
    public Schedule forRun(long ofRun) {
      return new NaNAtEnd(ofRun);
    }
  }

  @Plugin(name = "negative", summary = "A test.")
  public record NegativeOnMetric() implements MetricSchedule {
    @Override
    public String monitor() {
      return "loss";
    }

    @Override
    public double learningRate(double base, double[] measured) {
      return measured.length < 5 ? base : -base;
    }
  }

  /** It leaves out the last weight. */
  @Plugin(name = "leaves-nan", summary = "A test.")
  public record LeavesNaN() implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) Math.log(random.nextGaussian());
      }
    }
  }

  @Plugin(name = "stubborn", summary = "A test.")
  public record Stubborn() implements Initializer {
    @Override
    public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
      throw new IllegalArgumentException("this initializer does not like any shape at all");
    }
  }

  @Plugin(name = "null-form", summary = "A test.")
  public record NullForm() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return prediction - target;
    }

    @Override
    public double derivative(double prediction, double target) {
      return 1;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Loss forTarget(Target target) {
      return null;
    }
  }

  @Plugin(name = "null-run", summary = "A test.")
  public record NullRun() implements Schedule {
    @Override
    public double learningRate(double base, long step) {
      return base;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Schedule forRun(long steps) {
      return null;
    }
  }

  @Plugin(name = "null-state", summary = "A test.")
  public record NullState() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.1;
    }

    @Override
    @SuppressWarnings("NullAway")
    public List<State> state() {
      return null;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  private record Bug(Object plugin, String claim, boolean beforeTraining) {
    Bug(Object plugin, String claim) {
      this(plugin, claim, true);
    }
  }

  @TestFactory
  Stream<DynamicTest> eachIsFoundByTheClaimThatItBreaks() {
    String gradient = "the gradient is the derivative of the value";
    String jacobian = "backward is the transposed Jacobian";
    String learned = "what it learns moves the output as its derivatives say";
    String targets = "it takes a target or refuses it with a sentence";
    String rates = "rates are finite and not negative";
    String fills = "it fills every weight, or refuses the shape with a sentence";
    return Stream.of(
            new Bug(new BlindRows(), jacobian),
            new Bug(new BlindLoss(), gradient),
            new Bug(new HalfBlind(), gradient),
            new Bug(new Kinked(), "the derivative is that of the value"),
            new Bug(new WrongCoefficient(), learned),
            new Bug(new WrongElsewhere(), learned),
            new Bug(new RawFloats(), jacobian),
            new Bug(
                new ClimbingLogits(),
                "on the logits of sigmoid, the gradient is the derivative of the value"),
            new Bug(new NoCrossTerms(), gradient),
            new Bug(new Unweighted(), "the weights of the examples count"),
            new Bug(new MutatingBatch(), "prediction and target are not modified"),
            new Bug(new WritesWeights(), "weights are not modified"),
            new Bug(new SortingMetric(), "predictions and targets are not modified"),
            new Bug(new ClippingOptimizer(), "the gradient is not modified"),
            new Bug(new NaNAtEnd(), rates),
            new Bug(new NegativeOnMetric(), rates),
            new Bug(new LeavesNaN(), fills),
            new Bug(new Stubborn(), fills, false),
            new Bug(new NullForm(), targets),
            new Bug(new NullRun(), rates),
            new Bug(new NullState(), "what it remembers has names"))
        .map(
            bug ->
                DynamicTest.dynamicTest(
                    bug.plugin().toString(),
                    () -> {
                      List<String> all = broken(Conformance.claimsOf(bug.plugin()));
                      assertTrue(all.contains(bug.claim()), "broken are only " + all);
                      List<String> brief =
                          broken(Conformance.claimsBeforeTraining(bug.plugin(), List.of()));
                      assertEquals(
                          bug.beforeTraining(), brief.contains(bug.claim()), "broken: " + brief);
                    }));
  }

  private static List<String> broken(List<Claim> claims) {
    List<String> broken = new ArrayList<>();
    assertTrue(claims.size() >= 2);
    for (Claim claim : claims) {
      try {
        claim.check().run();
      } catch (Throwable e) {
        assertTrue(e instanceof BrokenClaim || e instanceof NullPointerException, e.toString());
        broken.add(claim.text());
      }
    }
    return broken;
  }
}
