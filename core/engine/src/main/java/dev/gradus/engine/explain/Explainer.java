package dev.gradus.engine.explain;

import dev.gradus.spi.Loss;
import java.util.List;

/**
 * Explains the gradients of a loss in a network of dense layers, with its initial or trained
 * weights.
 *
 * <p>Layers without effect in prediction, such as dropout, are skipped. Weights of examples and
 * classes and the penalties of regularizers are left out: they concern examples and weights, not
 * the loss.
 */
public interface Explainer {

  /**
   * The number of derivatives of each kind that are shown for a layer, unless all are requested.
   */
  int SHOWN = 10;

  /**
   * Explains a row, with the loss of the configuration and a common one for comparison.
   *
   * @param row of the data, from 1
   * @throws ExplanationException if there is no such row
   */
  Explanation explain(int row);

  /**
   * Explains a row.
   *
   * @param row of the data, from 1
   * @param others the losses that are compared with that of the configuration; if empty, a common
   *     one is chosen
   * @param most the maximum number of derivatives of each kind for each layer
   * @throws ExplanationException if there is no such row
   * @throws dev.gradus.engine.event.TrainingException if a loss does not fit the network
   */
  Explanation explain(int row, List<Loss> others, int most);

  /**
   * Makes the common mistakes of handwritten training code on purpose, one at a time.
   *
   * @param others the first is the loss that is printed, while that of the configuration is
   *     minimised; if empty, a common one is chosen
   * @param most the maximum number of derivatives that are shown for each mistake
   */
  List<Mistake> mistakes(List<Loss> others, int most);
}
