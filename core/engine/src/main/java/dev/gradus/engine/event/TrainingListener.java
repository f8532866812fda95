package dev.gradus.engine.event;

import java.util.List;

/** Watches a training run, on the thread that trains. */
public interface TrainingListener {

  /** One that does not look. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * The data are read and the network is built; training begins.
   *
   * @param plan what is about to happen
   */
  default void started(TrainingPlan plan) {}

  /**
   * The run is one that was interrupted, and goes on; said after {@link #started} and before the
   * next step.
   *
   * @param reports what the epochs until then have brought, all of them
   * @param sentence where it goes on, and from which file
   */
  default void resumed(List<EpochReport> reports, String sentence) {}

  /**
   * A step is done, or with accumulated gradients one of the batches that make it.
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
   * @param epoch 0 for before the first step; who looks then is also shown the last epoch,
   *     whichever that turns out to be, and where a run that was interrupted goes on
   */
  default boolean wantsToSee(int epoch) {
    return false;
  }

  /** The network from inside, after an epoch for which {@link #wantsToSee} was true. */
  default void seen(Snapshot snapshot) {}

  /**
   * Whether training shall stop; asked after every step and after every epoch. What was learned
   * until then is kept, or the best of it, if the configuration says so.
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
