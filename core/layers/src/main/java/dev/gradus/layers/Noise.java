package dev.gradus.layers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A layer that adds random noise to its inputs in training, and passes them through unchanged in
 * prediction.
 *
 * @param input the shape of the inputs and outputs
 * @param schedule the strength of the noise for each batch; empty if it is constant
 * @param seed of its random numbers
 * @param numbers the inputs that are numbers of the data
 */
record Noise(
    Shape input, Disturbance noise, Optional<Schedule> schedule, long seed, List<Integer> numbers)
    implements LayerFunction {

  /**
   * Noise at a place in a network.
   *
   * @param schedule how its strength changes during training
   * @param range the possible strengths
   */
  static Noise at(LayerSite site, Disturbance noise, Optional<Schedule> schedule, Interval range) {
    return new Noise(
        site.input(),
        noise,
        schedule.map(given -> site.scheduled("schedule", given, range)),
        site.seed(),
        site.numbers());
  }

  /** The noise on a number: y = factor x + term, both random. */
  interface Disturbance {

    /** Its option: the share of numbers that it acts on, or its standard deviation. */
    double strength();

    /** The same noise with another strength. */
    Disturbance withStrength(double strength);

    /** The factor, for two random numbers from 0 to 1. */
    float factor(double u, double v);

    /** The term, for the same two numbers. */
    float term(double u, double v);
  }

  /** A factor of 0 or 1/(1 - rate). */
  record Dropping(double strength) implements Disturbance {

    @Override
    public Disturbance withStrength(double rate) {
      return new Dropping(rate);
    }

    @Override
    public float factor(double u, double v) {
      return u < strength ? 0 : (float) (1 / (1 - strength));
    }

    @Override
    public float term(double u, double v) {
      return 0;
    }
  }

  /** See {@link AlphaDropout}. */
  record AlphaDropping(double strength) implements Disturbance {

    /** The lower limit of selu. */
    private static final double END = -1.0507009873554805 * 1.6732632423543772;

    private double scale() {
      return 1 / Math.sqrt((1 - strength) * (1 + strength * END * END));
    }

    @Override
    public Disturbance withStrength(double rate) {
      return new AlphaDropping(rate);
    }

    @Override
    public float factor(double u, double v) {
      return u < strength ? 0 : (float) scale();
    }

    @Override
    public float term(double u, double v) {
      double shift = -scale() * strength * END;
      return (float) (u < strength ? scale() * END + shift : shift);
    }
  }

  /** A normally distributed term, from two uniform numbers (G. E. P. Box, M. E. Muller, 1958). */
  record Adding(double strength) implements Disturbance {

    @Override
    public Disturbance withStrength(double deviation) {
      return new Adding(deviation);
    }

    @Override
    public float factor(double u, double v) {
      return 1;
    }

    @Override
    public float term(double u, double v) {
      return (float)
          (strength * Math.sqrt(-2 * DoubleMath.log(1 - u)) * StrictMath.cos(2 * Math.PI * v));
    }
  }

  @Override
  public Shape output() {
    return input;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new NoiseKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    return direction.isBack() ? (long) Float.BYTES * rows * input.columns() : 0;
  }

  private final class NoiseKernel implements Kernel {

    /** The golden ratio, as the increment of a sequence of 64-bit numbers. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final double UNIT = 0x1p-53;

    private final int width = input.columns();
    private final boolean learns;
    private final float[] y;
    private final float[] gradient;
    private final float[] factors;
    private Disturbance current = noise;
    private long key;

    NoiseKernel(Workspace workspace) {
      learns = workspace.direction().isBack();
      y = workspace.y();
      gradient = workspace.gradient();
      factors = new float[gradient.length];
    }

    @Override
    public void begin(long step) {
      key = mix(seed + GOLDEN * step);
      schedule.ifPresent(
          given -> current = noise.withStrength(given.learningRate(noise.strength(), step - 1)));
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      if (!learns) {
        System.arraycopy(x, from * width, y, from * width, (to - from) * width);
        return;
      }
      Disturbance now = current;
      for (int i = from * width; i < to * width; i++) {
        double u = uniform(2L * i);
        double v = uniform(2L * i + 1);
        float factor = now.factor(u, v);
        factors[i] = factor;
        y[i] = factor * x[i] + now.term(u, v);
      }
    }

    /**
     * The random number of a position in the batch; it does not depend on the thread or the order.
     */
    private double uniform(long place) {
      return (mix(key + GOLDEN * (place + 1)) >>> 11) * UNIT;
    }

    /** G. L. Steele, D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number Generators, 2014. */
    private static long mix(long x) {
      long once = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
      long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
      return twice ^ (twice >>> 31);
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length == 0) {
        return;
      }
      for (int i = from * width; i < to * width; i++) {
        dx[i] = factors[i] * gradient[i];
      }
    }
  }
}
