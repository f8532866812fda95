package dev.gradus.engine.training;

import dev.gradus.engine.linear.Matrix;
import java.util.Map;
import java.util.Optional;

/** Saves the state of a run outside the process, and restores it. */
public interface CheckpointStore {

  /** A store that saves nothing. */
  CheckpointStore NONE =
      new CheckpointStore() {
        @Override
        public boolean keepsBest() {
          return false;
        }

        @Override
        public Optional<ResumedRun> restore(Experiment experiment, Map<String, Matrix> memory) {
          return Optional.empty();
        }

        @Override
        public boolean isTime(int epoch) {
          return false;
        }

        @Override
        public void keep(TrainingState standing) {}
      };

  /** Whether the weights of the best epoch are saved. */
  boolean keepsBest();

  /**
   * Checks that there is a run to restore, if that was requested; called before a run is announced.
   *
   * @throws dev.gradus.runtime.problem.GradusException if there is none
   */
  default void checkResumable() {}

  /**
   * Restores a run, if there is one; called once, before the first step.
   *
   * @param experiment its network has all its tensors; overwritten with the weights used for
   *     prediction if a run is restored
   * @param memory everything else that determines how a run continues, by name, shared; overwritten
   *     if a run is restored
   * @return the state of that run; empty if this is a new run
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be restored, or is another run
   */
  Optional<ResumedRun> restore(Experiment experiment, Map<String, Matrix> memory);

  /** Whether the run should be saved after an epoch, even if it is not the last. */
  boolean isTime(int epoch);

  /**
   * Saves the run.
   *
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be written
   */
  void keep(TrainingState standing);
}
