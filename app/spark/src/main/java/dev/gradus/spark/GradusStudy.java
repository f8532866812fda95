package dev.gradus.spark;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;

/**
 * Tries variants of the network of an estimator on the rows of a DataFrame: {@code gradus tune} and
 * {@code gradus compare}, with each trial in a task of its own.
 *
 * <pre>{@code
 * GradusStudy study = estimator.study(customers);
 * GradusTuning tuning = study.tune();                    // the section tune of the configuration
 * GradusModel model = tuning.best().fit(customers);
 * GradusComparison losses = study.compare("loss", List.of("cross-entropy", "hinge"), 5);
 * losses.save("hdfs:///results/losses");                 // scores.csv, report.html
 * }</pre>
 *
 * <p>The results are those of the command on the same rows in the same order, but for the times,
 * with any number of executors, and after an executor was lost. {@link GradusEstimator} says which
 * order that is.
 *
 * <p>The driver reads the rows and sends them to each executor once. They may take a quarter of the
 * memory of the driver, and of an executor; more are refused. A task has the memory of a training
 * run, and as many threads as {@code spark.task.cpus} says.
 */
public final class GradusStudy {

  private final GradusEstimator estimator;
  private final Dataset<?> dataset;

  /** A study of a copy of an estimator. */
  GradusStudy(GradusEstimator estimator, Dataset<?> dataset) {
    this.estimator = estimator;
    this.dataset = dataset;
  }

  /**
   * Searches for better values, as {@code gradus tune}: those of the section {@code tune} of the
   * configuration.
   *
   * @throws dev.gradus.runtime.problem.GradusException if the section is missing or wrong, or the
   *     rows are invalid or need too much memory; a trial that cannot be trained is not an error
   */
  public GradusTuning tune() {
    return tune(TuningListener.NONE);
  }

  /**
   * The same with a listener.
   *
   * @param listener sees each trial as it arrives, on this thread, and can stop the search; the
   *     trials that have arrived are kept
   */
  public GradusTuning tune(TuningListener listener) {
    Tuning tuning = run(job -> job.tune(listener));
    return new GradusTuning(tuning, estimator);
  }

  /**
   * Compares variants that differ in one value, as {@code gradus compare --vary}.
   *
   * @param path the path of that value, such as {@code loss} or {@code
   *     optimizer.adam.learning-rate}
   * @param values its values, each as YAML
   * @param seeds the number of runs of each variant, at least 1
   * @throws dev.gradus.runtime.problem.GradusException if a value is invalid, the rows need too
   *     much memory, or no variant could be trained; a variant that fails is left out, with its
   *     reason
   */
  public GradusComparison compare(String path, List<String> values, int seeds) {
    return compare(path, values, seeds, ComparisonListener.NONE);
  }

  /**
   * The same with a listener.
   *
   * @param listener can stop the comparison; the runs that have arrived are compared
   */
  public GradusComparison compare(
      String path, List<String> values, int seeds, ComparisonListener listener) {
    Comparison comparison = run(job -> job.compare(path, values, seeds, listener));
    return new GradusComparison(comparison);
  }

  private <T> T run(Function<Job, T> work) {
    try (Gradus gradus = Engines.create()) {
      List<Setting> settings = estimator.changes();
      Configuration configuration = estimator.job(gradus).configuration();
      TrainingColumns columns = TrainingColumns.of(estimator, configuration, dataset.schema());
      estimator.appended(columns, dataset.schema());
      refuseFiles(configuration);
      JavaSparkContext context =
          JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
      SharedRows rows = SharedRows.of(columns.source(dataset), RowsMemory.of(context));
      SharedJob shared =
          new SharedJob(estimator.getConfig(), settings, rows, startOf(configuration));
      Job job = shared.of(gradus);
      int threads = context.getConf().getInt("spark.task.cpus", 1);
      try (SparkTrials trials = new SparkTrials(context, shared, threads)) {
        return work.apply(job.trials(trials));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Executors do not see the files of the driver. */
  private static void refuseFiles(Configuration configuration) {
    Optional<DataSpec> data = configuration.data();
    if (data.flatMap(DataSpec::validation).isPresent()
        || data.flatMap(DataSpec::test).isPresent()) {
      throw new IllegalArgumentException(
          "data.validation and data.test name files, which executors do not see; hold rows out with data.split");
    }
  }

  private static Optional<byte[]> startOf(Configuration configuration) throws IOException {
    Optional<Path> start = configuration.training().start();
    return start.isEmpty()
        ? Optional.empty()
        : Optional.of(java.nio.file.Files.readAllBytes(start.get()));
  }
}
