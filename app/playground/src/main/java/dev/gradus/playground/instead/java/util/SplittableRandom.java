package dev.gradus.playground.instead.java.util;

/** SplitMix64, as Java has it. */
public final class SplittableRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long seed;

  /** Starts a sequence. */
  public SplittableRandom(long seed) {
    this.seed = seed;
  }

  private long nextSeed() {
    seed += GOLDEN_GAMMA;
    return seed;
  }

  /** The next 64 bits. */
  public long nextLong() {
    long z = nextSeed();
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The next 32 bits, which are mixed in another way. */
  public int nextInt() {
    long z = nextSeed();
    z = (z ^ (z >>> 33)) * 0x62A9D9ED799705F5L;
    return (int) (((z ^ (z >>> 28)) * 0xCB24D0A5C88C35B3L) >>> 32);
  }
}
