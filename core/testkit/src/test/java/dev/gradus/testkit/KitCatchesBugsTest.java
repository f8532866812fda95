package dev.gradus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.RowActivation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The kit passes what is right and catches what is planted here, each bug by the claim that it
 * breaks.
 */
public class KitCatchesBugsTest {

  /** A squared error as it should be. */
  @Plugin(name = "right", summary = "A squared error as it should be.")
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

  /** The factor 2 is missing. */
  @Plugin(name = "factor", summary = "Half as fast.")
  public record MissingFactor() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return (prediction - target) * (prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return prediction - target;
    }
  }

  /** The value is the absolute error, the gradient that of the squared one. */
  @Plugin(name = "other", summary = "Says one thing and teaches another.")
  public record OtherGradient() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.abs(prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }

    @Override
    public double[] kinks(double target) {
      return new double[] {target};
    }
  }

  /** The value is a mean, the gradient that of a sum. */
  @Plugin(name = "sum", summary = "Mean for sum.")
  public record SumForMean() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        double error = prediction[k] - target[k];
        sum += error * error;
        gradient[k] = 2 * error;
      }
      return sum / prediction.length;
    }
  }

  /** The gradient is added to what is there. */
  @Plugin(name = "adds", summary = "Remembers.")
  public record Accumulates() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        double error = prediction[k] - target[k];
        sum += error * error;
        gradient[k] += 2 * error;
      }
      return sum;
    }
  }

  /** The prediction is used as a place for intermediate results. */
  @Plugin(name = "mutates", summary = "Scribbles.")
  public record Mutates() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        prediction[k] -= target[k];
        sum += prediction[k] * prediction[k];
        gradient[k] = 2 * prediction[k];
      }
      return sum;
    }
  }

  /** A value that is cut while its gradient is not. */
  @Plugin(name = "clipped", summary = "Cuts the value alone.")
  public record ClippedValue() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.min(1, (prediction - target) * (prediction - target));
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }
  }

  /** On logits the label is forgotten to be weighted by the probability. */
  @Plugin(name = "logits", summary = "Another loss on logits.")
  public record WrongLogits() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return -target * Math.log(prediction) - (1 - target) * Math.log1p(-prediction);
    }

    @Override
    public double derivative(double prediction, double target) {
      return -target / prediction + (1 - target) / (1 - prediction);
    }

    @Override
    public Interval predictions() {
      return new Interval(0, false, 1, false);
    }

    @Override
    public Interval targets() {
      return Interval.UNIT;
    }

    @Override
    public Optional<Loss> onLogits(String outputActivation) {
      return outputActivation.equals("sigmoid") ? Optional.of(new Right()) : Optional.empty();
    }
  }

  /** The constructor does not refuse what the bounds exclude. */
  @Plugin(name = "bounds", summary = "Takes anything.")
  public record UncheckedBounds(@Option(value = "a factor", above = 0) double factor)
      implements PointwiseLoss {
    public UncheckedBounds() {
      this(1);
    }

    @Override
    public double value(double prediction, double target) {
      return 0;
    }

    @Override
    public double derivative(double prediction, double target) {
      return 0;
    }
  }

  /** The derivative is taken at the output. */
  @Plugin(name = "at-output", summary = "The derivative of the sigmoid at a for z.")
  public record DerivativeAtOutput() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double derivative(double x) {
      double a = value(value(x));
      return a * (1 - a);
    }

    @Override
    public Interval outputs() {
      return Interval.UNIT;
    }
  }

  /** A comparison swallows NaN. */
  @Plugin(name = "swallows", summary = "Hides NaN.")
  public record SwallowsNaN() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x > 0 ? x : 0;
    }

    @Override
    public double derivative(double x) {
      return x > 0 ? 1 : 0;
    }

    @Override
    public double[] kinks() {
      return new double[] {0};
    }
  }

  /** Of the Jacobian only the diagonal is used. */
  @Plugin(name = "diagonal", summary = "Softmax by its diagonal.")
  public record DiagonalJacobian() implements RowActivation {
    @Override
    public void forward(double[] x, double[] y) {
      double sum = 0;
      for (int k = 0; k < x.length; k++) {
        y[k] = Math.exp(x[k]);
        sum += y[k];
      }
      for (int k = 0; k < x.length; k++) {
        y[k] /= sum;
      }
    }

    @Override
    public void backward(double[] x, double[] y, double[] gradient) {
      for (int k = 0; k < x.length; k++) {
        gradient[k] *= y[k] * (1 - y[k]);
      }
    }
  }

  /** The velocity is kept in the optimizer, where no checkpoint sees it. */
  @Plugin(name = "hidden", summary = "Momentum with a velocity of its own.")
  public static final class HiddenState implements Optimizer {
    private float[] velocity = new float[0];

    @Override
    public double learningRate() {
      return 0.01;
    }

    @Override
    public synchronized void update(float[] weights, float[] gradient, float[][] state, Step step) {
      if (step.number() == 1 || velocity.length != weights.length) {
        velocity = new float[weights.length];
      }
      for (int i = 0; i < weights.length; i++) {
        velocity[i] = (float) (0.9 * velocity[i] + gradient[i]);
        weights[i] = (float) (weights[i] - step.learningRate() * velocity[i]);
      }
    }
  }

  /** It climbs, with its own rate instead of that of the step. */
  @Plugin(name = "climbs", summary = "Climbs at a rate of its own.")
  public record Climbs() implements Optimizer {
    @Override
    public double learningRate() {
      return 0.01;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] + learningRate() * gradient[i]);
      }
    }
  }

  /** The gradient of the penalty lacks its factor, and replaces what is there. */
  @Plugin(name = "penalty", summary = "A penalty with half its gradient.")
  public record HalfPenalty() implements Regularizer {
    @Override
    public double penalize(float[] weights, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += (double) weights[i] * weights[i];
        gradient[i] = weights[i];
      }
      return sum;
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

  /** Adamw as it should be, or with a slip. */
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

  /** The power is there and does nothing. */
  @Plugin(name = "ignored", summary = "Ignores an option.")
  public record IgnoredOption(
      @Option(value = "a factor", above = 0) double factor, @Option("a power") double power)
      implements PointwiseLoss {
    public IgnoredOption() {
      this(1, 2);
    }

    public IgnoredOption {
      Options.check(IgnoredOption.class, factor, power);
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

  @Test
  void aDefaultThatIsNotThatOfTheSourceIsFound() {
    assertFalse(fails((DynamicTest) Defaults.of(Right.class, Map.of("factor", 1.0))));
    assertTrue(fails((DynamicTest) Defaults.of(Right.class, Map.of("factor", 0.5))));
    assertTrue(fails((DynamicTest) Defaults.of(Right.class, Map.of("power", 2.0))));
  }

  private record Bug(Stream<DynamicNode> suite, String claim) {}

  @TestFactory
  Stream<DynamicTest> everyPlantedBugIsCaughtByTheClaimThatItBreaks() {
    String gradient = "the gradient is the derivative of the value";
    return Stream.of(
            new Bug(LossConformance.of(new WrongSign()), gradient),
            new Bug(LossConformance.of(new MissingFactor()), gradient),
            new Bug(LossConformance.of(new OtherGradient()), gradient),
            new Bug(LossConformance.of(new SumForMean()), gradient),
            new Bug(LossConformance.of(new ClippedValue()), gradient),
            new Bug(
                LossConformance.of(new Accumulates()), "the gradient is overwritten, not added to"),
            new Bug(LossConformance.of(new Mutates()), "prediction and target are not modified"),
            new Bug(
                LossConformance.of(new WrongLogits()),
                "on the logits of sigmoid, it is the loss of the probabilities"),
            new Bug(
                LossConformance.of(new UncheckedBounds()),
                "its options refuse what is out of bounds"),
            new Bug(LossConformance.of(new IgnoredOption()), "every option makes a difference"),
            new Bug(
                ActivationConformance.of(new DerivativeAtOutput()),
                "the derivative is that of the value"),
            new Bug(ActivationConformance.of(new SwallowsNaN()), "NaN is passed on"),
            new Bug(
                ActivationConformance.of(new DiagonalJacobian()),
                "backward is the transposed Jacobian"),
            new Bug(
                OptimizerConformance.of(new HiddenState()),
                "restored at any step, it goes on with the same bits"),
            new Bug(OptimizerConformance.of(new Climbs()), "it finds the minimum of a parabola"),
            new Bug(OptimizerConformance.of(new Climbs()), "the learning rate of the step counts"),
            new Bug(
                RegularizerConformance.of(new HalfPenalty()),
                "the gradient is the derivative of the penalty"),
            new Bug(
                RegularizerConformance.of(new HalfPenalty()),
                "the gradient is added to what is there"))
        .map(
            bug ->
                DynamicTest.dynamicTest(
                    bug.claim(),
                    () -> {
                      List<String> failed = failedClaims(bug.suite());
                      assertTrue(failed.contains(bug.claim()), "failed were only " + failed);
                    }));
  }

  @Test
  void whatIsRightPasses() {
    assertEquals(List.of(), failedClaims(LossConformance.of(new Right(), new Right(2))));
  }

  private static List<String> failedClaims(Stream<DynamicNode> suite) {
    List<String> failed = new ArrayList<>();
    List<DynamicTest> tests =
        suite
            .flatMap(node -> ((DynamicContainer) node).getChildren())
            .map(DynamicTest.class::cast)
            .toList();
    assertFalse(tests.isEmpty());
    for (DynamicTest test : tests) {
      if (fails(test)) {
        failed.add(test.getDisplayName());
      }
    }
    return failed;
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
