package dev.gradus.optimizers;

/**
 * Keeps squares of gradients in a float that has no room for many of them: the square of 1e20 is
 * infinite as a float, and that of 1e-23 is 0.
 *
 * <p>A square that a float cannot hold with all its digits is kept as minus its root. Without that,
 * a weight that has once had such a gradient would never move again, or much too far.
 */
final class Squares {

  private Squares() {}

  /** The square that was kept. */
  static double of(float kept) {
    return kept < 0 ? (double) kept * kept : kept;
  }

  /**
   * What to keep of a square.
   *
   * @param square 0 or more
   */
  static float kept(double square) {
    boolean fits = square >= Float.MIN_NORMAL && square <= Float.MAX_VALUE;
    return fits || square == 0 ? (float) square : (float) -Math.sqrt(square);
  }
}
