package dev.gradus.spi;

import java.util.List;

/**
 * An optimizer whose step depends on all tensors together, such as on the norm of the whole
 * gradient, or on the gradient at other weights.
 *
 * <p>A step has two parts. First {@link #prepare} sees all tensors that learn, at once. Then {@link
 * Optimizer#update} moves one tensor after the other, and may read the numbers that {@code prepare}
 * has left through {@link Step#scalar}. An optimizer of this kind may be an {@link
 * ElementwiseOptimizer} too, whose updates are shared among threads. A learning rate that follows
 * from the length of the gradients so far:
 *
 * <pre>{@code
 * @Plugin(name = "norm-adagrad", summary = "Gradient descent, slower by the length of all gradients so far.")
 * public record NormAdagrad(@Option(value = "the length of a step", above = 0) double learningRate)
 *     implements JointOptimizer {
 *
 *   public NormAdagrad() {
 *     this(1);
 *   }
 *
 *   @Override
 *   public List<Scalar> scalars() {
 *     return List.of(new Scalar("sum-of-squares", 1e-8));
 *   }
 *
 *   @Override
 *   public void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second) {
 *     for (Part part : parts) {
 *       for (float g : part.gradient()) {
 *         scalars[0] += (double) g * g;
 *       }
 *     }
 *   }
 *
 *   @Override
 *   public void update(float[] weights, float[] gradient, float[][] state, Step step) {
 *     double rate = step.learningRate() / Math.sqrt(step.scalar(0));
 *     for (int i = 0; i < weights.length; i++) {
 *       weights[i] -= (float) (rate * gradient[i]);
 *     }
 *   }
 * }
 * }</pre>
 *
 * @since 1.2
 */
public interface JointOptimizer extends Optimizer {

  /**
   * What is remembered once, for all tensors together, in the order in which {@link #prepare} gets
   * it. Checkpoints hold these numbers by name.
   *
   * @return empty unless overridden
   */
  default List<Scalar> scalars() {
    return List.of();
  }

  /**
   * Whether {@link #prepare} takes the gradient at other weights; it does not unless overridden.
   * The engine then keeps the batches of a step, and a copy of all weights.
   */
  default boolean needsSecondGradient() {
    return false;
  }

  /**
   * Looks at all tensors before any of them moves.
   *
   * @param parts the tensors that learn, from the first layer to the last. The arrays of what is
   *     remembered may be modified; gradients may not; weights only to call {@link
   *     SecondGradient#take}, which puts them back
   * @param scalars one number for each entry of {@link #scalars()}; modified
   * @param second takes the gradient at other weights
   */
  void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second);

  /**
   * The optimizer that moves the tensors after {@link #prepare}: this one unless overridden. One
   * around another, whose {@link Optimizer#update} only calls that of the other, returns the other,
   * so that threads may share the tensors if it is an {@link ElementwiseOptimizer}.
   *
   * @since 1.2
   */
  default Optimizer mover() {
    return this;
  }

  /** A tensor in a step of all tensors. */
  interface Part extends Step {

    /** The numbers of {@link #tensor}, row by row. */
    float[] weights();

    /** dL/dweights, as long, including the regularizer's, and clipped; not modified. */
    float[] gradient();

    /** One array for each entry of {@link Optimizer#state()}, as long as the weights; modified. */
    float[][] state();
  }

  /** Takes the gradient of the examples of a step once more. */
  interface SecondGradient {

    /**
     * Overwrites the gradients of all parts by those at the weights as they are now, and then puts
     * the weights back to where they were when the step began.
     *
     * <p>The examples are those of the step, and what is random in a layer, such as the mask of a
     * dropout, is the same again. Gradients include those of the regularizers and are clipped, as
     * the first ones are. What layers measure of their inputs, such as the running mean of a
     * batch-norm, is taken from the first gradient alone.
     *
     * @return the loss there, with the penalties of the regularizers
     * @throws IllegalStateException unless {@link JointOptimizer#needsSecondGradient}
     */
    double take();
  }

  /**
   * A number that is remembered once, for all tensors together.
   *
   * @param name in lower-case kebab, such as {@code distance}; other than that of any {@link
   *     Optimizer.State}
   * @param initial its value before the first step
   * @param added whether a later version of the optimizer added it. Where a checkpoint of an
   *     earlier version does not contain it, the resumed run starts from the initial value
   */
  record Scalar(String name, double initial, boolean added) {

    /** One that every checkpoint holds. */
    public Scalar(String name, double initial) {
      this(name, initial, false);
    }

    /** One that checkpoints of an earlier version do not hold. */
    public static Scalar added(String name, double initial) {
      return new Scalar(name, initial, true);
    }
  }
}
