package dev.gradus.spark;

import dev.gradus.engine.GradientWorker;
import dev.gradus.engine.distributed.GradientRequest;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The work of a task: the gradients of consecutive batches of a step, each as bytes. */
final class ComputeGradients extends AbstractFunction1<Iterator<Integer>, byte[][]>
    implements Serializable {

  private static final long serialVersionUID = 1;

  private final Broadcast<Sent<RunWorkers>> run;
  private final Broadcast<Sent<SharedWeights>> weights;
  private final GradientRequest request;
  private final Share share;
  private final List<Broadcast<Sent<SentRows>>> rows;

  /**
   * The work of the tasks of a job.
   *
   * @param request the step, without weights
   * @param share the batches of a task
   * @param rows those of the batches of each task; empty if the run has them
   */
  ComputeGradients(
      Broadcast<Sent<RunWorkers>> run,
      Broadcast<Sent<SharedWeights>> weights,
      GradientRequest request,
      Share share,
      List<Broadcast<Sent<SentRows>>> rows) {
    this.run = run;
    this.weights = weights;
    this.request = request;
    this.share = share;
    this.rows = rows;
  }

  /**
   * How the batches of a job are shared among its tasks.
   *
   * @param first the index of the first batch
   * @param batches at least as many as tasks
   */
  record Share(int first, int batches, int tasks) implements Serializable {

    /** The index of the first batch of a task; that of the task after the last is the end. */
    int start(int task) {
      return first + (int) ((long) batches * task / tasks);
    }
  }

  @Override
  public byte[][] apply(Iterator<Integer> tasks) {
    int task = tasks.next();
    GradientRequest whole = request.withWeights(weights.value().value().values());
    RunWorkers workers = run.value().value();
    GradientWorker worker = workers.take();
    int start = share.start(task);
    byte[][] gradients = new byte[share.start(task + 1) - start][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] =
          GradientBytes.of(
              rows.isEmpty()
                  ? worker.gradient(whole, start + i)
                  : worker.gradient(whole, start + i, rows.get(task).value().value().batch(i)));
    }
    // A worker whose task failed is not used again.
    workers.leave(worker);
    return gradients;
  }
}
