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
   * @throws IllegalStateException if no trial could be trained
   */
  public String bestConfig() {
    Configuration best =
        tuning
            .best()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "none of the trials could be trained; trial 1: "
                            + tuning.trials().stream()
                                .flatMap(trial -> trial.refusal().stream())
                                .findFirst()
                                .orElse("it was stopped")));
    return new ConfigurationWriter().writeBriefly(best, Path.of(""));
  }

  /**
   * A copy of the estimator with the configuration of the best trial, and without settings: {@code
   * best().fit(rows)} trains it on all rows.
   *
   * @throws IllegalStateException if no trial could be trained
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
