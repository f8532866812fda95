package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Correct plugins, although not every loss suits every target: none of them is refused. */
class RightPluginsTest {

  /** In each pair, the one with the higher target must lead by a margin. */
  @Plugin(name = "pairwise-hinge", summary = "A test.")
  public record PairwiseHinge(@Option(value = "the margin", above = 0) double margin)
      implements BatchLoss {
    public PairwiseHinge() {
      this(1);
    }

    public PairwiseHinge {
      Options.check(PairwiseHinge.class, margin);
    }

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      for (double[] row : gradients) {
        Arrays.fill(row, 0);
      }
      double value = 0;
      for (int i = 0; i < predictions.length; i++) {
        for (int j = 0; j < predictions.length; j++) {
          double lacking = margin - (predictions[i][0] - predictions[j][0]);
          if (targets[i][0] > targets[j][0] && lacking > 0) {
            double weight = weights[i] * weights[j];
            value += weight * lacking;
            gradients[i][0] -= weight;
            gradients[j][0] += weight;
          }
        }
      }
      return value;
    }
  }

  /** Rows of one class are drawn together, those of two are kept apart (Hadsell et al. 2006). */
  @Plugin(name = "contrastive", summary = "A test.")
  public record Contrastive(@Option(value = "how far apart", above = 0) double margin)
      implements BatchLoss {
    public Contrastive() {
      this(4);
    }

    public Contrastive {
      Options.check(Contrastive.class, margin);
    }

    @Override
    public Loss forTarget(Target target) {
      if (target.kind() != Target.Kind.CLASSES) {
        throw new IllegalArgumentException("contrastive compares rows of classes, and needs some");
      }
      return this;
    }

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      for (double[] row : gradients) {
        Arrays.fill(row, 0);
      }
      double value = 0;
      for (int i = 0; i < predictions.length; i++) {
        for (int j = 0; j < i; j++) {
          double weight = weights[i] * weights[j];
          double squared = 0;
          for (int k = 0; k < predictions[i].length; k++) {
            double off = predictions[i][k] - predictions[j][k];
            squared += off * off;
          }
          double lacking = margin - squared;
          boolean alike = Arrays.equals(targets[i], targets[j]);
          if (alike || lacking > 0) {
            value += weight * (alike ? squared : lacking * lacking);
            double slope = alike ? 2 * weight : -4 * weight * lacking;
            for (int k = 0; k < predictions[i].length; k++) {
              double off = predictions[i][k] - predictions[j][k];
              gradients[i][k] += slope * off;
              gradients[j][k] -= slope * off;
            }
          }
        }
      }
      return value;
    }
  }

  /** Distance on a sphere: only for latitude and longitude. */
  @Plugin(name = "two-targets", summary = "A test.")
  public record TwoTargets(@Option("the weight of the second") double weight) implements Loss {
    public TwoTargets() {
      this(2);
    }

    public TwoTargets {
      Options.check(TwoTargets.class, weight);
    }

    @Override
    public Loss forTarget(Target target) {
      if (target.kind() != Target.Kind.NUMERIC || target.width() != 2) {
        throw new IllegalArgumentException("two-targets needs two numeric targets, such as x, y");
      }
      return this;
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      double first = prediction[0] - target[0];
      double second = prediction[1] - target[1];
      gradient[0] = 2 * first + weight * second;
      gradient[1] = weight * first + 4 * second;
      return first * first + weight * first * second + 2 * second * second;
    }
  }

  /** For two classes with an output each; it reads just these. */
  @Plugin(name = "two-classes", summary = "A test.")
  public record TwoClasses() implements Loss {
    @Override
    public Loss forTarget(Target target) {
      if (target.kind() != Target.Kind.CLASSES || target.width() != 2) {
        throw new IllegalArgumentException("two-classes needs a target of exactly two classes");
      }
      return this;
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      if (prediction.length != 2) {
        throw new IllegalArgumentException("there must be two outputs, but there are others");
      }
      double sign = target[0] == 1 ? 1 : -1;
      double margin = sign * (prediction[0] - prediction[1]);
      double lost =
          margin > 0 ? Math.exp(-margin) / (1 + Math.exp(-margin)) : 1 / (1 + Math.exp(margin));
      gradient[0] = -sign * lost;
      gradient[1] = sign * lost;
      return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
  }

  /** It finds the true class, and needs one. */
  @Plugin(name = "needs-a-class", summary = "A test.")
  public record NeedsAClass() implements Loss {
    @Override
    public Loss forTarget(Target target) {
      if (target.kind() != Target.Kind.CLASSES) {
        throw new IllegalArgumentException("needs-a-class needs a target of several classes");
      }
      return this;
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      int truth = 0;
      while (target[truth] != 1) {
        truth++;
      }
      double sum = 0;
      for (int k = 0; k < prediction.length; k++) {
        double off = prediction[k] - (k == truth ? 1 : 0);
        gradient[k] = 2 * off;
        sum += off * off;
      }
      return sum;
    }
  }

  /** A relu that works on floats, and cannot declare its kink. */
  @Plugin(name = "float-relu", summary = "A test.")
  public record FloatRelu() implements Activation {
    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] < 0 ? 0 : x[i];
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
      for (int i = from; i < to; i++) {
        gradient[i] = x[i] < 0 ? 0 : gradient[i];
      }
    }

    @Override
    public boolean isPointwise() {
      return true;
    }
  }

  /** Its lower end is no float: outputs are rounded beyond it. */
  @Plugin(name = "bounded", summary = "A test.")
  public record Bounded() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x < -0.2 ? -0.2 : x;
    }

    @Override
    public double derivative(double x) {
      return x < -0.2 ? 0 : 1;
    }

    @Override
    public double[] kinks() {
      return new double[] {-0.2};
    }

    @Override
    public Interval outputs() {
      return Interval.atLeast(-0.2);
    }
  }

  /** The example of {@link JointOptimizer}. */
  @Plugin(name = "norm-adagrad", summary = "A test.")
  public record NormAdagrad(@Option(value = "the length of a step", above = 0) double learningRate)
      implements JointOptimizer {
    public NormAdagrad() {
      this(1);
    }

    public NormAdagrad {
      Options.check(NormAdagrad.class, learningRate);
    }

    @Override
    public List<Scalar> scalars() {
      return List.of(new Scalar("sum-of-squares", 1e-8));
    }

    @Override
    public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
      for (Part part : parts) {
        for (float g : part.gradient()) {
          scalars[0] += (double) g * g;
        }
      }
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {
      double rate = step.learningRate() / Math.sqrt(step.scalar(0));
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= (float) (rate * gradient[i]);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> noClaimIsBroken() {
    return Stream.of(
            new PairwiseHinge(),
            new PairwiseHinge(0.5),
            new Contrastive(),
            new TwoTargets(),
            new TwoClasses(),
            new NeedsAClass(),
            new WrongColumns.Weighed(),
            new WrongColumns.GroupError(),
            new WrongColumns.Decoded(),
            new WrongColumns.TwoQuantiles(),
            new FloatRelu(),
            new Bounded(),
            new NormAdagrad())
        .flatMap(
            plugin ->
                Stream.of(
                        Conformance.claimsOf(plugin),
                        Conformance.claimsBeforeTraining(plugin, List.of(), List.of()))
                    .flatMap(List::stream)
                    .map(
                        claim ->
                            DynamicTest.dynamicTest(
                                plugin + ": " + claim.text(), claim.check()::run)));
  }
}
