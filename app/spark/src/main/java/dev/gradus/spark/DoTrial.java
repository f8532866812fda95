package dev.gradus.spark;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The work of a task: one trial. */
final class DoTrial extends AbstractFunction1<Iterator<TrialRequest>, TrialResult>
    implements Serializable {

  private static final long serialVersionUID = 1;

  private final Broadcast<SharedJob> shared;
  private final int threads;

  /**
   * The work on a job.
   *
   * @param threads the number of threads of a task
   */
  DoTrial(Broadcast<SharedJob> shared, int threads) {
    this.shared = shared;
    this.threads = threads;
  }

  @Override
  public TrialResult apply(Iterator<TrialRequest> requests) {
    return shared.value().job().trial(requests.next(), threads);
  }
}
