package dev.gradus.spark;

import dev.gradus.engine.GradientWorker;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the processor time of steps whose gradients executors compute: that of the driver, of
 * the executors, and of one thread that computes the same gradients without Spark.
 *
 * <pre>
 *   StepCost EXECUTORS STEPS [WIDTH | mnist [BATCHES]]
 * </pre>
 *
 * <p>The first half of the steps is not counted: they send the run, and the JVMs compile. What the
 * compilers still take after that has a column of its own. Reads the times of threads from {@code
 * /proc} of Linux.
 *
 * <p>A width is that of two layers on 28 columns, with batches of 128 rows; {@code mnist} has
 * layers of 1,024, 512 and 10 on 784 columns, and batches of 512 rows.
 */
final class StepCost {

  private static final int ROWS = 8192;
  private static final int CLASSES = 10;

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
        training: {steps: %d, batch-size: %d, accumulate-batches: %d, seed: 1, threads: 1}
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

  /** Steps of a small network before all others, which let the JVMs compile Spark. */
  private static final int STEPS_BEFORE = 200;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private StepCost() {}

  /**
   * Milliseconds of processor time so far.
   *
   * @param main of the main thread of the driver
   * @param driver of the driver but for its compilers
   */
  private record Spent(
      double main, double driver, double compilers, double executors, double compilersThere) {

    private static final double PER_TICK = 10;

    static Spent now() {
      double main = ofThread();
      List<ProcessHandle> children = ProcessHandle.current().children().toList();
      double compilers = ticks(ProcessHandle.current(), true);
      double there = children.stream().mapToDouble(each -> ticks(each, true)).sum();
      return new Spent(
          main,
          ticks(ProcessHandle.current(), false) - compilers,
          compilers,
          children.stream().mapToDouble(each -> ticks(each, false)).sum() - there,
          there);
    }

    static double ofThread() {
      return THREADS.getCurrentThreadCpuTime() / 1e6;
    }

    Spent minus(Spent before) {
      return new Spent(
          main - before.main,
          driver - before.driver,
          compilers - before.compilers,
          executors - before.executors,
          compilersThere - before.compilersThere);
    }

    /** The time of a process, or of its threads that compile, as Linux tells it. */
    private static double ticks(ProcessHandle process, boolean compilers) {
      Path folder = Path.of("/proc/" + process.pid());
      try (Stream<Path> threads =
          compilers ? Files.list(folder.resolve("task")) : Stream.of(folder)) {
        return threads.mapToDouble(each -> ticks(each, compilers ? "(C" : "(")).sum();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static double ticks(Path folder, String prefix) {
      try {
        String stat = Files.readString(folder.resolve("stat"));
        String[] after = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean counts =
            stat.contains(prefix) && (prefix.equals("(") || stat.contains(" CompilerThre"));
        return counts ? PER_TICK * (Long.parseLong(after[11]) + Long.parseLong(after[12])) : 0;
      } catch (IOException e) {
        return 0; // the thread has ended
      }
    }
  }

  /** Times every request, on executors and on one thread of this process. */
  private static final class Timed implements GradientSource {

    private final SparkGradients spark;
    private final Gradus gradus;
    private final List<GradientWorker> alone = new ArrayList<>();
    private final int warm;
    private final List<Spent> spent = new ArrayList<>();
    private int steps;
    private int weights;
    private double inSpark;
    private double wall;
    private double thread;

    Timed(SparkGradients spark, Gradus gradus, int warm) {
      this.warm = warm;
      this.spark = spark;
      this.gradus = gradus;
    }

    @Override
    public void begin(SharedRun run) {
      spark.begin(run);
      alone.add(gradus.worker(run));
    }

    @Override
    public Iterator<BatchGradient> compute(
        GradientRequest request, IntFunction<PreparedRows> rows) {
      weights = request.weights().length;
      if (steps == warm) {
        spent.add(Spent.now());
      }
      steps++;
      long start = System.nanoTime();
      double first = Spent.ofThread();
      List<BatchGradient> gradients = new ArrayList<>();
      spark.compute(request, rows).forEachRemaining(gradients::add);
      double second = Spent.ofThread();
      long end = System.nanoTime();
      for (int i = 0; i < request.batches(); i++) {
        alone.get(0).gradient(request, request.first() + i);
      }
      if (steps > warm) {
        inSpark += second - first;
        thread += Spent.ofThread() - second;
        wall += (end - start) / 1e6;
      }
      return gradients.iterator();
    }

    private String described() {
      int counted = steps - warm;
      Spent all = Spent.now().minus(spent.get(0));
      return String.format(
          Locale.ROOT,
          "%.1f %.1f %.1f %.1f %.1f %.0f",
          thread / counted,
          (all.driver() - all.main() + inSpark) / counted,
          all.compilers() / counted,
          all.executors() / counted,
          all.compilersThere() / counted,
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
        "width weights batches: thread driver its-compilers executors their-compilers, elapsed (ms a step)");
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      List<Workload> workloads =
          arguments.length > 2
              ? Workload.of(arguments[2])
              : Stream.of(16, 256, 1024).map(Workload::ofWidth).toList();
      Workload small = Workload.ofWidth(16);
      measure(session, gradus, small, table(small), 2, executors, STEPS_BEFORE);
      for (Workload workload : workloads) {
        Table table = table(workload);
        List<Integer> all =
            arguments.length > 3 ? List.of(Integer.valueOf(arguments[3])) : workload.accumulated();
        for (int batches : all) {
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
      Timed timed = new Timed(spark, gradus, steps / 2);
      gradus
          .job(workload.yaml(steps, batches), workload.name(), List.of())
          .on(table)
          .gradients(timed)
          .train();
      System.out.printf(
          "%s %d %d: %s%n", workload.name(), timed.weights, batches, timed.described());
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
