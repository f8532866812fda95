package dev.gradus.engine.event;

import java.util.List;

/**
 * Training stopped because a number was no longer finite: the loss, a weight, the state of the
 * optimizer or a layer, or a prediction for the validation split.
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
   * Reports the divergence of a run.
   *
   * @param history the reports of the earlier epochs
   * @param bestEpoch the epoch whose weights are in the network now; 0 if none was kept
   */
  public DivergedException(
      String sentence, Throwable cause, List<EpochReport> history, int bestEpoch) {
    super(sentence, cause);
    this.history = List.copyOf(history);
    this.bestEpoch = bestEpoch;
  }

  /** The reports of the earlier epochs. */
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
