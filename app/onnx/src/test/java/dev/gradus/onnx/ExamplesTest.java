package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.Setting;
import dev.gradus.runtime.SavedModel;
import dev.gradus.spi.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All examples, trained for an epoch, on the rows of their data. */
class ExamplesTest {

  private static final Path EXAMPLES = Path.of("../examples");
  private static final Pattern CSV = Pattern.compile("csv: (\\S+?\\.csv)");
  private static final int MOST_ROWS = 400;

  @TempDir private Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      List<Path> examples =
          files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      assertTrue(examples.size() >= 8, () -> "too few: " + examples);
      return examples;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExamplePredictsAlike(Path example) throws IOException {
    SavedModel model = Trained.example(example, new Setting("training.epochs", "1"));
    Matcher csv = CSV.matcher(Files.readString(example));
    assertTrue(csv.find(), "the example has no data");
    assertEquals(0, Compared.rows(model, rows(EXAMPLES.resolve(csv.group(1)))));
    Path file = folder.resolve("model.onnx");
    Onnx.write(model, file);
    long parameters =
        4L * SavedParts.of(model).network().tensors().stream().mapToLong(Tensor::size).sum();
    long inputs = model.preparation().inputs().size();
    assertTrue(Files.size(file) < parameters + 20_000 + 100 * inputs, Files.size(file) + " bytes");
  }

  private static List<Map<String, String>> rows(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] names = lines.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, Math.min(MOST_ROWS, lines.size()))) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
