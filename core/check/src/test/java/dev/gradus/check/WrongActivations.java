package dev.gradus.check;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.Arrays;
import java.util.List;

/** Activations with one bug each. */
final class WrongActivations {

  private WrongActivations() {}

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

  /** The line of numpy is that of the sigmoid, the derivative that of the identity. */
  @Plugin(name = "other-line", summary = "States the line of another one.")
  public record OtherLine() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return x;
    }

    @Override
    public double derivative(double x) {
      return 1;
    }

    @Override
    public NumpyExpression derivativeInNumpy() {
      return NumpyExpression.of("a * (1 - a)");
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

  /** Only the diagonal of the Jacobian is used. */
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

  /** Backward is 42 times dL/dy; it declares that there is no derivative anywhere. */
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

  /** A relu with a trainable slope below 0, as a base for wrong ones. */
  interface LearnedSlope extends LearnedActivation {
    @Override
    default List<Coefficient> coefficients() {
      return List.of(new Coefficient("slope", 0.25));
    }

    @Override
    default double value(double x, double[] coefficients) {
      return x >= 0 ? x : coefficients[0] * x;
    }

    @Override
    default double derivative(double x, double[] coefficients) {
      return x >= 0 ? 1 : coefficients[0];
    }

    @Override
    default void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
      derivatives[0] = x >= 0 ? 0 : x;
    }

    @Override
    default double[] kinks() {
      return new double[] {0};
    }
  }

  /** The row in float forgets the kink. */
  @Plugin(name = "wrong-row", summary = "A learned slope whose row has it everywhere.")
  public record WrongRow() implements LearnedSlope {
    @Override
    public boolean forwardRow(float[] x, float[] y, int from, float[][] coefficients) {
      for (int k = 0; k < coefficients[0].length; k++) {
        y[from + k] = coefficients[0][k] * x[from + k];
      }
      return true;
    }

    @Override
    public boolean backwardRow(
        float[] x,
        float[] gradient,
        int from,
        float[][] coefficients,
        float[][] terms,
        float[] room) {
      for (int k = 0; k < coefficients[0].length; k++) {
        terms[0][from + k] = gradient[from + k] * x[from + k];
        gradient[from + k] *= coefficients[0][k];
      }
      return true;
    }
  }

  /** The row in float has no backward pass. */
  @Plugin(name = "no-way-back", summary = "A learned slope whose row only has outputs.")
  public record RowWithoutWayBack() implements LearnedSlope {
    @Override
    public boolean forwardRow(float[] x, float[] y, int from, float[][] coefficients) {
      for (int k = 0; k < coefficients[0].length; k++) {
        float slope = x[from + k] >= 0 ? 1 : coefficients[0][k];
        y[from + k] = slope * x[from + k];
      }
      return true;
    }
  }

  /** The derivative by its coefficient has the wrong sign. */
  @Plugin(name = "learned", summary = "A test.")
  public record WrongCoefficient() implements LearnedSlope {
    @Override
    public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
      derivatives[0] = x >= 0 ? 0 : -x;
    }
  }

  /** The derivative is right where the coefficient has its first value, and only there. */
  @Plugin(name = "learned-slope", summary = "A test.")
  public record WrongElsewhere() implements LearnedSlope {
    @Override
    public double derivative(double x, double[] coefficients) {
      return x >= 0 ? 1 : 0.25;
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

  /** A softmax that declares that each output depends only on its own input. */
  @Plugin(name = "not-pointwise", summary = "A test.")
  public record NotPointwise() implements Activation {
    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += Math.exp(x[i]);
      }
      for (int i = from; i < to; i++) {
        y[i] = (float) (Math.exp(x[i]) / sum);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
      double mean = 0;
      for (int i = from; i < to; i++) {
        mean += (double) y[i] * gradient[i];
      }
      for (int i = from; i < to; i++) {
        gradient[i] = (float) (y[i] * (gradient[i] - mean));
      }
    }

    @Override
    public boolean isPointwise() {
      return true;
    }
  }

  /** A sigmoid that declares that its outputs add up to 1. */
  @Plugin(name = "no-distribution", summary = "A test.")
  public record NoDistribution() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double derivative(double x) {
      double y = value(x);
      return y * (1 - y);
    }

    @Override
    public boolean givesDistribution() {
      return true;
    }
  }

  /** The initial value of its coefficient is out of range. */
  @Plugin(name = "begins-outside", summary = "A test.")
  public record BeginsOutside() implements LearnedSlope {
    @Override
    public List<Coefficient> coefficients() {
      return List.of(new Coefficient("slope", 0.25, Interval.atLeast(0.5)));
    }
  }

  /** The derivative is wrong within the range, and right where it is tried without a range. */
  @Plugin(name = "wrong-in-range", summary = "A test.")
  public record WrongInRange() implements LearnedSlope {
    @Override
    public List<Coefficient> coefficients() {
      return List.of(new Coefficient("slope", 12, Interval.closed(10, 20)));
    }

    @Override
    public double derivative(double x, double[] coefficients) {
      return x >= 0 ? 1 : Math.min(coefficients[0], 10);
    }
  }
}
