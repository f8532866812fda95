package dev.gradus.spi;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The computation of a layer: a differentiable function of rows, with parameters.
 *
 * <p>Only the values of its tensors change. Scratch arrays are in a {@link Kernel}; several kernels
 * may run concurrently.
 */
public interface LayerFunction {

  /** The shape of its input. */
  Shape input();

  /** The shape of its output. */
  Shape output();

  /**
   * The shape in which a following activation sees the output: the units of a position are the
   * channels of each pixel, unless overridden. It has as many columns as {@link #output}.
   */
  default Shape activationShape() {
    return output();
  }

  /**
   * The indices of the outputs that are {@link LayerSite#numbers} of its input, unchanged,
   * ascending; none unless overridden.
   *
   * @since 1.4
   */
  default List<Integer> numbers() {
    return List.of();
  }

  /** The trainable parameters, in the order of the gradients. */
  default List<Tensor> parameters() {
    return List.of();
  }

  /**
   * Values that predictions use and gradient descent does not change: statistics of its inputs,
   * such as running means, and fixed values.
   */
  default List<Tensor> statistics() {
    return List.of();
  }

  /**
   * The approximate number of multiplications of a forward pass for one row; one for each parameter
   * by default.
   */
  default long multiplications() {
    return parameters().stream().mapToLong(Tensor::size).sum();
  }

  /** Whether its output is random during training. */
  default boolean isRandom() {
    return false;
  }

  /** Whether it is the identity in prediction. */
  default boolean isIdentity() {
    return false;
  }

  /** Whether it must see all rows of a batch together during training. */
  default boolean needsWholeBatch() {
    return false;
  }

  /**
   * Whether its backward pass sums over rows, so that every range of rows must begin at a multiple
   * of {@link Workspace#block}.
   */
  default boolean needsBlocks() {
    return false;
  }

  /** The minimum batch size for training. */
  default int leastRows() {
    return 1;
  }

  /**
   * Whether its initial values depend on the training data: see {@link #initialize}.
   *
   * @since 1.4
   */
  default boolean initializesFromData() {
    return false;
  }

  /**
   * Sets initial values of its tensors from its inputs for some training rows, as far as they
   * depend on the data. The engine calls it before the first step of training, after the layers
   * before it, unless the tensors come from an initial model.
   *
   * @param x its inputs in prediction, [rows, inputs]; not modified
   * @param rows at least 1; all training rows, or a sample of them
   * @param random the only source of randomness to use; the same seed gives the same values
   * @since 1.4
   */
  default void initialize(float[] x, int rows, RandomGenerator random) {}

  /** Creates a kernel that computes this function for batches, with the arrays that it needs. */
  Kernel kernel(Workspace workspace);

  /**
   * The approximate size in bytes of a kernel's arrays, without those of its {@link Workspace} and
   * {@link #threadBytes}. The engine plans the memory of a network before it allocates any.
   *
   * @param rows the largest number of rows of a batch
   */
  long kernelBytes(int rows, Direction direction);

  /** The approximate size in bytes of a kernel's arrays for each thread; 0 unless overridden. */
  default long threadBytes() {
    return 0;
  }

  /**
   * The length of the longest array of a kernel or its workspace.
   *
   * @param rows the largest number of rows of a batch
   */
  default long largestArray(int rows) {
    return (long) rows * Math.max(input().columns(), output().columns());
  }

  /** How much of a layer is computed. */
  enum Direction {
    /** The outputs only, with the parameters that the layer has when the kernel is created. */
    FORWARD,
    /** Also the gradients of the parameters. */
    BACK_TO_PARAMETERS,
    /** Also the gradients of the inputs, because another layer comes before it. */
    BACK_TO_INPUTS;

    /** Whether gradients are computed. */
    public boolean isBack() {
      return this != FORWARD;
    }
  }

  /** The workspace of a kernel. */
  interface Workspace {

    /** The largest number of rows of a batch. */
    int rows();

    /** How much is computed. */
    Direction direction();

    /** The number of threads that may call a kernel concurrently. */
    int threads();

    /**
     * The number of rows in a block: if {@link LayerFunction#needsBlocks}, every range of rows
     * begins at a multiple of it. It depends only on {@link #rows}, and there are at most 64
     * blocks.
     */
    default int block() {
      return Blocks.size(rows());
    }

    /** The array for the outputs of the kernel, [rows, outputs]. */
    float[] y();

    /** The array of dL/dy, [rows, outputs]; not modified; empty if the direction is forward. */
    float[] gradient();

