package dev.gradus.engine.loss;

import dev.gradus.engine.event.TrainingException;
import java.util.Optional;

/**
 * The reason why a loss does not fit a network.
 *
 * @param sentence what was found, what was expected, and what to do
 * @param cause the exception of the loss about the target, if that is the reason
 */
public record Refusal(String sentence, Optional<Exception> cause) implements LossFit {

  /** A refusal of the engine. */
  public Refusal(String sentence) {
    this(sentence, Optional.empty());
  }

  @Override
  public FittedLoss orThrow() {
    throw exception();
  }

  /** The exception for a user whose network cannot be trained. */
  public TrainingException exception() {
    return cause
        .map(each -> new TrainingException(sentence, each))
        .orElseGet(() -> new TrainingException(sentence));
  }
}
