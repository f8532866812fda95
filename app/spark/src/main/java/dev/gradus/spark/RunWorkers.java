package dev.gradus.spark;

import dev.gradus.engine.GradientWorker;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.distributed.SharedRun;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A run that is sent to executors, and the workers of a process: as many as it has tasks at the
 * same time. They share the rows.
 */
final class RunWorkers implements Serializable {

  private static final long serialVersionUID = 1;

  private final SharedRun run;

  @SuppressWarnings("NullAway.Init") // null in a process that has just received it
  private transient Gradus gradus;

  @SuppressWarnings("NullAway.Init") // null in a process that has just received it
  private transient Deque<GradientWorker> idle;

  /**
   * A run.
   *
   * @param run its arrays are shared
   */
  RunWorkers(SharedRun run) {
    this.run = run;
  }

  /** A worker for the current task. */
  GradientWorker take() {
    Gradus known;
    synchronized (this) {
      if (idle == null) {
        gradus = Engines.create();
        // Last, so that another task begins anew if this one is interrupted.
        idle = new ArrayDeque<>();
      }
      GradientWorker worker = idle.poll();
      if (worker != null) {
        return worker;
      }
      known = gradus;
    }
    return known.worker(run);
  }

  /** Returns a worker for other tasks. */
  synchronized void leave(GradientWorker worker) {
    idle.add(worker);
  }
}
