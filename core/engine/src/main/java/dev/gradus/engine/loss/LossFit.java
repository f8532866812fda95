package dev.gradus.engine.loss;

import dev.gradus.engine.event.TrainingException;

/** What comes of fitting a loss to a network: the fitted loss, or the reason why there is none. */
public sealed interface LossFit permits FittedLoss, Refusal {

  /**
   * The fitted loss.
   *
   * @throws TrainingException with the reason, if there is none
   */
  FittedLoss orThrow();
}
