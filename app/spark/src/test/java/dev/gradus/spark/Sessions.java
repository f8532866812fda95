package dev.gradus.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sessions of Spark for the tests, and the data of the examples. */
final class Sessions {

  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  private Sessions() {}

  /** Another serializer of Spark than its usual one. */
  static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

  /** The usual one. */
  static final String JAVA = "org.apache.spark.serializer.JavaSerializer";

  /** Whether Java code is made of the operators of a query. */
  private static final String WHOLE_STAGES = "spark.sql.codegen.wholeStage";

  /** Whether Java code is made of its expressions. */
  private static final String FACTORIES = "spark.sql.codegen.factoryMode";

  /** Kryo that refuses classes that are not registered. */
  static final Map<String, Object> REGISTERED =
      Map.of(
          "spark.serializer",
          KRYO,
          "spark.kryo.registrationRequired",
          "true",
          "spark.kryo.registrator",
          GradusRegistrator.class.getName());

  /**
   * The session of this process, with two threads, and with Kryo, which accepts fewer objects. It
   * interprets its queries: to compile each of them takes longer than to run it on these few rows.
   */
  static SparkSession local() {
    return started("local[2]", KRYO)
        .config(WHOLE_STAGES, "false")
        .config(FACTORIES, "NO_CODEGEN")
        .getOrCreate();
  }

  /** Another session of this process, which compiles its queries as Spark usually does. */
  static SparkSession compiling() {
    SparkSession session = local().newSession();
    session.conf().set(WHOLE_STAGES, "true");
    session.conf().set(FACTORIES, "FALLBACK");
    return session;
  }

  /**
   * A session whose executors are processes of their own, with one thread each; the session before
   * is stopped.
   *
   * @param jars for the executors, separated by commas
   */
  static SparkSession cluster(int executors, String jars) throws IOException {
    return cluster(executors, jars, Map.of());
  }

  /** The same with further settings of Spark. */
  static SparkSession cluster(int executors, String jars, Map<String, Object> settings)
      throws IOException {
    local().stop();
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SparkSession.Builder builder =
        started("local-cluster[" + executors + ",1,1024]", JAVA)
            .config(settings)
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config(
                "spark.executor.extraJavaOptions",
                System.getProperty("gradus.spark.opens") + " -XX:+UseSerialGC")
            .config("spark.executor.memory", "700m");
    return (jars.isEmpty() ? builder : builder.config("spark.jars", jars)).getOrCreate();
  }

  private static SparkSession.Builder started(String master, String serializer) {
    return SparkSession.builder()
        .master(master)
        .config("spark.serializer", serializer)
        .appName("gradus-spark tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.connect.grpc.binding.port", "0");
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

  /** The same with a schema, so that Spark reads nothing before it is asked to. */
  static Dataset<Row> csv(SparkSession session, String name, String schema) {
    return session
        .read()
        .option("header", "true")
        .schema(schema)
        .csv(example(name).toString())
        .coalesce(1);
  }
}
