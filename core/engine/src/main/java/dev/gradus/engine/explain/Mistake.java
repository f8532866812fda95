package dev.gradus.engine.explain;

import java.util.List;

/**
 * A mistake of hand-written learning, made on purpose.
 *
 * @param name such as {@code update-before-use}
 * @param what what is done wrong, in a sentence
 * @param gradients some derivatives of the first layer, right and with the mistake; empty if this
 *     network or these data cannot show it
 * @param steps the length of a step for batches of different sizes; empty if it does not depend on
 *     them
 * @param seen what one sees, in sentences
 */
public record Mistake(
    String name, String what, List<Line> gradients, List<StepLength> steps, String seen) {

  public Mistake {
    gradients = List.copyOf(gradients);
    steps = List.copyOf(steps);
  }

  /**
   * A derivative done right and with the mistake.
   *
   * @param right by the chain rule, with the finite difference of the printed loss
   * @param faulty the result of the mistake
   */
  public record Line(Derivative right, double faulty) {

    /** Whether the finite difference shows that something is wrong. */
    public boolean isCaught() {
      return !withFault().agrees();
    }

    /** How far the faulty one is off, as a part of the larger of it and the finite difference. */
    public double off() {
      return withFault().relativeDifference();
    }

    private Derivative withFault() {
      return new Derivative(right.symbol(), faulty, right.measured(), right.doubt());
    }
  }

  /**
   * How far all weights move together in a step of plain gradient descent.
   *
   * @param examples the number of examples of the batch
   * @param right the length of the step by the mean of their gradients
   * @param faulty the length by the sum
   */
  public record StepLength(int examples, double right, double faulty) {}

  /** Whether this network and these data can show it at all. */
  public boolean shows() {
    return !gradients.isEmpty();
  }

  /** Whether a finite difference catches it. */
  public boolean isCaught() {
    return gradients.stream().anyMatch(Line::isCaught);
  }
}
