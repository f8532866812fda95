package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;

/** The validation losses of a trial, as far as they say whether its network overfitted. */
final class TrialLosses implements TrainingListener {

  private double first = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double latest = Double.NaN;
  private int best;
  private int last;
  private int epochs;

  @Override
  public void epochDone(EpochReport report) {
    last = report.epoch();
    epochs = report.epochs();
    latest = report.validation().getOrDefault(EpochReport.LOSS, Double.NaN);
    if (last == 1) {
      first = latest;
    }
    if (latest < lowest) {
      lowest = latest;
      best = last;
    }
  }

  /** Whether all epochs were trained. */
  boolean finished() {
    return last > 0 && last == epochs;
  }

  /**
   * Whether the loss was lowest after a part of the epochs.
   *
   * @param part from 0 to 1
   */
  boolean lowestAfter(double part) {
    return best > part * epochs;
  }

  /** Whether the loss of the last epoch is lower than that of the first. */
  boolean fell() {
    return latest < first;
  }
}
