package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trains a network on a database table. The JDBC driver is next to the jars of Gradus. */
class DatabaseTest {

  private static final String YAML =
      """
      data:
        source:
          jdbc:
            url: jdbc:h2:./flowers
            query: SELECT * FROM flowers ORDER BY id
        target: SPECIES
        columns: {ID: ignore}
        split: {validation: 0.2}
      network:
        - dense: {units: 16, activation: tanh}
        - dense: {activation: softmax}
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      metrics: [accuracy]
      training: {epochs: 60, seed: 1}
      """;

  private static final long SECONDS_OF_LARGE = 600;

  /** The jar of its driver, which is in the repository of Maven after a build with -Pspark. */
  private static final Path DUCKDB = Path.of(System.getProperty("gradus.duckdb", ""));

  @WorkingFolder Path folder;

  @Test
  void aTableTrainsANetwork() throws Exception {
    assertTrue(YAML.lines().count() <= 15);
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:" + folder.resolve("flowers"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE flowers (id INT AUTO_INCREMENT, sepal_length DOUBLE, sepal_width DOUBLE, petal_length DOUBLE, petal_width DOUBLE, species VARCHAR)");
      statement.execute(
          "INSERT INTO flowers (sepal_length, sepal_width, petal_length, petal_width, species) SELECT * FROM CSVREAD('%s')"
              .formatted(Distribution.EXAMPLES.resolve("iris.csv")));
    }
    Files.writeString(folder.resolve("flowers.yaml"), YAML);
    Result result =
        Distribution.run(
            folder,
            List.of(withDriver().toString(), "train", "flowers.yaml", "--json", "--no-report"));
    assertEquals(0, result.status(), result.err());
    JsonNode metrics = new ObjectMapper().readTree(result.out()).get("metrics");
    assertTrue(metrics.at("/validation/accuracy").asDouble() >= 0.9, result.out());
  }

  /**
   * A database has no time zone for them, so the wall time is kept, whatever the machine's zone.
   */
  @Test
  void datesOfJavaSqlAreReadAsTheyAreWritten() {
    Table table =
        Table.ofMaps(
            List.of(
                Map.of("when", Timestamp.valueOf("2013-04-05 10:30:00.5")),
                Map.of("when", Date.valueOf("2013-04-05"))));
    assertEquals("2013-04-05T10:30:00.5", table.column("when").text(0));
    assertEquals("2013-04-05T00:00", table.column("when").text(1));
  }

  @Test
  void withoutTheDriverTheSentenceSaysSo() throws Exception {
    Files.writeString(folder.resolve("flowers.yaml"), YAML);
    Result result = Distribution.gradus(folder, "train", "flowers.yaml");
    assertEquals(2, result.status());
    assertTrue(
        result.err().contains("No suitable driver found for jdbc:h2:./flowers"), result.err());
  }

  @Test
  void noConnectionIsOpenedUnlessItIsWanted() throws Exception {
    // There is no driver, so any attempt to connect would fail.
    Files.writeString(folder.resolve("flowers.yaml"), YAML);
    Result checked = Distribution.gradus(folder, "check", "flowers.yaml");
    assertEquals(0, checked.status(), checked.err());
    assertTrue(
        checked
            .out()
            .contains(
                "the configuration is valid; the data were not read, because jdbc opens a connection"),
        checked.out());
    Result connected = Distribution.gradus(folder, "check", "flowers.yaml", "--connect");
    assertEquals(2, connected.status());
    assertTrue(connected.err().contains("No suitable driver"), connected.err());
    for (List<String> command :
        List.of(
            List.of("train", "flowers.yaml", "--no-connect"),
            List.of("explain", "flowers.yaml", "--no-connect"),
            List.of("check", "flowers.yaml", "--connect", "--no-connect"))) {
      Result refused = Distribution.gradus(folder, command.toArray(String[]::new));
      assertEquals(2, refused.status(), command::toString);
      assertTrue(
          refused
              .err()
              .contains("jdbc opens a connection to another program, which is not allowed"),
          refused.err());
    }
  }

  /** Writes a file with the driver of DuckDB, in the format that its name says. */
  private void copy(String query, String file) throws Exception {
    // The driver is 80 MB large, so only the profile spark fetches it.
    Assumptions.assumeTrue(Files.isRegularFile(DUCKDB), "run with -Pspark: there is no " + DUCKDB);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {DUCKDB.toUri().toURL()});
        Connection connection =
            ((Driver)
                    loader
                        .loadClass("org.duckdb.DuckDBDriver")
                        .getDeclaredConstructor()
                        .newInstance())
                .connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (%s) TO '%s'".formatted(query, folder.resolve(file)));
    }
  }

  @Test
  void parquetAndJsonAreReadByTheDriverOfDuckDb() throws Exception {
    for (String file : List.of("iris.parquet", "iris.json")) {
      copy("SELECT * FROM '%s'".formatted(Distribution.EXAMPLES.resolve("iris.csv")), file);
    }
    Path gradus = with(DUCKDB);
    List<JsonNode> metrics = new ArrayList<>();
    for (String file : List.of("iris.parquet", "iris.json")) {
      Files.writeString(
          folder.resolve("iris.yaml"),
          YAML.replace("jdbc:h2:./flowers", "'jdbc:duckdb:'")
              .replace(
                  "SELECT * FROM flowers ORDER BY id",
                  "SELECT * FROM '%s' ORDER BY ALL".formatted(file))
              .replace("SPECIES", "species")
              .replace("  columns: {ID: ignore}\n", "")
              .replace("epochs: 60", "epochs: 2"));
      Result result =
          Distribution.run(
              folder, List.of(gradus.toString(), "train", "iris.yaml", "--json", "--no-report"));
      assertEquals(0, result.status(), result.err());
      metrics.add(new ObjectMapper().readTree(result.out()).get("metrics"));
    }
    assertEquals(metrics.get(0), metrics.get(1));
    assertTrue(metrics.get(0).at("/validation/accuracy").isNumber(), metrics::toString);
  }

  @Test
  @Tag("slow")
  void parquetThatIsLargerThanTheMemoryTrainsTheSameModel() throws Exception {
    String numbers =
        IntStream.range(0, 50)
            .mapToObj(j -> "(hash(i * 50 + %s) %% 1000000) / 1000.0 AS x%s".formatted(j, j))
            .collect(Collectors.joining(", "));
    copy(
        "SELECT i AS id, %s, CASE WHEN hash(i) %% 3 = 0 THEN 'left' ELSE 'right' END AS side FROM range(90000) rows(i)"
            .formatted(numbers),
        "large.parquet");
    Files.writeString(
        folder.resolve("large.yaml"),
        """
        data:
          source:
            jdbc:
              url: 'jdbc:duckdb:'
              query: SELECT * EXCLUDE id FROM 'large.parquet' ORDER BY id
          target: side
        network: [dense: {activation: sigmoid}]
        loss: cross-entropy
        optimizer: adam
        training: {epochs: 1, batch-size: 500, seed: 1}
        """);
    Path gradus = with(DUCKDB);
    String small = train(gradus, 40, "small");
    assertTrue(small.contains("the table does not fit into memory"), small);
    String large = train(gradus, 1000, "large");
    assertFalse(large.contains("does not fit"), large);
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve(Path.of("small", "model.safetensors")),
            folder.resolve(Path.of("large", "model.safetensors"))));
  }

  /** Trains in a process with so much memory, and returns what it says beside the results. */
  private String train(Path gradus, int megabytes, String output) throws Exception {
    Result result =
        Distribution.run(
            folder,
            List.of(
                "env",
                "GRADUS_JAVA_OPTIONS=-Xmx%sm".formatted(megabytes),
                "GRADUS_CACHE=" + folder.resolve("cache"),
                gradus.toString(),
                "train",
                "large.yaml",
                "--quiet",
                "--no-report",
                "--output",
                output),
            SECONDS_OF_LARGE);
    assertEquals(0, result.status(), result.err());
    return result.err();
  }

  /** Adds the driver of H2 to the distribution, and returns its start script. */
  private Path withDriver() throws IOException, ReflectiveOperationException {
    return with(
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
  }

  /** Links the jars of the distribution and the given one, and returns the start script. */
  private Path with(Path driver) throws IOException {
    Path home = folder.resolve("gradus");
    Path lib = Files.createDirectories(home.resolve("lib"));
    Path bin = Files.createDirectories(home.resolve("bin"));
    try (Stream<Path> jars = Files.list(Distribution.LIB)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
      }
    }
    Files.createSymbolicLink(lib.resolve(driver.getFileName()), driver);
    return Files.copy(
        Distribution.HOME.resolve(Path.of("bin", "gradus")),
        bin.resolve("gradus"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
  }
}
