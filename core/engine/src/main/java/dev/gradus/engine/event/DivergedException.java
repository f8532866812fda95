package dev.gradus.engine.event;

import java.util.List;

/**
 * Says that training had to stop because a number was no longer finite: the loss, a weight, what
 * the optimizer or a layer remembers, or a prediction for the validation part.
 */
public final class DivergedException extends TrainingException {

  private static final long serialVersionUID = 1;

  private final List<EpochReport> history;
  private final int bestEpoch;

  /** Reports what is not finite. */
  public DivergedException(String sentence) {
    super(sentence);
    history = List.of();
    bestEpoch = 0;
  }

  /**
   * Reports it of a run.
   *
   * @param history what each epoch before has brought
   * @param bestEpoch the epoch whose weights are in the network now; 0 if none was kept
   */
  public DivergedException(
      String sentence, Throwable cause, List<EpochReport> history, int bestEpoch) {
    super(sentence, cause);
    this.history = List.copyOf(history);
    this.bestEpoch = bestEpoch;
  }

  /** What each epoch before has brought. */
  public List<EpochReport> history() {
    return history;
  }

  /** The epoch whose weights are in the network now; 0 if none was kept. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** Whether the weights of the best epoch before are kept. */
  public boolean keepsBest() {
    return bestEpoch > 0;
  }
}
