package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of column, with cells that are missing or unlike those in training. */
class ColumnsTest {

  private static final String REST =
      """
      network: [{dense: {units: 8, activation: tanh}}, {dense: {activation: softmax}}]
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      training: {epochs: 3, seed: 3}
      """;

  private static final String IGNORED =
      "pair: ignore, number: ignore, skewed: ignore, urgent: ignore, spam: ignore";

  @TempDir private Path folder;

  private SavedModel model(String columns, String data, boolean missing) {
    return Trained.model(
        folder,
        "data: {csv: CSV, target: class%s, columns: {%s, %s}}\n%s"
            .formatted(data, columns, IGNORED, REST),
        missing);
  }

  private static String only(String... kinds) {
    StringBuilder columns = new StringBuilder();
    for (String name : "x,y,z,colour,size,level,smoker,state,day".split(",")) {
      String kind = "ignore";
      for (String each : kinds) {
        kind = each.startsWith(name + ": ") ? each.substring(name.length() + 2) : kind;
      }
      columns.append(columns.isEmpty() ? "" : ", ").append(name).append(": ").append(kind);
    }
    return columns.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "standard",
        "none",
        "min-max",
        "robust",
        "robust-clipped",
        "quantile",
        "log",
        "whiten"
      })
  void numbers(String scale) {
    String columns = only("x: numeric", "y: numeric", "z: numeric");
    SavedModel model = model(columns, ", scale: " + scale, false);
    int refused = Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.05));
    assertTrue(refused > 100, refused + " rows with a missing number are refused");
  }

  @ParameterizedTest
  @CsvSource({
    "mean, standard",
    "median, robust",
    "mean, quantile",
    "mean, log",
    "median, robust-clipped"
  })
  void filledNumbers(String missing, String scale) {
    String filled = "numeric: {missing: %s, scale: %s}".formatted(missing, scale);
    String columns = only("x: {" + filled + "}", "y: {" + filled + "}", "z: {" + filled + "}");
    SavedModel model = model(columns, "", true);
    assertEquals(0, Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.05)));
  }

  @Test
  void indicatedNumbersBesideOthers() {
    String columns =
        only(
            "x: {numeric: {missing: mean, indicator: true}}",
            "y: {numeric: {missing: mean, scale: log}}",
            "colour: {categorical: {missing: most-frequent}}",
            "z: {numeric: {missing: mean, indicator: true, scale: none}}");
    SavedModel model = model(columns, "", true);
    assertEquals(0, Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.05)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "categorical",
        "{categorical: {missing: most-frequent}}",
        "{categorical: {missing: category}}",
        "{categorical: {max-categories: 3, missing: category}}",
        "{categorical: {min-count: 15, missing: most-frequent}}"
      })
  void categories(String kind) {
    String columns = only("colour: " + kind, "size: " + kind, "level: " + kind);
    boolean missing = kind.contains("missing");
    SavedModel model = model(columns, "", missing);
    int refused = Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.1));
    assertEquals(missing, refused == 0);
  }

  @Test
  void numbersAsNamesAreKnownHoweverTheyAreWritten() throws IOException {
    String cells = "-0.0 1 2.5 1000 -7 0.001";
    StringBuilder csv = new StringBuilder("c,d,class\n");
    for (int i = 0; i < 60; i++) {
      String cell = cells.split(" ")[i % 6];
      csv.append(cell).append(i % 6 < 3 ? ",a" : "," + cell).append(i % 4 < 2 ? ",p\n" : ",q\n");
    }
    Files.writeString(folder.resolve("names.csv"), csv);
    Path configuration =
        Files.writeString(
            folder.resolve("names.yaml"),
            "data: {csv: names.csv, target: class, columns: {c: categorical, d: categorical}}\n"
                + REST);
    List<Map<String, String>> rows = new ArrayList<>();
    String written =
        "-0 0 0.0 -0.0 +0 0. .0 0e0 1.0 +1 01 001 1. 1.00 1e0 1E+00 1.000000e+00 +1.0 2.50 2.500000 +2.5 2.5e0 2.5E0"
            + " 2.500000000000000000e+00 1e3 1E3 1.0E3 1e+03 1000.0 001000 1,000 -7.0 -07 -7e0 -7.000000e+00 .001 0.0010 1e-3"
            + " 1E-03 1.0E-3 0.001000 8 ab a A";
    for (String cell : written.split(" ")) {
      rows.add(Map.of("c", cell, "d", "a"));
      rows.add(Map.of("c", "1", "d", cell));
    }
    Compared.rows(Trained.model(configuration), rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{categorical: {order: [low, middle, high]}}",
        "{categorical: {order: [low, middle, high], missing: most-frequent}}"
      })
  void orders(String kind) {
    boolean missing = kind.contains("missing");
    SavedModel model = model(only("level: " + kind, "x: {numeric: {missing: mean}}"), "", missing);
    int refused = Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.1));
    assertEquals(missing, refused == 0);
  }

  @Test
  void words() {
    String columns =
        only(
            "smoker: {boolean: {missing: most-frequent, indicator: true}}",
            "state: {boolean: {positive: [current], negative: never, missing: most-frequent, unknown: fill}}");
    SavedModel model = model(columns, "", true);
    assertEquals(0, Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.3)));
  }

  @Test
  void wordsThatAreNeitherYesNorNoAreRefused() {
    String columns = only("state: {boolean: {positive: [current], negative: never}}");
    SavedModel model = model(columns, "", false);
    int refused = Compared.rows(model, Trained.rows(Trained.ROWS, 2, 0.1, 0.3));
    assertTrue(refused > 50 && refused < 200, refused + " rows are refused");
  }
}
