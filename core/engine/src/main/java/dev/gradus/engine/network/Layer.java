package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
import java.util.List;
import java.util.Optional;

/** One step of a network: a function of rows, with parameters. */
public sealed interface Layer permits DenseLayer {

  /** The number of columns of its output. */
  int outputs();

  /** What it learns; the arrays are shared with the layer. */
  List<Parameter> parameters();

  /** The activation that it ends with, if it has one. */
  Optional<Activation> activation();

  /**
   * The memory for ways through this layer, used by one thread.
   *
   * @param rows the largest number of rows of an input
   * @param products what multiplies the matrices for that thread
   */
  Memory newMemory(int rows, Products products);

  /** What one way through a layer remembers: forward, then backward. */
  interface Memory {

    /**
     * The pre-activations (logits) of a batch.
     *
     * @param x the input, [n, inputs]; kept until {@link #backward}; not modified
     * @return [n, outputs]; valid until the next call
     */
    Matrix preActivate(Matrix x);

    /**
     * The outputs for the pre-activations that were computed last.
     *
     * @return [n, outputs]; valid until the next call
     */
    Matrix activate();

    /**
     * Turns dL/doutputs into dL/dpre-activations, in place; after {@link #activate}.
     *
     * @param gradient [n, outputs]
     */
    void backwardThroughActivation(Matrix gradient);

    /**
     * Computes the gradients of the parameters from dL/dpre-activations.
     *
     * @param gradient [n, outputs]; not modified
     */
    void backward(Matrix gradient);

    /**
     * dL/dinput, from the same dL/dpre-activations as {@link #backward}.
     *
     * @return [n, inputs]; valid until the next call; may be modified by the caller
     */
    Matrix inputGradient(Matrix gradient);

    /**
     * The gradients of the layer's parameters, in their order; the arrays are overwritten by every
     * backward pass.
     */
    List<Matrix> gradients();
  }
}
