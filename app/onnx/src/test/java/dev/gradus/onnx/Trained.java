package dev.gradus.onnx;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.runtime.SavedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Trains networks, and makes the rows that they predict. */
final class Trained {

  private static final int TRAINING_ROWS = 120;

  /** The number of rows that are predicted. */
  static final int ROWS = 1000;

  private static final List<String> COLOURS =
      List.of("red", "green", "blue", "dark, red", "Gelb", "7", "007");
  private static final List<String> SIZES = List.of("1", "2", "3", "10");
  private static final List<String> LEVELS = List.of("low", "middle", "high");

  private Trained() {}

  /** Trains on a file that is described in the configuration. */
  static SavedModel model(Path configuration) {
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(gradus.job(configuration).train().model(), out);
      return SavedModel.read(out.toByteArray());
    }
  }

  /** Trains an example for a few epochs. */
  static SavedModel example(Path configuration, Setting... settings) {
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      gradus.save(gradus.job(configuration, settings).train().model(), out);
      return SavedModel.read(out.toByteArray());
    }
  }

  /**
   * Trains a network on random rows.
   *
   * @param folder for its files
   * @param configuration without the path of the data, of which {@code CSV} takes the place
   * @param missing whether cells are missing
   */
  static SavedModel model(Path folder, String configuration, boolean missing) {
    try {
      Path csv = Files.createTempFile(folder, "rows", ".csv");
      Files.writeString(csv, csv(trainingRows(missing)));
      Path yaml = Files.createTempFile(folder, "run", ".yaml");
      Files.writeString(yaml, configuration.replace("CSV", csv.toString()));
      return model(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that a network is trained on. */
  static List<Map<String, String>> trainingRows(boolean missing) {
    return rows(TRAINING_ROWS, 1, missing ? 0.1 : 0, 0);
  }

  private static String csv(List<Map<String, String>> rows) {
    String header = String.join(",", rows.get(0).keySet());
    return rows.stream()
        .map(
            row ->
                row.values().stream()
                    .map(cell -> cell.contains(",") ? '"' + cell + '"' : cell)
                    .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", header + "\n", "\n"));
  }

  /** Random rows as a table has them. */
  static List<Map<String, String>> rows(int count, long seed, double missing, double unknown) {
    Random random = new Random(seed);
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> row = new LinkedHashMap<>();
      double x = random.nextGaussian();
      double y = Math.exp(3 * random.nextGaussian());
      row.put("x", Double.toString(x));
      row.put("y", Double.toString(y));
      row.put("z", Integer.toString(random.nextInt(20)));
      row.put("colour", COLOURS.get(random.nextInt(COLOURS.size())));
      row.put("size", SIZES.get(random.nextInt(SIZES.size())));
      row.put("level", LEVELS.get(random.nextInt(LEVELS.size())));
      row.put("smoker", random.nextBoolean() ? "Yes" : "no");
      row.put("state", random.nextBoolean() ? "current" : "never");
      row.put(
          "day", java.time.LocalDate.of(1995, 1, 1).plusDays(random.nextInt(20_000)).toString());
      for (Map.Entry<String, String> cell : row.entrySet()) {
        if (random.nextDouble() < missing) {
          cell.setValue("");
        } else if (random.nextDouble() < unknown) {
          cell.setValue(unlike(cell.getKey(), cell.getValue(), random));
        }
      }
      double signal = x + (random.nextBoolean() ? 1 : 0);
      row.put("class", signal > 1 ? "a" : signal > 0 ? "b" : "c");
      row.put("pair", signal > 0.3 ? "good" : "bad");
      row.put("number", Double.toString(10 + 3 * signal + random.nextGaussian()));
      row.put("skewed", Double.toString(Math.exp(signal)));
      row.put("urgent", signal > 0 ? "yes" : "no");
      row.put("spam", random.nextBoolean() ? "1" : "0");
      rows.add(row);
    }
    return rows;
  }

  /** A cell that the training rows do not have. */
  private static String unlike(String column, String cell, Random random) {
    return switch (column) {
      case "x", "y" -> Double.toString(30 * random.nextGaussian());
      case "z" -> cell + ".5";
      case "size" -> cell + ".0";
      case "smoker" -> random.nextBoolean() ? "TRUE" : "f";
      case "state" -> random.nextBoolean() ? "Current" : "NEVER";
      case "day" -> "2071-12-31";
      default -> "other " + random.nextInt();
    };
  }
}
