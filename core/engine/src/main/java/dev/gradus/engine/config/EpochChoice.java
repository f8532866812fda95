package dev.gradus.engine.config;

/**
 * Chooses the epoch whose weights a run keeps, by the monitored value of one epoch after the other.
 * Not thread-safe.
 */
public final class EpochChoice {

  private final EarlyStopping spec;
  private final boolean higherIsBetter;

  /** The value of the best epoch. */
  private double best = Double.NaN;

  /** The last value that was better than all before it by more than the minimum. */
  private double improved = Double.NaN;

  private int bestEpoch;
  private int improvedEpoch;
  private int lastEpoch;

  /** Starts before the first epoch. */
  public EpochChoice(EarlyStopping spec, boolean higherIsBetter) {
    this.spec = spec;
    this.higherIsBetter = higherIsBetter;
  }

  /**
   * Adds an epoch, and returns whether it is the best so far.
   *
   * @param value the monitored value; if it is not finite, the epoch is never the best
   */
  public boolean add(int epoch, double value) {
    lastEpoch = epoch;
    if (!Double.isFinite(value)) {
      return false;
    }
    boolean improves = improvedEpoch == 0 || gain(value, improved) > spec.minDelta();
    if (improves) {
      improved = value;
      improvedEpoch = epoch;
    }
    if (!improves && (spec.ties() == EarlyStopping.Ties.FIRST || gain(value, best) < 0)) {
      return false;
    }
    best = value;
    bestEpoch = epoch;
    return true;
  }

  private double gain(double value, double over) {
    return higherIsBetter ? value - over : over - value;
  }

  /** The best epoch; 0 if there is none. */
  public int epoch() {
    return bestEpoch;
  }

  /** The monitored value of the best epoch; NaN if there is none. */
  public double value() {
    return best;
  }

  /** Whether there was no improvement for too long. */
  public boolean isOver() {
    return lastEpoch - improvedEpoch >= spec.patience();
  }
}
