package dev.gradus.spark;

import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.runtime.problem.CancelledException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;

/**
 * Has the gradients of batches computed by the tasks of a Spark job, one job a step.
 *
 * <p>Executors receive the run once, and the weights with each step. A task computes consecutive
 * batches. A lost task is repeated by Spark, on any executor, with the same bits. Rows that do not
 * fit into the memory of the driver or of an executor are sent with the batches that have them.
 */
final class SparkGradients implements GradientSource, AutoCloseable {

  /** Spark refuses the results of a job beyond its spark.driver.maxResultSize; a job gets half. */
  private static final int SHARE_OF_LIMIT = 2;

  /**
   * The most bytes of a task: its results and the rows sent with it; more only for a single
   * gradient. So the driver adds gradients while others are computed, and holds few.
   */
  private static final long BYTES_OF_TASK = 4 << 20;

  /**
   * What each task of a step returns in one job, in results of tasks. If the first is the slow one,
   * all others of the job wait in the memory of the driver.
   */
  private static final int ROUNDS = 4;

  private final JavaSparkContext context;
  private final int tasks;
  private final long bytesOfJob;
  private final long bytesOfTask;
  private final long mostBytesOfRows;
  private Optional<Broadcast<Sent<RunWorkers>>> sent = Optional.empty();
  private boolean sendsRows;
  private int largestBatch;

  /** The bytes of the rows that are sent for the largest batch; 0 for none, or not yet known. */
  private long bytesOfRows;

  private Optional<Step> step = Optional.empty();

  /** Has the index of each partition in it; made once, for the largest job so far. */
  private Optional<RDD<Integer>> indexes = Optional.empty();

  /**
   * Sends nothing yet.
   *
   * @param tasks the number of tasks of a step, at least 1: if the gradients are large a multiple
   *     of it, and never more than batches
   */
  SparkGradients(JavaSparkContext context, int tasks) {
    this(context, tasks, bytesOfJob(context), BYTES_OF_TASK, RowsMemory.of(context).most());
  }

  /**
   * The same with other limits.
   *
   * @param bytesOfJob what the tasks of a job return together at most, unless it is one gradient
   * @param bytesOfTask what a task returns, unless it is one gradient
   * @param mostBytesOfRows the rows that executors receive once, at most
   */
  SparkGradients(
      JavaSparkContext context,
      int tasks,
      long bytesOfJob,
      long bytesOfTask,
      long mostBytesOfRows) {
    this.context = context;
    this.tasks = tasks;
    this.bytesOfJob = bytesOfJob;
    this.bytesOfTask = bytesOfTask;
    this.mostBytesOfRows = mostBytesOfRows;
  }

  private static long bytesOfJob(JavaSparkContext context) {
    long limit = context.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return limit == 0 ? Long.MAX_VALUE : limit / SHARE_OF_LIMIT;
  }

  @Override
  public long mostBytesOfRows() {
    return mostBytesOfRows;
  }

  @Override
  public void begin(SharedRun run) {
    sendsRows = run.sendsRows();
    largestBatch = run.largestBatch();
    bytesOfRows = 0;
    sent = Optional.of(Sent.to(context, new RunWorkers(run)));
  }

  @Override
  public Iterator<BatchGradient> compute(GradientRequest request, IntFunction<PreparedRows> rows) {
    step.ifPresent(Step::close);
    CancelledException.check("the network was trained");
    Step next = new Step(request, rows);
    step = Optional.of(next);
    return next;
  }

  private RDD<Integer> indexes(int count) {
    if (indexes.filter(known -> known.getNumPartitions() >= count).isEmpty()) {
      indexes = Optional.of(RunningJob.indexes(context, count));
    }
    return indexes.orElseThrow();
  }

  @Override
  public void close() {
    step.ifPresent(Step::close);
    sent.ifPresent(Broadcast::destroy);
  }

