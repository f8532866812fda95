package dev.gradus.benchmarks;

import dev.gradus.activations.Relu;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Rows per second of a CSV file with a million rows and 30 columns.
 *
 * <p>Arguments: the file, which is written first if it does not exist, and what to measure: {@code
 * load}, everything that a process does before the first step of training; {@code read}, reading
 * the table alone; or {@code duckdb}, reading it with DuckDB, whose JDBC driver must be on the
 * class path. Prints one line. The script gives this process 2 GiB of memory.
 */
public final class LoadBenchmark {

  private static final int ROWS = 1_000_000;
  private static final int COLUMNS = 30;
  private static final int SEED = 1;

  /** Numbers are multiples of one part in this many, so they have at most four decimals. */
  private static final int PARTS = 10_000;

  private LoadBenchmark() {}

  /** Writes the file, or measures. */
  public static void main(String[] args) throws IOException, SQLException {
    Path csv = Path.of(args[0]);
    if (!Files.exists(csv)) {
      write(csv);
      return;
    }
    switch (args[1]) {
      case "load" -> load(csv);
      case "read" -> read(csv);
      case "duckdb" -> duckDb(csv);
      default -> throw new IllegalArgumentException("load, read or duckdb, not " + args[1]);
    }
  }

  private static void load(Path csv) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of(csv, "x0"))
            .layer(Dense.of(16, new Relu()))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam())
            .epochs(1)
            .seed(SEED)
            .build();
    long begin = System.nanoTime();
    try (Gradus gradus = Gradus.create()) {
      report("load", gradus.job(configuration).check().trainingRows(), begin);
    }
  }

  private static void read(Path csv) {
    long begin = System.nanoTime();
    report("read", CsvReader.read(csv).rows(), begin);
  }

  private static void duckDb(Path csv) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      long begin = System.nanoTime();
      statement.execute("create table loaded as select * from read_csv('%s')".formatted(csv));
      try (ResultSet count = statement.executeQuery("select count(*) from loaded")) {
        count.next();
        report("read", count.getInt(1), begin);
      }
    }
  }

  private static void report(String what, int rows, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(Locale.ROOT, "%s chosen %.0f%n", what, rows / seconds);
  }

  private static void write(Path csv) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      for (int k = 0; k < COLUMNS; k++) {
        out.append(k == 0 ? "x" : ",x").append(Integer.toString(k));
      }
      out.append('\n');
      for (int i = 0; i < ROWS; i++) {
        for (int k = 0; k < COLUMNS; k++) {
          double number = (double) random.nextInt(-PARTS * 10, PARTS * 10) / PARTS;
          out.append(k == 0 ? "" : ",").append(Double.toString(number));
        }
        out.append('\n');
      }
    }
  }
}
