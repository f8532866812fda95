package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code gradus predict} writes all digits of its predictions. */
class PredictedDigitsTest {

  private static final int ROWS = 5000;

  private static final String YAML =
      """
      data: {csv: d.csv, target: [seconds, large], columns: {id: ignore}}
      network: [dense]
      loss: mean-squared-error
      optimizer: {adam: {learning-rate: 0.1}}
      training: {epochs: 20, batch-size: 100, seed: 1}
      """;

  @WorkingFolder private Path folder;

  private void gradus(String... arguments) throws IOException, InterruptedException {
    Distribution.Result result = Distribution.gradus(folder, arguments);
    assertEquals(0, result.status(), result.err());
  }

  private static String id(int row) {
    return String.format(Locale.ROOT, "%05d", row);
  }

  /** Seconds since 1970 differ from the ninth digit on; 1e40 is more than a float holds. */
  @Test
  void numbersAreToldApartAndColumnsKeptAsTheyAreWritten() throws Exception {
    StringBuilder csv = new StringBuilder("id,x,seconds,large\n");
    for (int row = 0; row < ROWS; row++) {
      csv.append(id(row)).append(String.format(Locale.ROOT, ",%.4f", row / 50.0));
      csv.append(',').append(1_700_000_000L + row).append(',').append(row).append("e40\n");
    }
    Files.writeString(folder.resolve("d.csv"), csv);
    Files.writeString(folder.resolve("c.yaml"), YAML);
    gradus("train", "c.yaml", "--quiet", "--no-report", "--output", "out");
    gradus("predict", "out/model.safetensors", "d.csv", "--keep", "--output", "predicted.csv");
    List<String> lines = Files.readAllLines(folder.resolve("predicted.csv"));
    assertEquals("id,x,seconds,large,predicted_seconds,predicted_large", lines.get(0));
    List<Double> seconds = new ArrayList<>();
    List<Double> large = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      assertEquals(id(row), cells[0]);
      assertEquals(row + "e40", cells[3]);
      seconds.add(Double.valueOf(cells[4]));
      large.add(Double.valueOf(cells[5]));
    }
    assertEquals(ROWS, seconds.stream().distinct().count());
    assertEquals(1_700_000_000L + ROWS / 2, seconds.get(ROWS / 2), 1);
    assertEquals(2500e40, large.get(ROWS / 2), 5e40);
  }
}
