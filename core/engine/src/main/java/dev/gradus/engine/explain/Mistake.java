package dev.gradus.engine.explain;

import java.util.List;

/**
 * A common mistake in handwritten training code, made on purpose.
 *
 * @param name such as {@code update-before-use}
 * @param what the mistake, in a sentence
 * @param gradients some derivatives of the first layer, correct and with the mistake; empty if this
 *     network or these data cannot show it
 * @param steps the size of a step for batches of different sizes; empty if it does not depend on
 *     them
 * @param seen the observations, in sentences
 */
public record Mistake(
    String name, String what, List<Line> gradients, List<StepLength> steps, String seen) {

  public Mistake {
    gradients = List.copyOf(gradients);
    steps = List.copyOf(steps);
  }

  /**
   * A derivative, correct and with the mistake.
   *
   * @param right by the chain rule, with the finite difference of the printed loss
   * @param faulty the result of the mistake
   */
  public record Line(Derivative right, double faulty) {

    /** Whether the finite difference reveals the mistake. */
    public boolean isCaught() {
      return !withFault().agrees();
    }

    /**
     * The error of the faulty derivative, relative to the larger of it and the finite difference.
     */
    public double off() {
      return withFault().relativeDifference();
    }

    private Derivative withFault() {
      return new Derivative(right.symbol(), faulty, right.measured(), right.doubt());
    }
  }

  /**
   * The size of a step of plain gradient descent over all weights.
   *
   * @param examples the number of examples of the batch
   * @param right the size of the step with the mean of their gradients
   * @param faulty the size with the sum
   */
  public record StepLength(int examples, double right, double faulty) {}

  /** Whether this network and these data can show the mistake at all. */
  public boolean shows() {
    return !gradients.isEmpty();
  }

  /** Whether a finite difference catches it. */
  public boolean isCaught() {
    return gradients.stream().anyMatch(Line::isCaught);
  }
}
