package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
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

  private static final Path DUCKDB =
      Path.of(
          System.getProperty("gradus.maven.repository", ""),
          "org",
          "duckdb",
          "duckdb_jdbc",
          "1.4.1.0",
          "duckdb_jdbc-1.4.1.0.jar");

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
            folder, List.of(withDriver().toString(), "train", "flowers.yaml", "--json"));
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

  /** The driver is 80 MB large, so it is no dependency; the test needs it in the repository. */
  @Test
  void parquetAndJsonAreReadByTheDriverOfDuckDb() throws Exception {
    Path driver = DUCKDB;
    Assumptions.assumeTrue(Files.isRegularFile(driver), "no " + driver);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {driver.toUri().toURL()});
        Connection connection =
            ((Driver)
                    loader
                        .loadClass("org.duckdb.DuckDBDriver")
                        .getDeclaredConstructor()
                        .newInstance())
                .connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      for (String file : List.of("iris.parquet", "iris.json")) {
        statement.execute(
            "COPY (SELECT * FROM '%s') TO '%s'"
                .formatted(Distribution.EXAMPLES.resolve("iris.csv"), folder.resolve(file)));
      }
    }
    Path gradus = with(driver);
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

  /** Adds the driver of H2 to the distribution, and returns its start script. */
  private Path withDriver() throws IOException, ReflectiveOperationException {
    return with(
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
  }

  /** Adds a jar to the distribution, and returns its start script. */
  private Path with(Path driver) throws IOException {
    Path home = folder.resolve("gradus");
    Path lib = Files.createDirectories(home.resolve("lib"));
    Path bin = Files.createDirectories(home.resolve("bin"));
    try (Stream<Path> jars = Files.list(Distribution.LIB)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
      }
    }
    Files.copy(driver, lib.resolve(driver.getFileName()));
    return Files.copy(
        Distribution.HOME.resolve(Path.of("bin", "gradus")),
        bin.resolve("gradus"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
  }
}
