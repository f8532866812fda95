package dev.gradus.spark;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import dev.gradus.engine.distributed.TrialSource;
import dev.gradus.engine.event.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Has trials done by the tasks of a Spark job, one trial a task.
 *
 * <p>Executors receive the job once. A lost task is repeated by Spark, on any executor, with the
 * same result.
 */
final class SparkTrials implements TrialSource, AutoCloseable {

  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  /** How often it looks whether to stop, in milliseconds. */
  private static final int PAUSE = 100;

  private final JavaSparkContext context;
  private final Broadcast<SharedJob> sent;
  private final int threads;

  /**
   * Sends a job.
   *
   * @param threads the number of threads of a task
   */
  SparkTrials(JavaSparkContext context, SharedJob job, int threads) {
    this.context = context;
    this.sent = context.broadcast(job);
    this.threads = threads;
  }

  private record Arrival(int index, TrialResult result) {}

  @Override
  public boolean compute(
      List<TrialRequest> requests, ObjIntConsumer<TrialResult> done, BooleanSupplier stop) {
    BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    SimpleFutureAction<BoxedUnit> job = submitted(requests, arrivals);
    try {
      int left = requests.size();
      while (left > 0) {
        if (stop.getAsBoolean()) {
          return false;
        }
        boolean ended = job.isCompleted();
        Arrival arrival = arrivals.poll(ended ? 0 : PAUSE, TimeUnit.MILLISECONDS);
        if (arrival != null) {
          done.accept(arrival.result(), arrival.index());
          left--;
        } else if (ended) {
          throw failed(job);
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      job.cancel();
    }
  }

  private SimpleFutureAction<BoxedUnit> submitted(
      List<TrialRequest> requests, BlockingQueue<Arrival> arrivals) {
    SparkContext spark = context.sc();
    RDD<TrialRequest> each = context.parallelize(new ArrayList<>(requests), requests.size()).rdd();
    Seq<Object> all =
        CollectionConverters.asScala(
                IntStream.range(0, requests.size()).mapToObj(i -> (Object) i).toList())
            .toSeq();
    String before = context.getLocalProperty(INTERRUPT);
    context.setLocalProperty(INTERRUPT, "true");
    try {
      return spark.submitJob(
          each,
          new DoTrial(sent, threads),
          all,
          (index, result) -> {
            arrivals.add(new Arrival((Integer) index, result));
            return BoxedUnit.UNIT;
          },
          () -> BoxedUnit.UNIT);
    } finally {
      context.setLocalProperty(INTERRUPT, before);
    }
  }

  private static TrainingException failed(SimpleFutureAction<BoxedUnit> job) {
    return JobFailure.of(
        "a trial could not be done by the executors", job.value().get().failed().get());
  }

  @Override
  public void close() {
    sent.destroy();
  }
}
