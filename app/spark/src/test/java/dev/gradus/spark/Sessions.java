package dev.gradus.spark;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sessions of Spark for the tests, and the data of the examples. */
final class Sessions {

  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  private Sessions() {}

  /** The session of this process, with two threads. */
  static SparkSession local() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("gradus-spark tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate();
  }

  /** A file of the examples. */
  static Path example(String name) {
    return EXAMPLES.resolve(name);
  }

  /** The rows of a CSV file of the examples, in their order, in one partition. */
  static Dataset<Row> csv(SparkSession session, String name) {
    return session
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(example(name).toString())
        .coalesce(1);
  }
}
