package dev.gradus.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.gradus.engine.GradientWorker;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the processor time of steps whose gradients executors compute: that of the driver, of
 * the executors, and of one thread that computes the same gradients without Spark.
 *
 * <pre>
 *   StepCost EXECUTORS STEPS [WIDTH | mnist]
 * </pre>
 *
 * <p>A width is that of two layers on 28 columns, with batches of 128 rows; {@code mnist} has
 * layers of 1,024, 512 and 10 on 784 columns, and batches of 512 rows.
 */
final class StepCost {

  private static final int ROWS = 8192;
  private static final int CLASSES = 10;

  /** Steps that are not counted: they compile, and send the run. */
  private static final int WARM = 8;

  /**
   * What is trained.
   *
   * @param columns the number of inputs
   * @param batch the number of rows in a batch
   * @param accumulated the numbers of batches in a step
   */
  private record Workload(
      String name, int columns, int first, int second, int batch, List<Integer> accumulated) {

    static List<Workload> of(String name) {
      return name.equals("mnist")
          ? List.of(new Workload(name, 784, 1024, 512, 512, List.of(1, 4, 16)))
          : List.of(ofWidth(Integer.parseInt(name)));
    }

    static Workload ofWidth(int width) {
      return new Workload("" + width, 28, width, width, 128, List.of(1, 8, 32));
    }

    String yaml(int steps, int batches) {
      boolean classes = columns != 28;
      return """
        data: {target: y}
        network:
          - dense: {units: %d, activation: relu}
          - dense: {units: %d, activation: relu}
          - dense: {%s}
        loss: %s
        optimizer: {sgd: {learning-rate: 0.001}}
        training: {steps: %d, batch-size: %d, accumulate-batches: %d, seed: 1}
        """
          .formatted(
              first,
              second,
              classes ? "activation: softmax" : "",
              classes ? "cross-entropy" : "mean-squared-error",
              steps,
              batch,
              batches);
    }
  }

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
      List<Workload> workloads =
          arguments.length > 2
              ? Workload.of(arguments[2])
              : Stream.of(16, 256, 1024).map(Workload::ofWidth).toList();
      for (Workload workload : workloads) {
        Table table = table(workload);
        for (int batches : workload.accumulated()) {
          measure(session, gradus, workload, table, batches, executors, steps);
        }
      }
    }
    session.stop();
  }

  private static void measure(
      SparkSession session,
      Gradus gradus,
      Workload workload,
      Table table,
      int batches,
      int executors,
      int steps) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (SparkGradients spark = new SparkGradients(context, executors)) {
      Timed timed = new Timed(spark, gradus);
      gradus
          .job(workload.yaml(steps, batches), workload.name(), List.of())
          .on(table)
          .gradients(timed)
          .train();
      System.out.printf(
          "%s %d %d %s%n", workload.name(), timed.weights, batches, timed.described());
    }
  }

  private static Table table(Workload workload) {
    SplittableRandom random = new SplittableRandom(1);
    int columns = workload.columns();
    List<Column> all = new ArrayList<>();
    double[] target = new double[ROWS];
    for (int k = 0; k < columns; k++) {
      double[] values = random.doubles(ROWS, -1, 1).toArray();
      all.add(Column.of("x" + k, values));
      for (int i = 0; i < ROWS; i++) {
        target[i] += values[i] * values[i] * (k % 3 - 1);
      }
    }
    all.add(
        workload.name().equals("mnist")
            ? Column.of(
                "y",
                Arrays.stream(target)
                    .mapToObj(value -> "c" + Math.floorMod((int) (value * 10), CLASSES))
                    .toArray(String[]::new))
            : Column.of("y", target));
    return Table.of(all);
  }
}
