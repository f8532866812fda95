package dev.gradus.spark;

import dev.gradus.engine.distributed.TrialRequest;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The work of a task: one trial, whose result is bytes. */
final class DoTrial extends AbstractFunction1<Iterator<Integer>, byte[]> implements Serializable {

  private static final long serialVersionUID = 1;

  private final Broadcast<Sent<SharedJob>> shared;
  private final List<TrialRequest> requests;
  private final int threads;

  /**
   * The work on a job.
   *
   * @param requests one for each task; sent with the tasks, by Java's serialization
   * @param threads the number of threads of a task
   */
  DoTrial(Broadcast<Sent<SharedJob>> shared, List<TrialRequest> requests, int threads) {
    this.shared = shared;
    this.requests = requests;
    this.threads = threads;
  }

  @Override
  public byte[] apply(Iterator<Integer> tasks) {
    return shared.value().value().job().trial(requests.get(tasks.next()), threads).bytes();
  }
}
