package dev.gradus.spi;

/**
 * A pointwise loss that is faster for many outputs at once, such as one that is interpreted.
 *
 * @since 1.4
 */
public interface ColumnwiseLoss extends PointwiseLoss {

  /**
   * Computes {@link #value} and {@link #derivative} of some outputs, with the same bits.
   *
   * @param predictions not modified
   * @param targets not modified
   * @param values overwritten
   * @param derivatives overwritten
   * @param count of them, from index 0
   */
  void evaluate(
      double[] predictions, double[] targets, double[] values, double[] derivatives, int count);
}
