package dev.gradus.spark;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * A Spark job whose results are taken as they arrive. For one thread.
 *
 * @param <R> what a task returns
 */
final class RunningJob<R> implements AutoCloseable {

  /** Without it, tasks of a job that is stopped go on to their end. */
  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  /** How long it waits for a result, in milliseconds. */
  private static final int PAUSE = 100;

  private final BlockingQueue<Arrival<R>> arrivals = new LinkedBlockingQueue<>();
  private final String failure;
  private final SimpleFutureAction<BoxedUnit> job;

  /**
   * Starts a job.
   *
   * @param partitions of the RDD, from the first on: one task for each
   * @param work of a task
   * @param failure what could not be done if it fails, for the message
   */
  <T> RunningJob(
      JavaSparkContext context,
      RDD<T> rdd,
      int partitions,
      Function1<Iterator<T>, R> work,
      String failure) {
    this.failure = failure;
    String before = context.getLocalProperty(INTERRUPT);
    context.setLocalProperty(INTERRUPT, "true");
    try {
      job =
          context
              .sc()
              .submitJob(
                  rdd,
                  work,
                  CollectionConverters.asScala(
                          IntStream.range(0, partitions).mapToObj(i -> (Object) i).toList())
                      .toSeq(),
                  (index, result) -> {
                    arrivals.add(new Arrival<>((Integer) index, result));
                    return BoxedUnit.UNIT;
                  },
                  () -> BoxedUnit.UNIT);
    } finally {
      context.setLocalProperty(INTERRUPT, before);
    }
  }

  /** An RDD whose partitions hold their own indexes. */
  static RDD<Integer> indexes(JavaSparkContext context, int count) {
    List<Integer> all = IntStream.range(0, count).boxed().toList();
    return context.parallelize(all, count).rdd();
  }

  /** The result of a task, with the index of its partition. */
  record Arrival<R>(int index, R result) {}

  /**
   * The next result, if one arrives within a tenth of a second.
   *
   * @throws dev.gradus.engine.event.TrainingException if the job failed
   */
  Optional<Arrival<R>> poll() throws InterruptedException {
    boolean ended = job.isCompleted();
    Optional<Arrival<R>> arrival =
        Optional.ofNullable(arrivals.poll(ended ? 0 : PAUSE, TimeUnit.MILLISECONDS));
    if (arrival.isEmpty() && ended) {
      throw JobFailure.of(failure, job.value().get().failed().get());
    }
    return arrival;
  }

  /** Stops what is left of it, also the tasks that run. */
  @Override
  public void close() {
    if (!job.isCompleted()) {
      job.cancel();
    }
  }
}
