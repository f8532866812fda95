package dev.gradus.spi;

import java.util.List;

/**
 * Updates weights, given their gradient.
 *
 * <p>An optimizer has no fields that change. State between steps, such as a velocity, is declared
 * in {@link #state()}; the engine holds those arrays, one set per parameter tensor, and stores them
 * in checkpoints by name.
 *
 * <p>Most optimizers treat each weight independently: they implement {@link ElementwiseOptimizer}.
 * One whose step depends on all tensors together, or on a second gradient, implements {@link
 * JointOptimizer}.
 */
public interface Optimizer {

  /**
   * The learning rate before any schedule.
   *
   * <p>It is usually a component of the record, which makes it an option: {@code record Adam(double
   * learningRate, …)}.
   */
  double learningRate();

  /**
   * The state arrays of every tensor, in the order in which {@link #update} receives them.
   *
   * @return empty unless overridden
   */
  default List<State> state() {
    return List.of();
  }

  /**
   * Whether it needs the loss over all examples as a function of all weights; false unless
   * overridden.
   *
   * <p>The engine then passes all weights of the network as one vector, uses every example in every
   * step, and {@link Step#evaluate} can be called.
   */
  default boolean isFullBatch() {
    return false;
  }

  /**
   * Updates the weights of one parameter tensor by one step.
   *
   * @param weights the tensor, row by row, or all of them if {@link #isFullBatch}; modified
   * @param gradient dL/dweights, of the same length, including the regularizer's; not modified
   * @param state one array for each entry of {@link #state()}, of the same length as {@code
   *     weights}; modified
   * @param step the number of the step and its learning rate
   */
  void update(float[] weights, float[] gradient, float[][] state, Step step);

  /**
   * Whether a network predicts with weights other than the trained ones, such as their mean; false
   * unless overridden.
   */
  default boolean predictsWithOtherWeights() {
    return false;
  }

  /**
   * The weights to predict with; the trained ones unless overridden. Called after at least one
   * step.
   *
   * @param weights the trained tensor; not modified
   * @param state as in {@link #update}; not modified
   * @param into as long as {@code weights}; overwritten
   */
  default void predictionWeights(float[] weights, float[][] state, float[] into) {
    System.arraycopy(weights, 0, into, 0, into.length);
  }

  /**
   * A state with one number for every weight.
   *
   * @param name in kebab case, such as {@code first-moment}
   * @param initial its value before the first step
   * @param added whether a later version of the optimizer added it. If a checkpoint of an earlier
   *     version does not contain it, the resumed run starts from the initial value
   */
  record State(String name, float initial, boolean added) {

    /** A state array that every checkpoint contains. */
    public State(String name, float initial) {
      this(name, initial, false);
    }

    /** A state array that starts at 0. */
    public State(String name) {
      this(name, 0);
    }

    /** A state array that checkpoints of earlier versions do not contain. */
    public static State added(String name, float initial) {
      return new State(name, initial, true);
    }
  }

  /**
   * The circumstances of one update.
   *
   * <p>The engine reuses the object for the next update, so an optimizer must copy what it needs
   * later.
   */
  interface Step {

    /** 1 for the first update of a training run, 2 for the second; the t of the papers. */
    long number();

    /** The rate for this step, with the schedule applied. */
    double learningRate();

    /**
     * The rows of the tensor: the inputs (fan-in) of a matrix of weights, 1 for a vector of biases.
     */
    int rows();

    /** The columns of the tensor: the units (fan-out). */
    int columns();

    /**
     * The tensor that is updated: its name, layer, role and shape. Its values are the weights that
     * {@link Optimizer#update} receives, or empty if an optimizer is used without the engine. For a
     * {@link Optimizer#isFullBatch} optimizer it is the vector of all weights, called {@code all}.
     *
     * @since 1.2
     */
    default Tensor tensor() {
      Tensor.Role role = rows() > 1 ? Tensor.Role.WEIGHT : Tensor.Role.BIAS;
      return new Tensor("tensor", role, rows(), columns(), new float[0]);
    }

    /**
     * A number that {@link JointOptimizer#prepare} computed for all tensors.
     *
     * @param index its index in {@link JointOptimizer#scalars}
     * @throws IllegalStateException if the optimizer is not a {@link JointOptimizer}
     * @since 1.2
     */
    default double scalar(int index) {
      throw new IllegalStateException("only a JointOptimizer remembers numbers for all tensors");
    }

    /**
     * The loss before this step, with the penalties of the regularizers.
     *
     * @throws IllegalStateException if the optimizer is not {@link Optimizer#isFullBatch}
     */
    default double loss() {
      throw new IllegalStateException(
          "the loss is only available to an optimizer that isFullBatch()");
    }

    /**
     * Evaluates the loss over all examples, with the penalties of the regularizers.
     *
     * @param weights all weights, at the point to evaluate; not modified
     * @param gradient of the same length; overwritten
     * @return the loss there
     * @throws IllegalStateException if the optimizer is not {@link Optimizer#isFullBatch}
     */
    default double evaluate(float[] weights, float[] gradient) {
      throw new IllegalStateException("only an optimizer that isFullBatch() may ask for the loss");
    }

    /** A fixed step, for an optimizer that is used without the engine. */
    static Step of(long number, double learningRate, int rows, int columns) {
      return new FixedStep(number, learningRate, rows, columns);
    }
  }
}
