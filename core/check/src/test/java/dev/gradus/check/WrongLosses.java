package dev.gradus.check;

import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/** Losses with one bug each. */
final class WrongLosses {

  private WrongLosses() {}

  /** The correct methods, as a base for wrong ones. */
  interface SquaredError extends PointwiseLoss {
    @Override
    default double value(double prediction, double target) {
      return (prediction - target) * (prediction - target);
    }

    @Override
    default double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }
  }

  /** The sign of the gradient is wrong. */
  @Plugin(name = "sign", summary = "Climbs.")
  public record WrongSign() implements SquaredError {
    @Override
    public double derivative(double prediction, double target) {
      return -2 * (prediction - target);
    }
  }

  /** The factor 2 is missing. */
  @Plugin(name = "factor", summary = "Half as fast.")
  public record MissingFactor() implements SquaredError {
    @Override
    public double derivative(double prediction, double target) {
      return prediction - target;
    }
  }

  /** The factor 2 is missing in the line of numpy. */
  @Plugin(name = "half-a-line", summary = "States half of what it does.")
  public record HalfALine() implements SquaredError {
    @Override
    public NumpyExpression derivativeInNumpy() {
      return NumpyExpression.of("a - y");
    }
  }

  /** The line of numpy cannot be read. */
  @Plugin(name = "unreadable-line", summary = "Leaves out the sign of multiplication.")
  public record UnreadableLine() implements SquaredError {
    @Override
    public NumpyExpression derivativeInNumpy() {
      return NumpyExpression.of("2 (a - y)");
    }
  }

  /** The line of numpy has an unknown name. */
  @Plugin(name = "unknown-name", summary = "Calls the target t.")
  public record UnknownName() implements SquaredError {
    @Override
    public NumpyExpression derivativeInNumpy() {
      return NumpyExpression.of("2 * (a - t)");
    }
  }

  /** The line of numpy is never a number. */
  @Plugin(name = "never-a-number", summary = "Takes the logarithm of a negative number.")
  public record NeverANumber() implements SquaredError {
    @Override
    public NumpyExpression derivativeInNumpy() {
      return NumpyExpression.of("np.log(-1 - a**2)");
    }
  }

  /** No line, and no reason. */
  @Plugin(name = "no-reason", summary = "Does not say why.")
  public record NoReason() implements SquaredError {
    @Override
    public NumpyExpression gradientInNumpy() {
      return NumpyExpression.none("");
    }
  }

  /** The value is the absolute error, the gradient that of the squared one. */
  @Plugin(name = "other", summary = "Says one thing and teaches another.")
  public record OtherGradient() implements SquaredError {
    @Override
    public double value(double prediction, double target) {
      return Math.abs(prediction - target);
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

  /** A value that is clipped while its gradient is not. */
  @Plugin(name = "clipped", summary = "Cuts the value alone.")
  public record ClippedValue() implements SquaredError {
    @Override
    public double value(double prediction, double target) {
      return Math.min(1, (prediction - target) * (prediction - target));
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

  /** The prediction is overwritten with intermediate results. */
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

  /** On logits, the label is not weighted by the probability. */
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
      return outputActivation.equals("sigmoid")
          ? Optional.of(new SquaredError() {})
          : Optional.empty();
    }
  }

  /** The binary cross-entropy, with a form on logits that ascends. */
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

  /** The power has no effect. */
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

  /** The same for a loss. */
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

  /** It is correct for one output, and declares kinks everywhere for several. */
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

  /** The squared error as a share of 1 + |t|, for a network that sees both scaled. */
  interface RelativeError extends PointwiseLoss {

    @Override
    default double value(double prediction, double target) {
      double share = (prediction - target) / (1 + Math.abs(target));
      return share * share;
    }

    @Override
    default double derivative(double prediction, double target) {
      double size = 1 + Math.abs(target);
      return 2 * (prediction - target) / (size * size);
    }

    /** On the original values, with a slope that the plugin gets wrong. */
    default Loss onData(List<Target.Scale> scales, ToDoubleBiFunction<Integer, Double> slope) {
      return (prediction, target, gradient) -> {
        double sum = 0;
        for (int k = 0; k < prediction.length; k++) {
          double p = scales.get(k).restore(prediction[k]);
          double t = scales.get(k).restore(target[k]);
          sum += value(p, t);
          gradient[k] = derivative(p, t) * slope.applyAsDouble(k, prediction[k]);
        }
        return sum;
      };
    }
  }

  /** dL/dx is taken for dL/dseen. */
  @Plugin(name = "without-slope", summary = "A test.")
  public record WithoutSlope() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      return target.scales().isEmpty() ? this : onData(target.scales(), (k, seen) -> 1);
    }
  }

  /** It is only correct on linear scales. */
  @Plugin(name = "slope-of-unit", summary = "A test.")
  public record SlopeOfUnit() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      List<Target.Scale> scales = target.scales();
      return scales.isEmpty() ? this : onData(scales, (k, seen) -> scales.get(k).unit());
    }
  }

  /** It is correct if all outputs have the same scale. */
  @Plugin(name = "first-scale", summary = "A test.")
  public record FirstScale() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      List<Target.Scale> scales = target.scales();
      return scales.isEmpty() ? this : onData(scales, (k, seen) -> scales.get(0).slope(seen));
    }
  }

  /** It overwrites scaled numbers with those of the data. */
  @Plugin(name = "mutates-scaled", summary = "A test.")
  public record MutatesScaled() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      List<Target.Scale> scales = target.scales();
      Loss right = target.onData(this);
      return scales.isEmpty()
          ? this
          : (prediction, truth, gradient) -> {
            double value = right.evaluate(prediction, truth, gradient);
            truth[0] = scales.get(0).restore(truth[0]);
            return value;
          };
    }
  }

  @Plugin(name = "null-on-scale", summary = "A test.")
  public record NullOnScale() implements RelativeError {
    @Override
    @SuppressWarnings("NullAway")
    public Loss forTarget(Target target) {
      return target.scales().isEmpty() ? this : null;
    }
  }

  /** It refuses logarithms without a reason. */
  @Plugin(name = "mute-on-scale", summary = "A test.")
  public record MuteOnScale() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      if (target.scales().stream().anyMatch(Target.Scale::logarithm)) {
        throw new IllegalArgumentException("no");
      }
      return target.onData(this);
    }
  }

  /** It takes the target, and refuses its examples. */
  @Plugin(name = "fails-on-scale", summary = "A test.")
  public record FailsOnScale() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      return target.scales().isEmpty()
          ? this
          : (prediction, truth, gradient) -> {
            throw new IllegalArgumentException("a scaled target is not supported here");
          };
    }
  }

  /** Scaled, it grows like an exponential. */
  @Plugin(name = "overflows-on-scale", summary = "A test.")
  public record OverflowsOnScale() implements RelativeError {
    @Override
    public Loss forTarget(Target target) {
      return target.scales().isEmpty()
          ? this
          : (prediction, truth, gradient) -> {
            double sum = 0;
            for (int k = 0; k < prediction.length; k++) {
              gradient[k] = Math.exp(prediction[k]);
              sum += gradient[k];
            }
            return sum;
          };
    }
  }

  /** It returns a variance as a standard deviation, and may be below 0. */
  @Plugin(name = "negative-deviation", summary = "A test.")
  public record NegativeDeviation() implements SquaredError {
    @Override
    public double deviation(double[] outputs, int target) {
      return outputs[target];
    }
  }

  /** It sorts the outputs when it computes the standard deviation. */
  @Plugin(name = "mutates-for-deviation", summary = "A test.")
  public record MutatesForDeviation() implements SquaredError {
    @Override
    public double deviation(double[] outputs, int target) {
      outputs[target] = Math.abs(outputs[target]);
      return outputs[target];
    }
  }
}
