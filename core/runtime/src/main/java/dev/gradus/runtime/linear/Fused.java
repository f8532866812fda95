package dev.gradus.runtime.linear;

/**
 * A sum and a product with one rounding, {@code sum + x y}, the step of every product of matrices.
 *
 * <p>Processors do it in one instruction, twice as fast as a multiplication and an addition. The
 * result is that of {@link Math#fma(float, float, float)} on every machine. Where the processor
 * lacks the instruction, Java computes it with numbers of any size, which takes a hundred times as
 * long; there it is computed from {@code double} numbers.
 */
public final class Fused {

  /** How long one operation with the instruction takes at most, even interpreted; nanoseconds. */
  private static final long SLOW = 400;

  private static final int TRIALS = 30;
  private static final int OPERATIONS = 10;

  private static final boolean HAS_INSTRUCTION = isFast();

  private Fused() {}

  /** Whether the processor, and this Java on it, have the instruction. */
  public static boolean hasInstruction() {
    return HAS_INSTRUCTION;
  }

  /** Returns {@code sum + x y}, rounded once. */
  static float fma(float x, float y, float sum) {
    return HAS_INSTRUCTION ? Math.fma(x, y, sum) : emulated(x, y, sum);
  }

  /**
   * Without the instruction. The product of two floats is exact in {@code double}. The sum is
   * rounded to an odd last digit, so that rounding it once more to {@code float} gives the float
   * that is nearest to the exact sum (S. Boldo and G. Melquiond, "Emulation of a FMA and correctly
   * rounded sums: proved algorithms using rounding to odd", IEEE Transactions on Computers 57
   * (2008)).
   */
  static float emulated(float x, float y, float sum) {
    double product = (double) x * y;
    double rounded = product + sum;
    double part = rounded - product;
    double error = (product - (rounded - part)) + (sum - part);
    boolean isEven = (Double.doubleToRawLongBits(rounded) & 1) == 0;
    if (isEven && error > 0) {
      rounded = Math.nextUp(rounded);
    } else if (isEven && error < 0) {
      rounded = Math.nextDown(rounded);
    }
    return (float) rounded;
  }

  private static boolean isFast() {
    float sum = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      long begin = System.nanoTime();
      for (int i = 0; i < OPERATIONS; i++) {
        sum = Math.fma(sum, 0.3f, 0.7f);
      }
      if (System.nanoTime() - begin < SLOW * OPERATIONS) {
        // Always true; it keeps the compiler from leaving out the operations.
        return sum > 0;
      }
    }
    return false;
  }
}
