package dev.gradus.spi;

import java.util.List;

/**
 * An activation with trainable coefficients, one set for each unit.
 *
 * <p>The engine holds the coefficients, trains them, and stores them in models by name. The methods
 * without coefficients use the initial ones.
 */
public interface LearnedActivation extends PointwiseActivation {

  /** The coefficients of each unit, at least one. */
  List<Coefficient> coefficients();

  /**
   * A trainable number of each unit.
   *
   * <p>After every step the engine clips each coefficient to its range, so the methods below never
   * see a value outside.
   *
   * @param name in kebab case, such as {@code slope}
   * @param initial its value before the first step
   * @param range its allowed values; finite ends are included
   */
  record Coefficient(String name, double initial, Interval range) {

    /**
     * Checks the ends of the range.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public Coefficient {
      Tensor.checkRange(name, range);
    }

    /** An unbounded coefficient. */
    public Coefficient(String name, double initial) {
      this(name, initial, Interval.REAL);
    }
  }

  /**
   * The output for the pre-activation x; NaN for NaN.
   *
   * @param coefficients of the unit, in the order of {@link #coefficients()}; not modified
   */
  double value(double x, double[] coefficients);

  /** dy/dx; at a kink, any subgradient. */
  double derivative(double x, double[] coefficients);

  /**
   * Writes dy/dcoefficient.
   *
   * @param coefficients of the unit; not modified
   * @param derivatives of the same length; overwritten
   */
  void coefficientDerivatives(double x, double[] coefficients, double[] derivatives);

  /**
   * Computes the outputs of a row in {@code float}, if it overrides this method: faster than {@link
   * #value(double, double[])} for each unit, and the same up to rounding.
   *
   * @param x the pre-activations of a batch, row by row; not modified
   * @param y the outputs; one for each unit is overwritten, from index {@code from}
   * @param from where the row begins
   * @param coefficients for each coefficient one number for each unit; not modified
   * @return whether it has; false unless overridden, and the engine then computes the row
   * @since 1.4
   */
  default boolean forwardRow(float[] x, float[] y, int from, float[][] coefficients) {
    return false;
  }

  /**
   * Turns dL/dy into dL/dx for a row in {@code float}, if {@link #forwardRow} computes its outputs.
   *
   * @param x as in {@link #forwardRow}; not modified
   * @param gradient dL/dy of a batch; overwritten with dL/dx, one for each unit, from index {@code
   *     from}
   * @param from where the row begins
   * @param coefficients as in {@link #forwardRow}; not modified
   * @param terms for each coefficient an array like {@code gradient}; overwritten with
   *     dL/dcoefficient of each unit, from index {@code from}
   * @param room one number for each unit, for intermediate results
   * @return whether it has; false unless overridden
   * @since 1.4
   */
  default boolean backwardRow(
      float[] x,
      float[] gradient,
      int from,
      float[][] coefficients,
      float[][] terms,
      float[] room) {
    return false;
  }

  @Override
  default double value(double x) {
    return value(x, initial());
  }

  @Override
  default double derivative(double x) {
    return derivative(x, initial());
  }

  private double[] initial() {
    return coefficients().stream().mapToDouble(Coefficient::initial).toArray();
  }
}
