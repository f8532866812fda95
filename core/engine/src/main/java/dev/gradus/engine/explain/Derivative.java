package dev.gradus.engine.explain;

/**
 * A derivative by the chain rule, with its finite difference.
 *
 * @param symbol such as {@code dL/dW[2,1]}, counted from 1: input 2, unit 1
 * @param byChainRule its value from the derivatives of loss, activations and layers
 * @param measured the central difference; NaN if there is no room for a step, as at the end of the
 *     range of a loss
 * @param doubt the approximate rounding error of {@code measured}
 */
public record Derivative(String symbol, double byChainRule, double measured, double doubt) {

  /**
   * The relative difference that curvature may cause between a derivative and a central difference.
   */
  private static final double TOLERANCE = 1e-5;

  /** Whether the two agree within the accuracy of a finite difference; true without one. */
  public boolean agrees() {
    return Double.isNaN(measured) || Math.abs(byChainRule - measured) <= TOLERANCE * size() + doubt;
  }

  /** The difference between the two, relative to the larger one; 0 if both are 0. */
  public double relativeDifference() {
    return size() == 0 ? 0 : Math.abs(byChainRule - measured) / size();
  }

  private double size() {
    return Math.max(Math.abs(byChainRule), Math.abs(measured));
  }
}
