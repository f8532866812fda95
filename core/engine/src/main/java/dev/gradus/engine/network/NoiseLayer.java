package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
import java.util.List;
import java.util.Optional;

/**
 * A layer that disturbs its inputs at random while the network learns, and leaves them as they are
 * when it predicts.
 */
final class NoiseLayer implements Layer {

  private final int width;
  private final Noise noise;
  private final long seed;

  /**
   * Makes a layer.
   *
   * @param width the number of inputs, and of outputs
   * @param seed what its randomness follows from
   */
  NoiseLayer(int width, Noise noise, long seed) {
    this.width = width;
    this.noise = noise;
    this.seed = seed;
  }

  /** How a number is disturbed: y = factor x + term, both random. */
  interface Noise {

    /** The factor, for two random numbers from 0 to 1. */
    float factor(double u, double v);

    /** The term, for the same two numbers. */
    float term(double u, double v);
  }

  /** A factor of 0 or 1/(1 - rate). */
  record Dropping(double rate) implements Noise {

    @Override
    public float factor(double u, double v) {
      return u < rate ? 0 : (float) (1 / (1 - rate));
    }

    @Override
    public float term(double u, double v) {
      return 0;
    }
  }

  /** See {@link dev.gradus.engine.config.AlphaDropout}. */
  record AlphaDropping(double rate) implements Noise {

    /** The lower end of selu. */
    private static final double END = -1.0507009873554805 * 1.6732632423543772;

    private double scale() {
      return 1 / Math.sqrt((1 - rate) * (1 + rate * END * END));
    }

    @Override
    public float factor(double u, double v) {
      return u < rate ? 0 : (float) scale();
    }

    @Override
    public float term(double u, double v) {
      double shift = -scale() * rate * END;
      return (float) (u < rate ? scale() * END + shift : shift);
    }
  }

  /** A normal term, of two uniform numbers (G. E. P. Box, M. E. Muller, 1958). */
  record Adding(double deviation) implements Noise {

    @Override
    public float factor(double u, double v) {
      return 1;
    }

    @Override
    public float term(double u, double v) {
      return (float) (deviation * Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v));
    }
  }

  @Override
  public int inputs() {
    return width;
  }

  @Override
  public int outputs() {
    return width;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public Optional<Activation> activation() {
    return Optional.empty();
  }

  @Override
  public Memory newMemory(int rows, Way way, List<Products> products) {
    return new NoiseMemory(rows, way, products.size());
  }

  @Override
  public long memoryBytes(int rows, Way way) {
    long factors = way == Way.FORWARD ? 0 : (long) rows * width;
    return Float.BYTES * (ActivatedMemory.size(rows, width, false, way) + factors);
  }

  private final class NoiseMemory extends ActivatedMemory {

    /** The golden ratio, as the increment of a sequence of 64-bit numbers. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final double UNIT = 0x1p-53;

    private final boolean learns;
    private final Matrix factors;
    private long key;

    NoiseMemory(int rows, Way way, int members) {
      super(rows, 1, width, Optional.empty(), Coefficients.NONE, way, members);
      learns = way != Way.FORWARD;
      factors = Matrix.zeros(learns ? rows : 0, width);
    }

    @Override
    public void begin(long step) {
      key = mix(seed + GOLDEN * step);
    }

    @Override
    public void preActivate(Matrix x, int from, int to, int member) {
      if (!learns) {
        System.arraycopy(x.values(), from * width, z.values(), from * width, (to - from) * width);
        return;
      }
      for (int i = from * width; i < to * width; i++) {
        double u = uniform(2L * i);
        double v = uniform(2L * i + 1);
        float factor = noise.factor(u, v);
        factors.values()[i] = factor;
        z.values()[i] = factor * x.values()[i] + noise.term(u, v);
      }
    }

    /** The random number that a place in the batch has, whoever asks, and in whatever order. */
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
    public void inputGradient(Matrix into, int from, int to, int member) {
      for (int i = from * width; i < to * width; i++) {
        into.values()[i] = factors.values()[i] * gradient.values()[i];
      }
    }

    @Override
    void ownParameterGradients(Matrix x, int part, int parts, int member) {}

    @Override
    List<Matrix> ownGradients() {
      return List.of();
    }
  }
}