  /** Copies the rows of one batch, but only for the first step. */
  private long bytesOfRows(GradientRequest request, IntFunction<PreparedRows> rows) {
    if (sendsRows && bytesOfRows == 0) {
      PreparedRows some = rows.apply(request.first());
      bytesOfRows = some.bytes() / some.rows() * largestBatch;
    }
    return bytesOfRows;
  }

  /** How many gradients the tasks of a job return together, at most. */
  private long gradientsOfJob(long bytes) {
    long few = Math.max(1, bytesOfTask / bytes) * tasks * ROUNDS;
    return Math.max(1, Math.min(few, bytesOfJob / bytes));
  }

  /** The number of tasks of a job: several rounds of them if the gradients are large. */
  private int tasksOf(int batches, long bytes) {
    long most = Math.max(1, bytesOfTask / bytes);
    long rounds = (batches - 1) / (most * tasks) + 1;
    return (int) Math.min(batches, rounds * tasks);
  }

  /** The gradients of a step, in the order of its batches. */
  private final class Step implements Iterator<BatchGradient>, AutoCloseable {

    private final GradientRequest request;
    private final IntFunction<PreparedRows> rows;

    /** Those of a gradient, and of the rows that are sent for it. */
    private final long bytes;

    private final Broadcast<Sent<SharedWeights>> weights;

    /** Results that arrived before their turn. */
    private final Map<Integer, byte[][]> early = new HashMap<>();

    /** Gradients whose turn it is. */
    private final Deque<byte[]> ready = new ArrayDeque<>();

    /** The rows of the tasks of the job. */
    private final List<Broadcast<Sent<SentRows>>> rowsOfJob = new ArrayList<>();

    private Optional<RunningJob<byte[][]>> job = Optional.empty();
    private int submitted;
    private int returned;
    private int turn;
    private boolean closed;

    Step(GradientRequest request, IntFunction<PreparedRows> rows) {
      this.request = request.withoutWeights();
      this.rows = rows;
      this.bytes =
          Math.max(1, (long) Float.BYTES * request.weights().length) + bytesOfRows(request, rows);
      this.weights = Sent.to(context, new SharedWeights(request.weights()));
    }

    @Override
    public boolean hasNext() {
      return returned < request.batches();
    }

    @Override
    public BatchGradient next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all gradients of the step were returned");
      }
      if (returned == submitted) {
        submit();
      }
      if (ready.isEmpty()) {
        receive();
      }
      BatchGradient gradient = GradientBytes.read(ready.remove());
      returned++;
      if (!hasNext()) {
        close();
      }
      return gradient;
    }

    private void submit() {
      int atOnce = (int) Math.min(request.batches() - submitted, gradientsOfJob(bytes));
      int count = tasksOf(atOnce, bytes);
      ComputeGradients.Share share =
          new ComputeGradients.Share(request.first() + submitted, atOnce, count);
      sendRows(share);
      ComputeGradients work =
          new ComputeGradients(sent.orElseThrow(), weights, request, share, List.copyOf(rowsOfJob));
      job =
          Optional.of(
              new RunningJob<>(
                  context,
                  indexes(count),
                  count,
                  work,
                  "the gradients of a step could not be computed by the executors"));
      submitted += atOnce;
      turn = 0;
    }

    private void sendRows(ComputeGradients.Share share) {
      forgetRows();
      if (sendsRows) {
        for (int task = 0; task < share.tasks(); task++) {
          rowsOfJob.add(
              Sent.to(context, SentRows.of(rows, share.start(task), share.start(task + 1))));
        }
      }
    }

    /** The job that needed them has ended. */
    private void forgetRows() {
      rowsOfJob.forEach(Broadcast::destroy);
      rowsOfJob.clear();
    }

    private void receive() {
      while (!early.containsKey(turn)) {
        try {
          job.orElseThrow()
              .poll()
              .ifPresent(arrival -> early.put(arrival.index(), arrival.result()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        CancelledException.check("the network was trained");
      }
      ready.addAll(List.of(early.remove(turn)));
      turn++;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        job.ifPresent(RunningJob::close);
        forgetRows();
        weights.destroy();
      }
    }
  }
}
