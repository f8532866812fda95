package dev.gradus.spark;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import dev.gradus.engine.distributed.TrialSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Has trials done by the tasks of a Spark job, one trial a task.
 *
 * <p>Executors receive the job once. A lost task is repeated by Spark, on any executor, with the
 * same result.
 */
final class SparkTrials implements TrialSource, AutoCloseable {

  private final JavaSparkContext context;
  private final Broadcast<Sent<SharedJob>> sent;
  private final int threads;

  /**
   * Sends a job.
   *
   * @param threads the number of threads of a task
   */
  SparkTrials(JavaSparkContext context, SharedJob job, int threads) {
    this.context = context;
    this.sent = Sent.to(context, job);
    this.threads = threads;
  }

  @Override
  public boolean compute(
      List<TrialRequest> requests, ObjIntConsumer<TrialResult> done, BooleanSupplier stop) {
    try (RunningJob<byte[]> job = submitted(requests)) {
      int left = requests.size();
      while (left > 0) {
        if (stop.getAsBoolean()) {
          return false;
        }
        Optional<RunningJob.Arrival<byte[]>> arrival = job.poll();
        if (arrival.isPresent()) {
          done.accept(new TrialResult(arrival.get().result()), arrival.get().index());
          left--;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private RunningJob<byte[]> submitted(List<TrialRequest> requests) {
    return new RunningJob<>(
        context,
        RunningJob.indexes(context, requests.size()),
        requests.size(),
        new DoTrial(sent, List.copyOf(requests), threads),
        "a trial could not be done by the executors");
  }

  @Override
  public void close() {
    sent.destroy();
  }
}
