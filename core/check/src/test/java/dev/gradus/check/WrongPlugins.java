package dev.gradus.check;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.MatrixRegularizer;
import dev.gradus.spi.Metric;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Schedules, initializers, regularizers and metrics with one bug each. */
final class WrongPlugins {

  private WrongPlugins() {}

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

  /** Correct except for its further values. */
  interface OfValues extends Metric {
    @Override
    default double evaluate(double[][] predictions, double[][] targets) {
      double sum = 0;
      for (int i = 0; i < predictions.length; i++) {
        sum += Math.abs(predictions[i][0] - targets[i][0]);
      }
      return sum;
    }

    @Override
    default double[] evaluateValues(double[][] predictions, double[][] targets) {
      double sum = evaluate(predictions, targets);
      return new double[] {sum, sum * sum};
    }

    @Override
    default boolean higherIsBetter() {
      return false;
    }
  }

  @Plugin(name = "short-of-one", summary = "A test.")
  public record ShortOfOne() implements OfValues {
    @Override
    public List<String> values(Target target) {
      return List.of("sum", "square", "cube");
    }
  }

  @Plugin(name = "two-of-one-name", summary = "A test.")
  public record TwoOfOneName() implements OfValues {
    @Override
    public List<String> values(Target target) {
      return List.of("sum", "sum");
    }
  }

  @Plugin(name = "wrong-direction", summary = "A test.")
  public record WrongDirection() implements OfValues {
    @Override
    public List<String> values(Target target) {
      return List.of("sum", "square");
    }

    @Override
    public boolean higherIsBetter(String value) {
      return value.equals("square");
    }
  }

  /** Correct if lower is better, and something else if higher is better. */
  interface RightForLosses extends MetricSchedule {
    @Override
    default String monitor() {
      return "loss";
    }

    @Override
    default double learningRate(double base, double[] measured) {
      return measured.length > 5 ? base / 2 : base;
    }

    @Override
    default MetricSchedule forMetric(boolean higherIsBetter) {
      return higherIsBetter ? whereMoreIsBetter() : this;
    }

    MetricSchedule whereMoreIsBetter();
  }

  @Plugin(name = "negative-for-more", summary = "A test.")
  public record NegativeWhereMoreIsBetter() implements RightForLosses {
    @Override
    public MetricSchedule whereMoreIsBetter() {
      return new NegativeOnMetric();
    }
  }

  @Plugin(name = "sorts-for-more", summary = "A test.")
  public record SortsWhereMoreIsBetter() implements RightForLosses {
    @Override
    public MetricSchedule whereMoreIsBetter() {
      return new Sorting();
    }

    private record Sorting() implements MetricSchedule {
      @Override
      public String monitor() {
        return "loss";
      }

      @Override
      public double learningRate(double base, double[] measured) {
        Arrays.sort(measured);
        return base;
      }
    }
  }

  /** 0/0 at the end of a run, once it knows the direction. */
  @Plugin(name = "nan-in-run-of-metric", summary = "A test.")
  public record NaNInRunOfMetric() implements RightForLosses {
    @Override
    public MetricSchedule whereMoreIsBetter() {
      return new EndsInNaN();
    }

    private record EndsInNaN() implements MetricSchedule {
      @Override
      public String monitor() {
        return "loss";
      }

      @Override
      public double learningRate(double base, double[] measured) {
        return base;
      }

      @Override
      public Schedule forRun(long steps) {
        return new NaNAtEnd(steps);
      }
    }
  }

  @Plugin(name = "null-for-metric", summary = "A test.")
  public record NullForMetric() implements RightForLosses {
    @Override
    @SuppressWarnings("NullAway")
    public MetricSchedule whereMoreIsBetter() {
      return null;
    }
  }

  @Plugin(name = "looks-elsewhere", summary = "A test.")
  public record LooksElsewhere(String monitor) implements RightForLosses {
    public LooksElsewhere() {
      this("loss");
    }

    @Override
    public MetricSchedule whereMoreIsBetter() {
      return new LooksElsewhere("accuracy");
    }
  }

  /** Once it knows the direction, it has the patience of the default. */
  @Plugin(name = "forgets-patience", summary = "A test.")
  public record ForgetsPatience(@Option(value = "epochs", min = 0) int patience)
      implements MetricSchedule {
    public ForgetsPatience() {
      this(5);
    }

    public ForgetsPatience {
      Options.check(ForgetsPatience.class, patience);
    }

    @Override
    public String monitor() {
      return "loss";
    }

    @Override
    public double learningRate(double base, double[] measured) {
      return measured.length > patience ? base / 2 : base;
    }

    @Override
    public MetricSchedule forMetric(boolean higherIsBetter) {
      return new ForgetsPatience();
    }
  }

  /** Correct for dense layers, and something else for convolutions. */
  interface RightForDense extends Initializer {
    @Override
    default void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
      }
    }

    @Override
    default void fill(float[] weights, int fanIn, int units, int fanOut, RandomGenerator random) {
      fill(weights, fanIn, units, random);
      if (units != fanOut) {
        ofConvolution(weights);
      }
    }

    void ofConvolution(float[] weights);
  }

  @Plugin(name = "nan-of-convolution", summary = "A test.")
  public record LeavesNaNOfConvolution() implements RightForDense {
    @Override
    public void ofConvolution(float[] weights) {
      weights[weights.length - 1] = Float.NaN;
    }
  }

  @Plugin(name = "mute-on-convolution", summary = "A test.")
  public record MuteOnConvolution() implements RightForDense {
    @Override
    public void ofConvolution(float[] weights) {
      throw new IllegalArgumentException("no");
    }
  }

  /** It counts the calls. */
  @Plugin(name = "unseeded-convolution", summary = "A test.")
  public static final class UnseededConvolution implements RightForDense {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void ofConvolution(float[] weights) {
      weights[0] = calls.incrementAndGet();
    }
  }

  /** It uses the fan-out as the fan-in. */
  @Plugin(name = "swaps-fans", summary = "A test.")
  public record SwapsFans() implements RightForDense {
    @Override
    public void fill(float[] weights, int fanIn, int units, int fanOut, RandomGenerator random) {
      fill(weights, fanOut, units, random);
    }

    @Override
    public void ofConvolution(float[] weights) {}
  }

  /** Correct for a row, as a regularizer without shapes is tried, and wrong for a matrix. */
  @Plugin(name = "rows-and-columns", summary = "A test.")
  public record RowsAndColumns() implements MatrixRegularizer {
    @Override
    public double penalize(Tensor weights, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < weights.rows(); i++) {
        double squares = 0;
        for (int j = 0; j < weights.columns(); j++) {
          double w = weights.values()[i * weights.columns() + j];
          squares += w * w;
        }
        double length = Math.sqrt(squares);
        sum += length;
        for (int j = 0; j < weights.columns(); j++) {
          // The first row for every row.
          gradient[i * weights.columns() + j] += (float) (weights.values()[j] / length);
        }
      }
      return sum;
    }
  }

  /** It counts epochs, and divides by their length less one. */
  @Plugin(name = "short-epochs", summary = "A test.")
  public record ShortEpochs(double factor) implements Schedule {
    public ShortEpochs() {
      this(1);
    }

    @Override
    public Schedule forEpochs(int stepsPerEpoch) {
      return new ShortEpochs(1.0 / (stepsPerEpoch - 1));
    }

    @Override
    public double learningRate(double base, long step) {
      return base * factor;
    }
  }
}
