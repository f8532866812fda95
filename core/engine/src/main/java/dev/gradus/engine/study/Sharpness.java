package dev.gradus.engine.study;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How sharply the loss bends around the weights that were learned: the largest eigenvalues of its
 * Hessian, the matrix of its second derivatives by all weights.
 *
 * <p>The loss is that of a sample of the training examples, as the network learns it: weights of
 * examples and classes count, penalties of regularizers and weight decay do not. Layers that change
 * numbers at random while the network learns, such as dropout, are left out; layers that relate the
 * examples of a batch to each other, such as batch-norm, see batches as in training.
 *
 * <p>Along the direction of an eigenvalue λ, plain gradient descent with the learning rate η
 * multiplies the distance from a minimum by 1 - ηλ in every step, so it moves away where η is above
 * 2/λ. That is said of descent on the whole loss with a constant rate; momentum, rates that adapt,
 * and small batches move the limit.
 *
 * <p>The eigenvalues are found by Lanczos' method, and a product of the Hessian and a vector is the
 * difference of two gradients, a small step ahead and back. Gradients are in {@code float}, which
 * leaves three to four digits, and one or two where units such as relu change sides within the
 * step.
 *
 * @param eigenvalues largest first, at most five; behind the first those that are above the error
 *     and were found to a hundredth of the first; empty if there is a reason why not
 * @param error about how far the first may be from the eigenvalue: what is left over of Lanczos'
 *     method, and what half the step would have changed; NaN if there is none
 * @param examples the number of training examples in the sample; 0 if there is none
 * @param reason why nothing was computed, in a sentence; empty if it was
 * @see <a href="https://doi.org/10.1007/3-540-49430-8_2">Y. LeCun, L. Bottou, G. Orr, K.-R. Müller,
 *     Efficient BackProp, 1998, section 5</a>
 * @see <a href="https://arxiv.org/abs/2103.00065">J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A.
 *     Talwalkar, Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability,
 *     2021</a>
 */
public record Sharpness(List<Double> eigenvalues, double error, int examples, String reason) {

  public Sharpness {
    eigenvalues = List.copyOf(eigenvalues);
  }

  /** One that was not computed. */
  public static Sharpness unknown(String reason) {
    return new Sharpness(List.of(), Double.NaN, 0, reason);
  }

  /**
   * The learning rate 2/λ of the largest eigenvalue λ, above which plain gradient descent moves
   * away.
   *
   * @return empty if λ is unknown, or not above 0: then the loss bends upwards in no direction
   */
  public OptionalDouble largestRate() {
    return eigenvalues.isEmpty() || !(eigenvalues.get(0) > 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(2 / eigenvalues.get(0));
  }
}
