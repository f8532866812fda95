package dev.gradus.spi;

import java.util.List;

/**
 * What a layer computes in its place: a differentiable function of rows, with parameters.
 *
 * <p>Only the values of its tensors change. Working arrays are in a {@link Kernel}; several kernels
 * may run at once.
 */
public interface LayerFunction {

  /** The shape of its input. */
  Shape input();

  /** The shape of its output. */
  Shape output();

  /**
   * What an activation behind it takes for the units of one place: the channels of every pixel,
   * unless overridden. It has as many columns as {@link #output}.
   */
  default Shape activationShape() {
    return output();
  }

  /** What it learns, in the order of the gradients. */
  default List<Tensor> parameters() {
    return List.of();
  }

  /** What it measures of its inputs and predicts with, but does not learn by descent. */
  default List<Tensor> statistics() {
    return List.of();
  }

  /** About how many multiplications a row takes forward; one for each parameter by default. */
  default long multiplications() {
    return parameters().stream().mapToLong(Tensor::size).sum();
  }

  /** Whether its output for the same input is random while the network learns. */
  default boolean isRandom() {
    return false;
  }

  /** Whether, when the network predicts, its output is its input. */
  default boolean isIdentity() {
    return false;
  }

  /** Whether, while the network learns, it must see all rows of a batch at once. */
  default boolean needsWholeBatch() {
    return false;
  }

  /**
   * Whether it adds up over rows while it goes backward, so that every range of rows must begin at
   * a multiple of {@link Workspace#block}.
   */
  default boolean needsBlocks() {
    return false;
  }

  /** The smallest number of rows in a batch from which it can learn. */
  default int leastRows() {
    return 1;
  }

  /** A worker that computes this function for batches, with the arrays that it needs. */
  Kernel kernel(Workspace workspace);

  /**
   * About how many bytes the arrays of a kernel take, without those of its {@link Workspace} and
   * {@link #threadBytes}. The engine plans the memory of a network before it takes any.
   *
   * @param rows the largest number of rows of a batch
   */
  long kernelBytes(int rows, Direction direction);

  /** About how many bytes the arrays of a kernel take for each thread; none unless overridden. */
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

  /** How far computation goes through a layer. */
  enum Direction {
    /** To its outputs, with the parameters that it has when the kernel is made. */
    FORWARD,
    /** And back to its parameters. */
    BACK_TO_PARAMETERS,
    /** And back to its inputs, because a layer stands before it. */
    BACK_TO_INPUTS;

    /** Whether the layer learns. */
    public boolean isBack() {
      return this != FORWARD;
    }
  }

  /** What a kernel works with. */
  interface Workspace {

    /** The largest number of rows of a batch. */
    int rows();

    /** How far computation goes. */
    Direction direction();

    /** The number of threads that may call a kernel at once. */
    int threads();

    /**
     * Where every range of rows begins, if {@link LayerFunction#needsBlocks}: at multiples of this
     * number. It depends on {@link #rows} alone, and there are at most 64 blocks.
     */
    default int block() {
      return Blocks.size(rows());
    }

    /** Where the kernel writes its outputs, [rows, outputs]. */
    float[] y();

    /**
     * Where the kernel finds dL/dy, [rows, outputs]; not modified; empty if the direction is
     * forward.
     */
    float[] gradient();

    /**
     * A matrix b, prepared for products a b.
     *
     * @param b [rows, columns]; shared
     * @param height about how many rows of a go through between two calls of {@link Factor#layOut}
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
     * A workspace for a function within this one, in the same direction, with arrays of its own,
     * which {@link LayerFunction#kernelBytes} counts.
     *
     * @param outputs the number of columns of its output
     */
    Workspace inner(int outputs);
  }

  /** The right factor of matrix products. */
  interface Factor {

    /**
     * Copies some rows of the matrix, as they are now, into the order that products read. Needed
     * before the first product after a change.
     *
     * @param from the first row of the matrix, not of its transpose
     * @param to the last, excluded
     */
    void layOut(int from, int to);

    /**
     * Some rows of c = start + a b.
     *
     * @param a a row after the other; not modified
     * @param start added to every row of c; empty for zeros
     * @param c the rows are overwritten
     * @param from the first row of a and c
     * @param to the last, excluded
     * @param thread which thread it is, from 0
     */
    void multiply(float[] a, float[] start, float[] c, int from, int to, int thread);

    /**
     * Some rows of c = aᵀ b, which are sums over the rows of a batch.
     *
     * @param a [rows, columns]; not modified
     * @param rows the number of rows of a, and of those of b that count
     * @param c [columns, those of b]; the rows are overwritten
     * @param from the first row of c
     * @param to the last, excluded
     * @param thread which thread it is, from 0
     */
    void multiplyTransposed(
        float[] a, int rows, int columns, float[] c, int from, int to, int thread);
  }

  /**
   * The arithmetic of a layer for batches of up to a number of rows: forward, then backward, then
   * the gradients of its parameters. It allocates nothing.
   *
   * <p>A method with a range of rows, {@code from} to {@code to}, excluded, does its part of the
   * work. Several threads call it at once for different ranges; {@code thread} says which one it
   * is, from 0. Whoever computes which rows, the numbers are the same to the last bit.
   *
   * <p>In prediction, {@link #layOut} is called once for every part, then {@link #forward} again
   * and again. A step of training calls {@link #layOut} for every part, {@link #begin}, then for
   * every range {@link #forward} and {@link #backward}, both by the same thread, and when all
   * ranges are done {@link #parameterGradients} for every part.
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
     * Copies one part of the parameters, as they are now, into the order or type that it reads.
     *
     * @param part which of the parts, from 0
     * @param parts how many there are
     */
    default void layOut(int part, int parts) {}

    /**
     * Computes y = f(x).
     *
     * @param x the inputs of the whole batch, a row after the other; not modified
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
     * @param part which of the parts, from 0
     * @param parts how many there are; may be more than there are numbers to compute
     */
    default void parameterGradients(float[] x, int rows, int part, int parts, int thread) {}

    /**
     * Where a part of some numbers begins: the parts are disjoint, and together they are all.
     *
     * @param part from 0; for the number of parts, where the last one ends
     * @param count the number of numbers
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
