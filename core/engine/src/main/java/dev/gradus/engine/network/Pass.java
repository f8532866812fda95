package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.List;

/**
 * A way through a network, forward and backward, with the memory that it needs.
 *
 * <p>It is used again and again by one thread; two threads need two.
 */
public final class Pass {

  private final List<Layer.Memory> layers;

  Pass(List<Layer.Memory> layers) {
    this.layers = layers;
  }

  /**
   * The pre-activations (logits) of the last layer.
   *
   * @param x a batch, [n, inputs], n at most the number of rows that the pass was made for; not
   *     modified, and to be left as it is until {@link #backward}
   * @return [n, outputs]; valid until the next call
   */
  public Matrix logits(Matrix x) {
    Matrix rows = x;
    for (int i = 0; i < layers.size() - 1; i++) {
      layers.get(i).preActivate(rows);
      rows = layers.get(i).activate();
    }
    return last().preActivate(rows);
  }

  /**
   * The outputs of the network for the logits that were computed last.
   *
   * @return [n, outputs]; valid until the next call
   */
  public Matrix outputs() {
    return last().activate();
  }

  /** The outputs of the network for a batch; {@link #logits} and {@link #outputs()} in one. */
  public Matrix outputs(Matrix x) {
    logits(x);
    return outputs();
  }

  /**
   * Computes the gradients of all parameters, after {@link #outputs}.
   *
   * @param gradient dL/doutputs, [n, outputs]; overwritten
   */
  public void backward(Matrix gradient) {
    last().backwardThroughActivation(gradient);
    backwardFromLogits(gradient);
  }

  /**
   * Computes the gradients of all parameters, after {@link #logits} or {@link #outputs}.
   *
   * <p>No parameter changes here: the gradient of every layer is that of the weights which made the
   * prediction.
   *
   * @param gradient dL/dlogits, [n, outputs]; not modified
   */
  public void backwardFromLogits(Matrix gradient) {
    Matrix down = gradient;
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).backward(down);
      if (i > 0) {
        down = layers.get(i).inputGradient(down);
        layers.get(i - 1).backwardThroughActivation(down);
      }
    }
  }

  /**
   * The gradients of {@link Network#parameters()}, in the same order; overwritten by every backward
   * pass.
   */
  public List<Matrix> gradients() {
    return layers.stream().flatMap(layer -> layer.gradients().stream()).toList();
  }

  private Layer.Memory last() {
    return layers.get(layers.size() - 1);
  }
}
