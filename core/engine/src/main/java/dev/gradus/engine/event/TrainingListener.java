package dev.gradus.engine.event;

import java.util.List;

/** Watches a training run, on the thread that trains. */
public interface TrainingListener {

  /** A listener that ignores everything. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Called when the data are read and the network is built, before training.
   *
   * @param plan of the run
   */
  default void started(TrainingPlan plan) {}

  /**
   * An interrupted run was resumed; called after {@link #started} and before the next step.
   *
   * @param reports the reports of all earlier epochs
   * @param sentence where the run continues, and from which file
   */
  default void resumed(List<EpochReport> reports, String sentence) {}

  /**
   * Called after a step, or with accumulated gradients after each of its batches.
   *
   * @param epoch its epoch, from 1
   * @param step its number within the epoch, from 1
   * @param loss the loss of its batch, before the update
   */
  default void stepDone(int epoch, int step, double loss) {}

  /** Called after an epoch. */
  default void epochDone(EpochReport report) {}

  /**
   * Whether to take a snapshot of the network after an epoch, which takes a little time but does
   * not change training.
   *
   * @param epoch 0 for the state before the first step; a listener that returns true for 0 also
   *     receives the last epoch, whichever that is, and the state from which an interrupted run
   *     continues
   */
  default boolean wantsToSee(int epoch) {
    return false;
  }

  /**
   * Receives the internals of the network, after an epoch for which {@link #wantsToSee} was true.
   */
  default void seen(Snapshot snapshot) {}

  /**
   * Whether training should stop; called after every step and after every epoch. The current
   * weights are the result, or those of the best epoch if the configuration says so.
   */
  default boolean wantsToStop() {
    return false;
  }

  /**
   * Called if training has stopped before its last epoch.
   *
   * @param reason why, and which weights are kept, in a sentence
   */
  default void stopped(String reason) {}
}
