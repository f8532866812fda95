package dev.gradus.spi;

import java.util.List;

/**
 * An optimizer whose step depends on all tensors together, such as on the norm of the whole
 * gradient, or on the gradient at other weights.
 *
 * <p>A step has two parts. First {@link #prepare} sees all trainable tensors together. Then {@link
 * Optimizer#update} updates one tensor after the other, and may read the numbers that {@code
 * prepare} computed through {@link Step#scalar}. Such an optimizer may also be an {@link
 * ElementwiseOptimizer}, whose updates are shared among threads. An example whose learning rate
 * depends on the norm of the gradients so far:
 *
 * <pre>{@code
 * @Plugin(name = "norm-adagrad", summary = "Gradient descent, divided by the norm of all gradients so far.")
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
   * State that all tensors share, in the order in which {@link #prepare} receives it. Checkpoints
   * hold these numbers by name.
   *
   * @return empty unless overridden
   */
  default List<Scalar> scalars() {
    return List.of();
  }

  /**
   * Whether {@link #prepare} computes the gradient at other weights; false unless overridden. The
   * engine then keeps the batches of a step, and a copy of all weights.
   */
  default boolean needsSecondGradient() {
    return false;
  }

  /**
   * Processes all tensors before any of them is updated.
   *
   * @param parts the trainable tensors, from the first layer to the last. State arrays may be
   *     modified, gradients may not; weights may be modified only to call {@link
   *     SecondGradient#take}, which restores them
   * @param scalars one number for each entry of {@link #scalars()}; modified
   * @param second computes the gradient at other weights
   */
  void prepare(List<? extends Part> parts, double[] scalars, SecondGradient second);

  /**
   * The optimizer that updates the tensors after {@link #prepare}: this one unless overridden. A
   * wrapper whose {@link Optimizer#update} only delegates returns the wrapped optimizer, so that
   * threads may share the tensors if that is an {@link ElementwiseOptimizer}.
   *
   * @since 1.2
   */
  default Optimizer mover() {
    return this;
  }

  /** A tensor in a joint step. */
  interface Part extends Step {

    /** The numbers of {@link #tensor}, row by row. */
    float[] weights();

    /** dL/dweights, of the same length, including the regularizer's, and clipped; not modified. */
    float[] gradient();

    /**
     * One array for each entry of {@link Optimizer#state()}, of the same length as the weights;
     * modified.
     */
    float[][] state();
  }

  /** Computes the gradient of the examples of a step again, at other weights. */
  interface SecondGradient {

    /**
     * Overwrites the gradients of all parts with those at the current weights, and then restores
     * the weights to their values at the start of the step.
     *
     * <p>The examples are those of the step, and random values in a layer, such as a dropout mask,
     * are the same again. Gradients include those of the regularizers and are clipped, like the
     * first ones. Running statistics, such as those of batch-norm, are updated by the first
     * gradient only.
     *
     * @return the loss there, with the penalties of the regularizers
     * @throws IllegalStateException unless {@link JointOptimizer#needsSecondGradient}
     */
    double take();
  }

  /**
   * A number that all tensors share.
   *
   * @param name in kebab case, such as {@code distance}; different from that of any {@link
   *     Optimizer.State}
   * @param initial its value before the first step
   * @param added whether a later version of the optimizer added it. If a checkpoint of an earlier
   *     version does not contain it, the resumed run starts from the initial value
   */
  record Scalar(String name, double initial, boolean added) {

    /** A scalar that every checkpoint contains. */
    public Scalar(String name, double initial) {
      this(name, initial, false);
    }

    /** A scalar that checkpoints of earlier versions do not contain. */
    public static Scalar added(String name, double initial) {
      return new Scalar(name, initial, true);
    }
  }
}
