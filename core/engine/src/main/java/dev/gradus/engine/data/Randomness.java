package dev.gradus.engine.data;

import dev.gradus.spi.DoubleMath;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The source of everything random: generators that are pure functions of a seed, a purpose and an
 * index.
 *
 * <p>There is no state to save: a run that resumes at epoch 7 requests the shuffle of epoch 7. And
 * uses are independent: one more layer to initialise does not change the order of the batches.
 *
 * <p>The generator is SplitMix64. Its start is seed, purpose and index, mixed one after the other
 * by the finaliser of SplitMix64, a bijection of 64 bits in which every input bit flips every
 * output bit with a probability near one half; so different purposes and neighbouring indices give
 * unrelated sequences.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood, Fast splittable
 *     pseudorandom number generators, 2014</a>
 */
public final class Randomness {

  /** 2^64 divided by the golden ratio, odd: the increment of SplitMix64. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /**
   * A new generator; equal arguments give equal sequences.
   *
   * @param seed the seed of the configuration
   * @param purpose of the generator, such as {@code shuffle}
   * @param index within its purpose, such as the epoch
   */
  public static RandomGenerator of(long seed, String purpose, long index) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix((state ^ purpose.charAt(i)) + GOLDEN_GAMMA);
    }
    // The length distinguishes "ab" with index 'c' from "abc".
    state = mix((state ^ purpose.length()) + GOLDEN_GAMMA);
    return new Generator(new SplittableRandom(mix((state ^ index) + GOLDEN_GAMMA)));
  }

  /**
   * Shuffles numbers, each order with the same probability (Fisher and Yates 1938, in the form of
   * Durstenfeld 1964).
   *
   * @param numbers reordered
   */
  public static void shuffle(int[] numbers, RandomGenerator random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }

  /**
   * SplitMix64. This class defines how its bits become the numbers that {@link
   * dev.gradus.spi.SameBits} names, because Java does not specify it; normal numbers follow G. E.
   * P. Box and M. E. Muller (1958). Other methods are Java's own.
   */
  private record Generator(SplittableRandom bits) implements RandomGenerator {

    @Override
    public long nextLong() {
      return bits.nextLong();
    }

    @Override
    public int nextInt() {
      return bits.nextInt();
    }

    /**
     * Takes the remainder, and draws again for numbers in the last, incomplete interval below 2^31.
     */
    @Override
    public int nextInt(int bound) {
      if (bound <= 0) {
        throw new IllegalArgumentException("the bound must be above 0, but is " + bound);
      }
      int last = bound - 1;
      if ((bound & last) == 0) {
        return nextInt() & last;
      }
      int drawn = nextInt() >>> 1;
      int left = drawn % bound;
      while (drawn - left + last < 0) {
        drawn = nextInt() >>> 1;
        left = drawn % bound;
      }
      return left;
    }

    /** As {@link #nextInt(int)}. */
    @Override
    public long nextLong(long origin, long bound) {
      long range = bound - origin;
      if (range <= 0) {
        throw new IllegalArgumentException(
            "no number lies from %s to %s, exclusive".formatted(origin, bound));
      }
      long last = range - 1;
      if ((range & last) == 0) {
        return origin + (nextLong() & last);
      }
      long drawn = nextLong() >>> 1;
      long left = drawn % range;
      while (drawn - left + last < 0) {
        drawn = nextLong() >>> 1;
        left = drawn % range;
      }
      return origin + left;
    }

    @Override
    public double nextDouble() {
      return (nextLong() >>> 11) * 0x1p-53;
    }

    @Override
    public double nextGaussian() {
      double length = Math.sqrt(-2 * DoubleMath.log(1 - nextDouble()));
      return length * StrictMath.cos(2 * Math.PI * nextDouble());
    }
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
