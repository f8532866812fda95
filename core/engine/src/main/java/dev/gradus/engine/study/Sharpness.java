package dev.gradus.engine.study;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The curvature of the loss at the trained weights: the largest eigenvalues of its Hessian, the
 * matrix of its second derivatives by all weights.
 *
 * <p>The loss is the training loss of a sample of the training examples: weights of examples and
 * classes count, penalties of regularizers and weight decay do not. Layers that are random in
 * training, such as dropout, are left out; layers that relate the examples of a batch to each
 * other, such as batch-norm, see batches as in training.
 *
 * <p>Along the direction of an eigenvalue λ, plain gradient descent with the learning rate η
 * multiplies the distance from a minimum by 1 - ηλ in every step, so it diverges if η is above 2/λ.
 * This holds for descent on the whole loss with a constant rate; momentum, adaptive rates and small
 * batches shift the limit.
 *
 * <p>The eigenvalues are found by Lanczos' method, and a product of the Hessian and a vector is the
 * difference of two gradients, a small step forward and back. Gradients are in {@code float}, which
 * leaves three to four correct digits, and one or two if units such as relu cross their kink within
 * the step.
 *
 * @param eigenvalues largest first, at most five; after the first, those that are above the error
 *     and accurate to a hundredth of the first; empty if there is a reason
 * @param error the approximate error of the first: the residual of Lanczos' method plus the change
 *     with half the step; NaN if there is none
 * @param examples the number of training examples in the sample; 0 if there is none
 * @param reason why nothing was computed, in a sentence; else empty
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

  /** A result without eigenvalues. */
  public static Sharpness unknown(String reason) {
    return new Sharpness(List.of(), Double.NaN, 0, reason);
  }

  /**
   * The learning rate 2/λ of the largest eigenvalue λ, above which plain gradient descent diverges.
   *
   * @return empty if λ is unknown, or not above 0: then the loss curves upwards in no direction
   */
  public OptionalDouble largestRate() {
    return eigenvalues.isEmpty() || !(eigenvalues.get(0) > 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(2 / eigenvalues.get(0));
  }
}
