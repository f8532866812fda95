package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
import java.util.List;
import java.util.Optional;

/** One step of a network: a function of rows, with parameters. */
public sealed interface Layer
    permits DenseLayer,
        NoiseLayer,
        BatchNormLayer,
        RowNormLayer,
        ConvolutionLayer,
        PoolLayer,
        EmbeddingLayer,
        ResidualLayer {

  /** The number of columns of its input. */
  int inputs();

  /** The number of columns of its output. */
  int outputs();

  /** What it learns; the arrays are shared with the layer. */
  List<Parameter> parameters();

  /** What it has found out about its inputs and keeps, beside what it learns; shared. */
  default List<Parameter> statistics() {
    return List.of();
  }

  /** About how many multiplications a row takes on its way forward. */
  default long multiplications() {
    return parameters().stream().mapToLong(parameter -> parameter.matrix().size()).sum();
  }

  /** Whether it gives something else for the same inputs, while it learns. */
  default boolean isRandom() {
    return false;
  }

  /** Whether it must see all rows of a batch before it can go on, while it learns. */
  default boolean needsWholeBatch() {
    return false;
  }

  /**
   * The least number of rows of a batch from which anything can be learned; 1 unless overridden.
   */
  default int leastRows() {
    return 1;
  }

  /** The activation that it ends with, if it has one. */
  Optional<Activation> activation();

  /**
   * The memory for ways through this layer.
   *
   * @param rows the largest number of rows of an input
   * @param way how far they go
   * @param products those of each thread that goes
   */
  Memory newMemory(int rows, Way way, List<Products> products);

  /**
   * The size in bytes of such a memory, that of the products left out.
   *
   * @param rows the largest number of rows of an input
   * @param way how far they go
   */
  long memoryBytes(int rows, Way way);

  /** How far the way through a layer goes. */
  enum Way {
    /** Forward to its outputs, again and again with the weights that it has now. */
    FORWARD,
    /** And back to its parameters. */
    BACK_TO_PARAMETERS,
    /** And back to its inputs, because there is a layer before it. */
    BACK_TO_INPUTS
  }

  /**
   * What ways through a layer remember: forward, then backward.
   *
   * <p>Every method that is given a range of rows, {@code from} to {@code to}, excluded, does its
   * part of the work, and can be called for different ranges by several threads at once; {@code
   * member} says which thread it is.
   */
  interface Memory {

    /**
     * Begins a way of learning.
     *
     * @param step the number of the batch, from 1, from which randomness follows
     */
    default void begin(long step) {}

    /**
     * Begins a way forward on which the layer only takes note of its inputs, and nothing is
     * learned.
     *
     * @param step as in {@link #begin}
     * @param share how much this batch counts in the statistics, beside those that were noted
     *     before: 1 for the first
     */
    default void beginNote(long step, double share) {
      begin(step);
    }

    /**
     * Takes on one part of the weights as they are now.
     *
     * @param part which of the parts, from 0
     * @param parts how many there are
     */
    void layOut(int part, int parts);

    /**
     * Computes pre-activations (logits) from inputs.
     *
     * @param x the inputs of the whole batch, [n, inputs]; not modified
     */
    void preActivate(Matrix x, int from, int to, int member);

    /** The pre-activations, [rows, outputs]; valid until they are computed again. */
    Matrix preActivations();

    /** Computes outputs from pre-activations. */
    void activate(int from, int to, int member);

    /** The outputs, [rows, outputs]; valid until they are computed again. */
    Matrix outputs();

    /**
     * da/dz of each unit by its own z, for the pre-activations that were computed last; 1 without
     * an activation. Allocates.
     *
     * @param rows how many rows have been activated
     */
    Matrix slopes(int rows);

    /** dL/doutputs, [rows, outputs], to be written by whoever comes behind this layer. */
    Matrix gradient();

    /** Turns dL/doutputs into dL/dpre-activations, in place; after {@link #activate}. */
    void backwardThroughActivation(int from, int to, int member);

    /** Takes on dL/dpre-activations as they are in {@link #gradient} now. */
    void backward(int from, int to, int member);

    /**
     * Computes dL/dinputs from dL/dpre-activations.
     *
     * @param into [rows, inputs]; the rows are overwritten
     */
    void inputGradient(Matrix into, int from, int to, int member);

    /**
     * Computes one part of the gradients of the parameters, as sums over the rows of a batch.
     *
     * @param x the inputs of the whole batch, [n, inputs]; not modified
     * @param part which of the parts, from 0
     * @param parts how many there are; may be more than there are numbers to compute
     */
    void parameterGradients(Matrix x, int part, int parts, int member);

    /** The gradients of the layer's parameters, in their order. */
    List<Matrix> gradients();
  }
}
