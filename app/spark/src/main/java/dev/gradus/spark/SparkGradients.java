package dev.gradus.spark;

import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.runtime.problem.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Has the gradients of batches computed by the tasks of a Spark job, one job a step.
 *
 * <p>Executors receive the run once, and the weights with each step. A task computes consecutive
 * batches. A lost task is repeated by Spark, on any executor, with the same bits.
 */
final class SparkGradients implements GradientSource, AutoCloseable {

  /** Spark refuses the results of a job beyond its spark.driver.maxResultSize; a job gets half. */
  private static final int SHARE_OF_LIMIT = 2;

  private final JavaSparkContext context;
  private final int tasks;
  private final long resultBytes;
  private Optional<Broadcast<RunWorkers>> sent = Optional.empty();

  /**
   * Sends nothing yet.
   *
   * @param tasks the largest number of tasks of a step, at least 1
   */
  SparkGradients(JavaSparkContext context, int tasks) {
    this.context = context;
    this.tasks = tasks;
    long limit = context.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    this.resultBytes = limit == 0 ? Long.MAX_VALUE : limit / SHARE_OF_LIMIT;
  }

  @Override
  public void begin(SharedRun run) {
    sent = Optional.of(context.broadcast(new RunWorkers(run)));
  }

  @Override
  public List<BatchGradient> compute(GradientRequest request) {
    Broadcast<float[]> weights = context.broadcast(request.weights());
    try {
      ComputeGradients work =
          new ComputeGradients(sent.orElseThrow(), weights, request.withoutWeights());
      int atOnce = batchesOfJob(request);
      List<BatchGradient> gradients = new ArrayList<>();
      for (int done = 0; done < request.batches(); done += atOnce) {
        gradients.addAll(
            collected(work, request.first() + done, Math.min(atOnce, request.batches() - done)));
      }
      return gradients;
    } finally {
      weights.destroy();
    }
  }

  private int batchesOfJob(GradientRequest request) {
    long bytes = Math.max(1, (long) Float.BYTES * request.weights().length);
    return (int) Math.max(1, Math.min(request.batches(), resultBytes / bytes));
  }

  private List<BatchGradient> collected(ComputeGradients work, int first, int batches) {
    List<Integer> indexes = IntStream.range(first, first + batches).boxed().toList();
    CancelledException.check("the network was trained");
    try {
      return context
          .parallelize(new ArrayList<>(indexes), Math.min(tasks, batches))
          .mapPartitions(work)
          .collect();
    } catch (Exception e) {
      // Scala does not declare what it throws.
      throw failed(e);
    }
  }

  private static RuntimeException failed(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    CancelledException.check("the network was trained");
    return JobFailure.of("the gradients of a step could not be computed by the executors", e);
  }

  @Override
  public void close() {
    sent.ifPresent(Broadcast::destroy);
  }
}
