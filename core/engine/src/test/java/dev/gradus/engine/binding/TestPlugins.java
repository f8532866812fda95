package dev.gradus.engine.binding;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Small plugins of every kind, with options of every type, and the layers that ship. */
public final class TestPlugins {

  private TestPlugins() {}

  /** All of them, and no broken jar. */
  public static Catalogue catalogue() {
    return catalogue(List.of());
  }

  static Catalogue catalogue(List<Catalogue.BrokenJar> broken) {
    List<PluginType> types =
        Stream.concat(
                ServiceLoader.load(Layer.class).stream().map(ServiceLoader.Provider::type),
                Stream.<Class<?>>of(
                    Huber.class,
                    SquaredError.class,
                    Band.class,
                    Moody.class,
                    Tanh.class,
                    Relu.class,
                    Softmax.class,
                    Adam.class,
                    Sgd.class,
                    Kitchen.class,
                    Cosine.class,
                    Constant.class,
                    L2.class,
                    Accuracy.class,
                    TopK.class))
            .map(type -> PluginType.of(type, "test"))
            .toList();
    return new Catalogue(types, broken);
  }

  /** A number with a bound. */
  @Plugin(name = "huber", aliases = "smooth-l1", summary = "Test.")
  public record Huber(@Option(value = "where it turns", above = 0) double delta)
      implements PointwiseLoss {
    /** Defaults. */
    public Huber() {
      this(1);
    }

    /** Checks. */
    public Huber {
      Options.check(Huber.class, delta);
    }

    @Override
    public double value(double prediction, double target) {
      return Math.abs(prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return Math.signum(prediction - target);
    }
  }

  /** No options. */
  @Plugin(name = "mean-squared-error", aliases = "mse", summary = "Test.")
  public record SquaredError() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return (prediction - target) * (prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }

    @Override
    public Loss forTarget(Target target) {
      return target.kind() == Target.Kind.NUMERIC ? this : new Huber(2);
    }
  }

  /** Two numbers that must fit each other; a batch loss. */
  @Plugin(name = "band", summary = "Test.")
  public record Band(double low, double high) implements BatchLoss {
    /** Defaults. */
    public Band() {
      this(0, 1);
    }

    /** Checks. */
    public Band {
      if (low > high) {
        throw new IllegalArgumentException("high must not be below low, " + low);
      }
    }

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      double sum = 0;
      for (int i = 0; i < predictions.length; i++) {
        sum += weights[i] * predictions[i][0];
      }
      return sum;
    }
  }

  /** Its constructor fails with an unexpected exception. */
  @Plugin(name = "moody", summary = "Test.")
  public record Moody(int mood) implements PointwiseLoss {
    /** Defaults. */
    public Moody() {
      this(0);
    }

    /** Fails. */
    public Moody {
      if (mood == 1) {
        throw new IllegalStateException("not today");
      }
      if (mood == 3) {
        throw new IllegalArgumentException();
      }
      if (mood == 2) {
        throw new NoClassDefFoundError("com/example/Missing");
      }
    }

    @Override
    public double value(double prediction, double target) {
      return mood;
    }

    @Override
    public double derivative(double prediction, double target) {
      return 0;
    }
  }

  /** An option of a type that YAML cannot express: it cannot be registered. */
  @Plugin(name = "odd", summary = "Test.")
  public record Odd(Duration duration) implements PointwiseLoss {
    /** Defaults. */
    public Odd() {
      this(Duration.ZERO);
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

  /** No options. */
  @Plugin(name = "tanh", summary = "Test.")
  public record Tanh() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return Math.tanh(x);
    }

    @Override
    public double derivative(double x) {
      return 1 - value(x) * value(x);
    }
  }

  /** A number. */
  @Plugin(name = "relu", summary = "Test.")
  public record Relu(@Option(value = "slope below zero", min = 0) double slope)
      implements PointwiseActivation {
    /** Defaults. */
    public Relu() {
      this(0);
    }

    /** Checks. */
    public Relu {
      Options.check(Relu.class, slope);
    }

    @Override
    public double value(double x) {
      return x > 0 ? x : slope * x;
    }

    @Override
    public double derivative(double x) {
      return x > 0 ? 1 : slope;
    }
  }

  /** A class that is not a record. */
  @Plugin(name = "softmax", summary = "Test.")
  public static final class Softmax implements Activation {
    /** Makes one. */
    public Softmax() {}

    @Override
    public void forward(float[] x, float[] y, int from, int to) {}

    @Override
    public void backward(float[] x, float[] y, float[] gradient, int from, int to) {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Softmax;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /** Camel-case options. */
  @Plugin(name = "adam", summary = "Test.")
  public record Adam(
      @Option(value = "step", above = 0) double learningRate,
      @Option(value = "decays", min = 0, below = 1) List<Double> betas)
      implements Optimizer {
    /** Defaults. */
    public Adam() {
      this(0.001, List.of(0.9, 0.999));
    }

    /** Checks. */
    public Adam {
      Options.check(Adam.class, learningRate, betas);
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  /** One option. */
  @Plugin(name = "sgd", summary = "Test.")
  public record Sgd(double learningRate) implements Optimizer {
    /** Defaults. */
    public Sgd() {
      this(0.01);
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  /** How to do it. */
  public enum Mode {
    /** One word. */
    PLAIN,
    /** Two words. */
    VERY_SLOW
  }

  /** Everything and the kitchen sink. */
  @Plugin(name = "kitchen", summary = "Test.")
  public record Kitchen(
      double learningRate,
      @Option(value = "w", min = -5, max = 5) int whole,
      long big,
      boolean flag,
      String text,
      Mode mode,
      List<Double> numbers,
      List<String> texts,
      Activation inner,
      List<Loss> losses,
      Initializer start)
      implements Optimizer {
    /** Defaults. */
    public Kitchen() {
      this(
          0.1,
          1,
          2,
          false,
          "text",
          Mode.PLAIN,
          List.of(),
          List.of(),
          new Tanh(),
          List.of(),
          new Constant());
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] state, Step step) {}
  }

  /** A schedule. */
  @Plugin(name = "cosine", summary = "Test.")
  public record Cosine(@Option(value = "steps", min = 1) long steps) implements Schedule {
    /** Defaults. */
    public Cosine() {
      this(1000);
    }

    /** Checks. */
    public Cosine {
      Options.check(Cosine.class, steps);
    }

    @Override
    public double learningRate(double base, long step) {
      return base;
    }
  }

  /** An initializer. */
  @Plugin(name = "constant", summary = "Test.")
  public record Constant(double value) implements Initializer {
    /** Defaults. */
    public Constant() {
      this(0);
    }

    @Override
    public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {}
  }

  /** A regularizer. */
  @Plugin(name = "l2", summary = "Test.")
  public record L2(@Option(value = "strength", min = 0) double rate) implements Regularizer {
    /** Defaults. */
    public L2() {
      this(1e-4);
    }

    /** Checks. */
    public L2 {
      Options.check(L2.class, rate);
    }

    @Override
    public double penalize(float[] weights, float[] gradient) {
      return 0;
    }
  }

  /** A metric. */
  @Plugin(name = "accuracy", summary = "Test.")
  public record Accuracy() implements Metric {
    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return 1;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  /** A metric with an option. */
  @Plugin(name = "top-k", summary = "Test.")
  public record TopK(@Option(value = "how many", min = 1) int k) implements Metric {
    /** Defaults. */
    public TopK() {
      this(5);
    }

    /** Checks. */
    public TopK {
      Options.check(TopK.class, k);
    }

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return k;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }
}
