package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver trains on a DataFrame that is larger than its memory, on executors too. */
@Tag("slow")
class SmallDriverTest {

  private static final int ROWS = 800_000;
  private static final int INPUTS = 28;

  /**
   * The rows need almost this much memory as they are read, and about half of it once they are
   * prepared.
   */
  private static final int MEGABYTES = 200;

  @TempDir Path folder;

  @Test
  void theRowsAreNotInTheMemoryOfTheDriver() throws Exception {
    byte[] onExecutors = model(GradusEstimator.EXECUTORS);
    assertArrayEquals(model(GradusEstimator.DRIVER), onExecutors);
  }

  private byte[] model(String gradientsOn) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("gradus.spark.opens").split(" ")));
    // Spark wants 450 MB, unless it reserves less for itself.
    command.addAll(
        List.of(
            "-Xmx" + MEGABYTES + "m",
            "-XX:+UseSerialGC",
            "-Dgradus.log=warn",
            "-Dspark.testing.reservedMemory=" + (50 << 20),
            "-Dspark.local.dir=" + folder.resolve("local"),
            "-Dgradus.spark.opens=" + System.getProperty("gradus.spark.opens"),
            "-cp",
            System.getProperty("java.class.path"),
            SmallDriverTest.class.getName(),
            gradientsOn,
            folder.resolve(gradientsOn).toString()));
    Path log = folder.resolve(gradientsOn + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(Set.of("GRADUS_CACHE", "SPARK_LOCAL_DIRS"));
    int status = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    String said = Files.readString(log);
    assertEquals(0, status, said);
    assertTrue(
        said.contains(
            "the table does not fit into memory, so it is kept in the folder "
                + folder.resolve("local")),
        said);
    return Files.readAllBytes(folder.resolve(gradientsOn));
  }

  /** Is the driver. */
  public static void main(String[] arguments) throws Exception {
    SparkSession session = Sessions.cluster(1, "");
    String sum =
        String.join(
            " + ", IntStream.range(0, INPUTS).mapToObj(k -> (k % 3 - 1) + " * x" + k).toList());
    Dataset<Row> rows =
        session
            .range(0, ROWS, 1, 12)
            .selectExpr(
                IntStream.range(0, INPUTS)
                    .mapToObj(
                        k -> "pmod(xxhash64(id, %d), 2000001) / 1e6 - 1 AS x%d".formatted(k, k))
                    .toArray(String[]::new))
            .selectExpr("*", sum + " AS y");
    byte[] model =
        new GradusEstimator()
            .setConfig(
                """
                data: {target: y, split: {validation: 0.1}}
                network: [dense: {units: 4, activation: tanh}, dense: {}]
                loss: mean-squared-error
                optimizer: adam
                training: {epochs: 1, batch-size: 4096, accumulate-batches: 4, seed: 1}
                """)
            .setGradientsOn(arguments[0])
            .fit(rows)
            .toBytes();
    Files.write(Path.of(arguments[1]), model);
    session.stop();
  }
}
