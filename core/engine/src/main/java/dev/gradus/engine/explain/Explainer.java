package dev.gradus.engine.explain;

import dev.gradus.spi.Loss;
import java.util.List;

/**
 * Explains the gradients of a loss in a network of dense layers, with its initial or trained
 * weights.
 *
 * <p>Layers that do nothing when a network predicts, such as dropout, are passed over. Weights of
 * examples and classes and the penalties of regularizers are left out: they are about examples and
 * weights, not about the loss.
 */
public interface Explainer {

  /** So many derivatives of each kind are shown of a layer, unless all are asked for. */
  int SHOWN = 10;

  /**
   * Takes a row through the network, with the loss of the configuration and a common one for
   * comparison.
   *
   * @param row of the data, from 1
   * @throws ExplanationException if there is no such row
   */
  Explanation explain(int row);

  /**
   * Takes a row through the network.
   *
   * @param row of the data, from 1
   * @param others the losses that are compared with that of the configuration; if there are none, a
   *     common one is chosen
   * @param most how many derivatives of each kind are taken of each layer
   * @throws ExplanationException if there is no such row
   * @throws dev.gradus.engine.event.TrainingException if a loss does not fit the network
   */
  Explanation explain(int row, List<Loss> others, int most);

  /**
   * Makes the mistakes of hand-written learning on purpose, one at a time.
   *
   * @param others the first is the loss that is printed, while that of the configuration is
   *     minimised; if there are none, a common one is chosen
   * @param most how many derivatives are shown of each mistake
   */
  List<Mistake> mistakes(List<Loss> others, int most);
}
