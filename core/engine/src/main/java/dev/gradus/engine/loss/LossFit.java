package dev.gradus.engine.loss;

import dev.gradus.engine.event.TrainingException;

/** The result of fitting a loss to a network: the fitted loss, or a reason why it does not fit. */
public sealed interface LossFit permits FittedLoss, Refusal {

  /**
   * The fitted loss.
   *
   * @throws TrainingException with the reason, if there is none
   */
  FittedLoss orThrow();
}
