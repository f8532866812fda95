package dev.gradus.engine.distributed;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;

/**
 * Has the trials of a search, or the runs of a comparison, done in other processes, by {@code
 * Job.trial} of a job with the same configuration and the same data. Used by one thread alone.
 */
public interface TrialSource {

  /**
   * Has pieces of work done, in any order and at the same time; a piece may be done again if its
   * process is lost.
   *
   * @param requests at least one
   * @param done receives each result when it arrives, on the calling thread, with the index of its
   *     request
   * @param stop says whether to stop; asked at least once a second
   * @return whether all are done; false if it was stopped
   * @throws dev.gradus.runtime.problem.GradusException if a piece could not be done
   */
  boolean compute(
      List<TrialRequest> requests, ObjIntConsumer<TrialResult> done, BooleanSupplier stop);
}
