package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import java.util.List;

/** One step of a network: a differentiable function of rows, with parameters. */
interface Layer {

  /** The number of columns of its input. */
  int inputs();

  /** The number of columns of its output. */
  int outputs();

  /** What it learns, in the order of the gradients; the arrays are shared with the layer. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /** What it measures of its inputs and predicts with, but does not learn by descent; shared. */
  default List<Parameter> statistics() {
    return List.of();
  }

  /** About how many multiplications a row takes forward. */
  default long multiplications() {
    return parameters().stream().mapToLong(parameter -> parameter.matrix().size()).sum();
  }

  /** Whether its output for the same input is random while the network learns. */
  default boolean isRandom() {
    return false;
  }

  /** Whether, while the network learns, it must see all rows of a batch at once. */
  default boolean needsWholeBatch() {
    return false;
  }

  /** The smallest number of rows in a batch from which it can learn. */
  default int leastRows() {
    return 1;
  }

  /**
   * Whether dL/dinput may take the place of dL/doutput in the same array: each number of it depends
   * on its own place, or row, of dL/doutput alone.
   */
  default boolean isInPlace() {
    return false;
  }

  /** A worker that computes this layer for batches, with the arrays that it needs. */
  Kernel kernel(Room room);

  /**
   * The size in bytes of the arrays of a kernel, without those of its {@link Room}.
   *
   * @param rows the largest number of rows of a batch
   */
  long kernelBytes(int rows, Way way);

  /**
   * The length of the longest array of a kernel or its room.
   *
   * @param rows the largest number of rows of a batch
   */
  default long largestArray(int rows) {
    return (long) rows * Math.max(inputs(), outputs());
  }

  /** How far computation goes through a layer. */
  enum Way {
    /** To its outputs, again and again with the weights that it has when the kernel is made. */
    FORWARD,
    /** Back to its parameters. */
    BACK_TO_PARAMETERS,
    /** Back to its inputs, because a layer stands before it. */
    BACK_TO_INPUTS;

    boolean isBack() {
      return this != FORWARD;
    }
  }

  /**
   * What a kernel works with.
   *
   * @param rows the largest number of rows of a batch
   * @param way how far computation goes
   * @param products those of each thread
   * @param y where the kernel writes its outputs, [rows, outputs]
   * @param gradient where the kernel finds dL/dy, [rows, outputs]; empty if the way is only forward
   */
  record Room(int rows, Way way, List<Products> products, Matrix y, Matrix gradient) {}

  /**
   * The arithmetic of a layer for batches of up to a number of rows: forward, then backward, then
   * the gradients of its parameters. It allocates nothing.
   *
   * <p>A method with a range of rows, {@code from} to {@code to}, excluded, does its part of the
   * work. Several threads call it at once for different ranges; {@code member} says which thread it
   * is.
   */
  interface Kernel {

    /**
     * Begins a step of training.
     *
     * @param step the number of the batch, from 1, from which randomness follows
     */
    default void begin(long step) {}

    /**
     * Begins a pass forward in which a layer measures its inputs and nothing is learned.
     *
     * @param step as in {@link #begin}
     * @param share the weight of this batch in the statistics, from 0 to 1; 1 for the first
     */
    default void beginMeasuring(long step, double share) {
      begin(step);
    }

    /**
     * Copies one part of the weights, as they are now, into the order that products read.
     *
     * @param part which of the parts, from 0
     * @param parts how many there are
     */
    default void layOut(int part, int parts) {}

    /**
     * Computes y = f(x).
     *
     * @param x the inputs of the whole batch, [n, inputs]; not modified
     */
    void forward(Matrix x, int from, int to, int member);

    /**
     * Computes dL/dx from dL/dy.
     *
     * @param x as in {@link #forward}
     * @param into [rows, inputs]; the rows are overwritten; that of dL/dy itself if the layer is in
     *     place, and empty unless the way is {@link Way#BACK_TO_INPUTS}
     */
    void backward(Matrix x, Matrix into, int from, int to, int member);

    /**
     * Computes one part of the gradients of the parameters, as sums over the rows of a batch.
     *
     * @param x the inputs of the whole batch, [n, inputs]; not modified
     * @param part which of the parts, from 0
     * @param parts how many there are; may be more than there are numbers to compute
     */
    default void parameterGradients(Matrix x, int part, int parts, int member) {}

    /** The gradients of the layer's parameters, in their order. */
    default List<Matrix> gradients() {
      return List.of();
    }
  }
}
