package dev.gradus.optimizers;

/**
 * Stores squares of gradients in floats, although many exceed their range: the square of 1e20 is
 * infinite as a float, and that of 1e-23 is 0.
 *
 * <p>A square that a float cannot hold with all its digits is stored as minus its root. Without
 * that, a weight that has once had such a gradient would never move again, or much too far.
 */
final class Squares {

  private Squares() {}

  /** Decodes a stored square. */
  static double of(float kept) {
    return kept < 0 ? (double) kept * kept : kept;
  }

  /**
   * Encodes a square.
   *
   * @param square 0 or more
   */
  static float kept(double square) {
    boolean fits = square >= Float.MIN_NORMAL && square <= Float.MAX_VALUE;
    return fits || square == 0 ? (float) square : (float) -Math.sqrt(square);
  }
}
