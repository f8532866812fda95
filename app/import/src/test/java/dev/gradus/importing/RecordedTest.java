package dev.gradus.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.SavedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imported networks return what their libraries returned, see {@code record.py}. */
class RecordedTest {

  static final Path FOLDER = Path.of("src/test/resources/recorded");

  private static final double MOST_DIFFERENCE = 1e-6;
  private static final int LEAST_NETWORKS = 30;

  /** Rows of inputs, and the outputs of each. */
  record Recording(double[][] inputs, double[][] outputs) {

    static Recording of(String name) throws Exception {
      JsonTree tree = JsonTree.of(Files.readString(FOLDER.resolve(name + ".json")), name);
      return new Recording(numbers(tree.get("inputs")), numbers(tree.get("outputs")));
    }

    private static double[][] numbers(JsonTree rows) {
      return rows.elements().stream()
          .map(
              row ->
                  row.elements().stream()
                      .mapToDouble(each -> each.number().orElseThrow())
                      .toArray())
          .toArray(double[][]::new);
    }
  }

  /** The file of a network. */
  static Path fileOf(String name) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(
              file -> file.getFileName().toString().matches(name + "\\.(onnx|keras|safetensors)"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The import of a network, as a user would ask for it. */
  static Import importOf(String name) throws IOException {
    Import plain = Import.of(fileOf(name));
    if (!name.startsWith("weights")) {
      return plain;
    }
    Import weights = plain.network(FOLDER.resolve(name + ".yaml"));
    return name.equals("weights-named")
        ? weights.modules("wide", "norm", "middle", "slope", "answer")
        : weights;
  }

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void outputsAreThoseOfTheLibrary(String name) throws Exception {
    Recording recording = Recording.of(name);
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      Model model = importOf(name).read(gradus).model();
      int inputs = recording.inputs()[0].length;
      List<String> columns = IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList();
      double[][] predicted = model.predictor().predict(Table.ofRows(columns, recording.inputs()));
      for (int i = 0; i < predicted.length; i++) {
        assertArrayEquals(recording.outputs()[i], predicted[i], MOST_DIFFERENCE, "row " + i);
      }
      checkSaved(gradus, model, columns, recording.inputs()[0]);
    }
  }

  /** The runtime reads the saved model and predicts the same. */
  private static void checkSaved(Gradus gradus, Model model, List<String> columns, double[] row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    gradus.save(model, out);
    Map<String, Double> cells = new HashMap<>();
    for (int i = 0; i < row.length; i++) {
      cells.put(columns.get(i), row[i]);
    }
    RowPredictor saved = SavedModel.read(out.toByteArray()).predictor();
    assertEquals(model.predictor().predict(cells).toString(), saved.predict(cells).toString());
  }

  @Test
  void thereAreEnoughOfThem() throws IOException {
    assertTrue(names().size() >= LEAST_NETWORKS, "there are " + names().size());
    long bytes = 0;
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.forEach(all::add);
    }
    for (Path file : all) {
      bytes += Files.size(file);
    }
    assertTrue(bytes < 400_000, "they have %s bytes".formatted(bytes));
  }
}
