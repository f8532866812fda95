package dev.gradus.benchmarks;

import dev.gradus.activations.Relu;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Rows loaded per second from a CSV file of a million rows and 30 columns: everything that a
 * process does before the first step of training.
 *
 * <p>Arguments: the file, which is written first if it is not there. Prints a line. The script
 * gives this process 2 GiB of memory.
 */
public final class LoadBenchmark {

  private static final int ROWS = 1_000_000;
  private static final int COLUMNS = 30;
  private static final int SEED = 1;

  /** Numbers have so many parts of one, so four decimals at most. */
  private static final int PARTS = 10_000;

  private LoadBenchmark() {}

  /** Writes the file, or measures. */
  public static void main(String[] args) throws IOException {
    Path csv = Path.of(args[0]);
    if (!Files.exists(csv)) {
      write(csv);
      return;
    }
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
      int rows = gradus.job(configuration).check().trainingRows();
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(Locale.ROOT, "load %.0f%n", rows / seconds);
    }
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
