package dev.gradus.engine.event;

import java.util.List;

/** Watches a training run, on the thread that trains. */
public interface TrainingListener {

  /** A listener that ignores everything. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * The data are read and the network is built; training begins.
   *
   * @param plan what is about to happen
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
   * A step is complete, or with accumulated gradients one of its batches.
   *
   * @param epoch its epoch, from 1
   * @param step its number within the epoch, from 1
   * @param loss the loss of its batch, before the weights moved
   */
  default void stepDone(int epoch, int step, double loss) {}

  /** An epoch is done. */
  default void epochDone(EpochReport report) {}

  /**
   * Whether to look inside the network after an epoch, which takes a little time; it does not
   * change what is learned.
   *
   * @param epoch 0 for before the first step; a listener that wants to see that is also shown the
   *     last epoch, whichever that is, and the state from which an interrupted run continues
   */
  default boolean wantsToSee(int epoch) {
    return false;
  }

  /** The internals of the network, after an epoch for which {@link #wantsToSee} was true. */
  default void seen(Snapshot snapshot) {}

  /**
   * Whether training should stop; called after every step and after every epoch. What was learned
   * so far is kept, or the best epoch, if the configuration says so.
   */
  default boolean wantsToStop() {
    return false;
  }

  /**
   * Training has stopped before its last epoch.
   *
   * @param reason why, and which weights are kept, in a sentence
   */
  default void stopped(String reason) {}
}
