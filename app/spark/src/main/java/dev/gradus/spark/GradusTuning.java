package dev.gradus.spark;

import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.report.ResultsCsv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.SparkSession;

/** The result of {@link GradusStudy#tune}. */
public final class GradusTuning {

  /** The name of the table of trials in a saved result. */
  static final String TABLE = "results.csv";

  /** The name of the best configuration in a saved result. */
  static final String BEST = "best.yaml";

  private final Tuning tuning;
  private final GradusEstimator estimator;

  GradusTuning(Tuning tuning, GradusEstimator estimator) {
    this.tuning = tuning;
    this.estimator = estimator;
  }

  /** All trials, the best first. */
  public Tuning tuning() {
    return tuning;
  }

  /**
   * The configuration of the best trial in YAML, without the section {@code tune}; relative paths
   * in it start at the working directory.
   *
   * @throws IllegalStateException if no trial could be trained, or the search was stopped before
   *     one ended
   */
  public String bestConfig() {
    Configuration best =
        tuning.best().orElseThrow(() -> new IllegalStateException(whyThereIsNone()));
    return new ConfigurationWriter().writeBriefly(best, Path.of(""));
  }

  private String whyThereIsNone() {
    return tuning.trials().stream()
        .filter(trial -> trial.refusal().isPresent())
        .findFirst()
        .map(
            trial ->
                "none of the trials could be trained; trial %s: %s"
                    .formatted(trial.number(), trial.refusal().orElseThrow()))
        .orElse("the search was stopped before a trial ended; let it run longer");
  }

  /**
   * A copy of the estimator with the configuration of the best trial, and without settings: {@code
   * best().fit(rows)} trains it as the configuration says, with its {@code data.split}.
   *
   * @throws IllegalStateException if no trial could be trained, or the search was stopped before
   *     one ended
   */
  public GradusEstimator best() {
    return estimator.copy(ParamMap.empty()).setConfig(bestConfig()).setSettings();
  }

  /**
   * Writes {@code results.csv}, which is that of {@code gradus tune}, and {@code best.yaml}, if a
   * trial could be trained.
   *
   * @param folder on any file system that Spark writes; files in it are replaced
   */
  public void save(String folder) {
    SparkSession session = SparkSession.active();
    Files.write(folder + "/" + TABLE, out -> ResultsCsv.write(tuning, out), session);
    if (tuning.best().isPresent()) {
      byte[] yaml = bestConfig().getBytes(StandardCharsets.UTF_8);
      Files.write(folder + "/" + BEST, yaml, session);
    }
  }
}