    /**
     * A matrix b, prepared for products a b.
     *
     * @param b [rows, columns]; shared
     * @param height the approximate number of rows of a between two calls of {@link Factor#layOut}
     */
    Factor factor(float[] b, int rows, int columns, int height);

    /**
     * The transpose of a matrix, prepared for products a bᵀ.
     *
     * @param b [rows, columns]; shared
     * @param height as in {@link #factor}
     */
    Factor transposed(float[] b, int rows, int columns, int height);

    /**
     * A workspace for a function within this one, in the same direction, with its own arrays, which
     * {@link LayerFunction#kernelBytes} counts.
     *
     * @param outputs the number of columns of its output
     */
    Workspace inner(int outputs);
  }

  /** The right factor of matrix products. */
  interface Factor {

    /**
     * Copies some rows of the matrix into the memory layout that products use. Required before the
     * first product and after each change.
     *
     * @param from the first row of the matrix, not of its transpose
     * @param to the end, exclusive
     */
    void layOut(int from, int to);

    /**
     * Some rows of c = start + a b.
     *
     * @param a row by row; not modified
     * @param start added to every row of c; empty for zeros
     * @param c the rows are overwritten
     * @param from the first row of a and c
     * @param to the end, exclusive
     * @param thread the index of the thread, from 0
     */
    void multiply(float[] a, float[] start, float[] c, int from, int to, int thread);

    /**
     * Some rows of c = aᵀ b, which are sums over the rows of a batch.
     *
     * @param a [rows, columns]; not modified
     * @param rows the number of rows of a, and of those of b that count
     * @param c [columns, those of b]; the rows are overwritten
     * @param from the first row of c
     * @param to the end, exclusive
     * @param thread the index of the thread, from 0
     */
    void multiplyTransposed(
        float[] a, int rows, int columns, float[] c, int from, int to, int thread);
  }

  /**
   * The arithmetic of a layer for batches of up to a number of rows: forward, then backward, then
   * the gradients of its parameters. It must not allocate.
   *
   * <p>A method with a range of rows, {@code from} to {@code to}, exclusive, does its part of the
   * work. Several threads call it concurrently for different ranges; {@code thread} is the index of
   * the thread, from 0. The results must be the same to the last bit, whichever thread computes
   * which rows.
   *
   * <p>In prediction, {@link #layOut} is called once for every part, then {@link #forward} any
   * number of times. A step of training calls {@link #layOut} for every part, {@link #begin}, then
   * for every range {@link #forward} and {@link #backward}, both by the same thread, and when all
   * ranges are done {@link #parameterGradients} for every part.
   */
  interface Kernel {

    /**
     * Begins a step of training.
     *
     * @param step the number of the batch, from 1; it determines the random numbers
     */
    default void begin(long step) {}

    /**
     * Begins a forward pass in which a layer only gathers statistics of its inputs.
     *
     * @param step as in {@link #begin}
     * @param share the weight of this batch in the statistics, from 0 to 1; 1 for the first
     */
    default void beginMeasuring(long step, double share) {
      begin(step);
    }

    /**
     * Copies one part of the current parameters into the memory layout that the kernel uses.
     *
     * @param part the index of the part, from 0
     * @param parts the number of parts
     */
    default void layOut(int part, int parts) {}

    /**
     * Computes y = f(x).
     *
     * @param x the inputs of the whole batch, row by row; not modified
     */
    void forward(float[] x, int from, int to, int thread);

    /**
     * Computes dL/dx from dL/dy.
     *
     * @param x as in {@link #forward}
     * @param dx [rows, inputs]; the rows are overwritten; empty unless the direction is {@link
     *     Direction#BACK_TO_INPUTS}
     */
    void backward(float[] x, float[] dx, int from, int to, int thread);

    /**
     * Computes one part of the gradients of the parameters, as sums over the rows of a batch.
     *
     * @param x as in {@link #forward}
     * @param rows the number of rows of the batch
     * @param part the index of the part, from 0
     * @param parts the number of parts; may exceed the number of values to compute
     */
    default void parameterGradients(float[] x, int rows, int part, int parts, int thread) {}

    /**
     * The first index of a part; the parts are disjoint and cover all numbers.
     *
     * @param part from 0; the number of parts gives the end of the last one
     * @param count the number of values
     */
    static int startOf(int part, int parts, int count) {
      return (int) ((long) part * count / parts);
    }

    /** The gradients of the layer's parameters, in their order and shapes. */
    default List<float[]> gradients() {
      return List.of();
    }
  }
}
