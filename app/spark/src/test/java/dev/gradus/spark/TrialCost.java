package dev.gradus.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.tuning.Tuning;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Measures the processor time of a search on executors, and of the same search on the driver alone.
 *
 * <pre>
 *   TrialCost EXECUTORS
 * </pre>
 */
final class TrialCost {

  private static final int COLUMNS = 28;
  private static final int ROWS = 8192;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private TrialCost() {}

  public static void main(String[] arguments) throws Exception {
    SparkSession session = Sessions.cluster(Integer.parseInt(arguments[0]), "");
    Dataset<Row> rows = rows(session);
    System.out.println("width epochs: alone-cpu driver-cpu executors-cpu wall-alone wall (ms)");
    // The first search is not counted: processes start and compile.
    for (int[] each : new int[][] {{16, 1}, {16, 1}, {16, 8}, {256, 2}}) {
      measure(rows, each[0], each[1]);
    }
    session.stop();
  }

  private static void measure(Dataset<Row> rows, int width, int epochs) {
    GradusEstimator estimator =
        new GradusEstimator()
            .setConfig(
                """
                data: {target: y}
                network: [dense: {units: %1$d, activation: relu}, dense: {units: %1$d, activation: relu}, dense: {}]
                loss: mean-squared-error
                optimizer: {adam: {learning-rate: 0.001}}
                training: {epochs: %2$d, batch-size: 128, threads: 1, seed: 1}
                tune:
                  trials: 8
                  folds: 2
                  space: {optimizer.adam.learning-rate: {log-range: [0.0001, 0.01]}}
                """
                    .formatted(width, epochs));
    double[] alone = timed(() -> alone(estimator, rows));
    double[] there = timed(() -> estimator.study(rows).tune().tuning());
    System.out.printf(
        Locale.ROOT,
        "%d %d: %.0f %.0f %.0f %.0f %.0f%n",
        width,
        epochs,
        alone[0],
        there[0],
        there[1],
        alone[2],
        there[2]);
  }

  private static Tuning alone(GradusEstimator estimator, Dataset<Row> rows) {
    try (Gradus gradus = Engines.create()) {
      Job job = estimator.job(gradus);
      TrainingColumns columns = TrainingColumns.of(estimator, job.configuration(), rows.schema());
      return job.on(gradus.readTable(columns.source(rows), TrainingColumns.ORIGIN)).tune();
    }
  }

  /** Milliseconds: processor time of this process and of the executors, and elapsed time. */
  private static double[] timed(Supplier<?> work) {
    double driver = PROCESS.getProcessCpuTime() / 1e6;
    double executors = ofExecutors();
    long start = System.nanoTime();
    work.get();
    return new double[] {
      PROCESS.getProcessCpuTime() / 1e6 - driver,
      ofExecutors() - executors,
      (System.nanoTime() - start) / 1e6
    };
  }

  private static double ofExecutors() {
    return ProcessHandle.current()
        .children()
        .mapToDouble(each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6)
        .sum();
  }

  private static Dataset<Row> rows(SparkSession session) {
    SplittableRandom random = new SplittableRandom(1);
    StructType schema = new StructType();
    for (int k = 0; k < COLUMNS; k++) {
      schema = schema.add("x" + k, DataTypes.DoubleType);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Object[] cells = new Object[COLUMNS + 1];
      double sum = 0;
      for (int k = 0; k < COLUMNS; k++) {
        double value = random.nextDouble(-1, 1);
        cells[k] = value;
        sum += value * value * (k % 3 - 1);
      }
      cells[COLUMNS] = sum;
      rows.add(RowFactory.create(cells));
    }
    return session.createDataFrame(rows, schema.add("y", DataTypes.DoubleType)).coalesce(1);
  }
}
