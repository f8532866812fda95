package dev.gradus.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.gradus.engine.GradientWorker;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.table.Table;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the processor time of steps whose gradients executors compute: that of the driver, of
 * the executors, and of one thread that computes the same gradients without Spark.
 *
 * <pre>
 *   StepCost EXECUTORS STEPS [WIDTH]
 * </pre>
 */
final class StepCost {

  private static final int COLUMNS = 28;
  private static final int ROWS = 8192;
  private static final int BATCH = 128;

  /** Steps that are not counted: they compile, and send the run. */
  private static final int WARM = 8;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private StepCost() {}

  /** Times every request, on executors and on one thread of this process. */
  private static final class Timed implements GradientSource {

    private final SparkGradients spark;
    private final Gradus gradus;
    private final List<GradientWorker> alone = new ArrayList<>();
    private int steps;
    private int weights;
    private double driver;
    private double executors;
    private double wall;
    private double thread;

    Timed(SparkGradients spark, Gradus gradus) {
      this.spark = spark;
      this.gradus = gradus;
    }

    @Override
    public void begin(SharedRun run) {
      spark.begin(run);
      alone.add(gradus.worker(run));
    }

    @Override
    public List<BatchGradient> compute(GradientRequest request) {
      weights = request.weights().length;
      double ofDriver = ofThisProcess();
      double ofExecutors = ofExecutors();
      long start = System.nanoTime();
      List<BatchGradient> gradients = spark.compute(request);
      double took = (System.nanoTime() - start) / 1e6;
      double ofThread = THREADS.getCurrentThreadCpuTime() / 1e6;
      ofDriver = ofThisProcess() - ofDriver;
      ofExecutors = ofExecutors() - ofExecutors;
      for (int i = 0; i < request.batches(); i++) {
        alone.get(0).gradient(request, request.first() + i);
      }
      steps++;
      if (steps > WARM) {
        driver += ofDriver;
        executors += ofExecutors;
        wall += took;
        thread += THREADS.getCurrentThreadCpuTime() / 1e6 - ofThread;
      }
      return gradients;
    }

    /** Milliseconds of processor time. */
    private static double ofThisProcess() {
      return PROCESS.getProcessCpuTime() / 1e6;
    }

    private static double ofExecutors() {
      return ProcessHandle.current()
          .children()
          .mapToDouble(each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6)
          .sum();
    }

    private String described() {
      int counted = steps - WARM;
      return String.format(
          Locale.ROOT,
          "%.1f %.1f %.1f %.0f",
          thread / counted,
          driver / counted,
          executors / counted,
          wall / counted);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int executors = Integer.parseInt(arguments[0]);
    int steps = Integer.parseInt(arguments[1]);
    SparkSession session = Sessions.cluster(executors, "");
    System.out.printf(
        "%d executors, %d processors, Java %s%n",
        executors, Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
    System.out.println(
        "width weights batches thread-cpu driver-cpu executors-cpu wall (ms a step)");
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      List<Integer> widths =
          arguments.length > 2 ? List.of(Integer.valueOf(arguments[2])) : List.of(16, 256, 1024);
      for (int width : widths) {
        for (int batches : List.of(1, 8, 32)) {
          measure(session, gradus, width, batches, executors, steps);
        }
      }
    }
    session.stop();
  }

  private static void measure(
      SparkSession session, Gradus gradus, int width, int batches, int executors, int steps)
      throws Exception {
    Path yaml = Files.createTempFile("step", ".yaml");
    Files.writeString(
        yaml,
        """
        data: {target: y}
        network:
          - dense: {units: %1$d, activation: relu}
          - dense: {units: %1$d, activation: relu}
          - dense: {}
        loss: mean-squared-error
        optimizer: {sgd: {learning-rate: 0.001}}
        training: {steps: %2$d, batch-size: %3$d, accumulate-batches: %4$d, seed: 1}
        """
            .formatted(width, steps, BATCH, batches));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (SparkGradients spark = new SparkGradients(context, executors)) {
      Timed timed = new Timed(spark, gradus);
      gradus.job(yaml).on(table()).gradients(timed).train();
      System.out.printf("%d %d %d %s%n", width, timed.weights, batches, timed.described());
    } finally {
      Files.delete(yaml);
    }
  }

  private static Table table() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] rows = new double[ROWS][COLUMNS + 1];
    for (double[] row : rows) {
      for (int k = 0; k < COLUMNS; k++) {
        row[k] = random.nextDouble(-1, 1);
        row[COLUMNS] += row[k] * row[k] * (k % 3 - 1);
      }
    }
    List<String> names =
        IntStream.rangeClosed(0, COLUMNS).mapToObj(k -> k == COLUMNS ? "y" : "x" + k).toList();
    return Table.ofRows(names, rows);
  }
}
