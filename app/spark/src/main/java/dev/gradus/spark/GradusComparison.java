package dev.gradus.spark;

import dev.gradus.engine.study.Comparison;
import dev.gradus.report.Report;
import dev.gradus.report.ResultsCsv;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;

/** The result of {@link GradusStudy#compare}. */
public final class GradusComparison {

  /** The name of the table of scores in a saved result. */
  static final String TABLE = "scores.csv";

  /** The name of the page in a saved result. */
  static final String REPORT = "report.html";

  private final Comparison comparison;

  GradusComparison(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The scores, and what was observed of each variant. */
  public Comparison comparison() {
    return comparison;
  }

  /** The page on the comparison, as one HTML file. */
  public String report() {
    return Report.of(comparison).text();
  }

  /**
   * Writes {@code scores.csv} and {@code report.html}, which are those of {@code gradus compare}.
   *
   * @param folder on any file system that Spark writes; files in it are replaced
   */
  public void save(String folder) {
    SparkSession session = SparkSession.active();
    Files.write(folder + "/" + TABLE, out -> ResultsCsv.write(comparison, out), session);
    Files.write(folder + "/" + REPORT, report().getBytes(StandardCharsets.UTF_8), session);
  }
}
