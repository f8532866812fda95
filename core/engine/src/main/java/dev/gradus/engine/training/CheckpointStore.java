package dev.gradus.engine.training;

import dev.gradus.engine.linear.Matrix;
import java.util.Map;
import java.util.Optional;

/** Keeps a run where it outlives the process, and brings it back. */
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
   * Makes sure that there is a run to bring back, if that is wanted; called before a run is
   * announced.
   *
   * @throws dev.gradus.runtime.problem.GradusException if there is none
   */
  default void checkResumable() {}

  /**
   * Called once, before the first step.
   *
   * @param experiment with a network that has all its tensors; filled if a run is brought back,
   *     with the weights that predict
   * @param memory what else decides how a run goes on, by name, shared; filled likewise
   * @return the state of that run; empty if this is a new one
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be brought back, or is another
   *     one
   */
  Optional<ResumedRun> restore(Experiment experiment, Map<String, Matrix> memory);

  /** Whether the run should be saved after an epoch, even if it is not the last. */
  boolean isTime(int epoch);

  /**
   * Keeps the run.
   *
   * @throws dev.gradus.runtime.problem.GradusException if it cannot be written
   */
  void keep(TrainingState standing);
}
