package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of an earlier version predicts what it has predicted. */
class EarlierModelTest {

  @TempDir private Path folder;

  private static InputStream open(String name) {
    return Objects.requireNonNull(EarlierModelTest.class.getResourceAsStream("/earlier/" + name));
  }

  private static Table rows(String suffix) {
    double[] x = IntStream.range(0, 12).mapToDouble(code -> (code - 5) / 8.0).toArray();
    String[] codes = IntStream.range(0, 12).mapToObj(code -> code + suffix).toArray(String[]::new);
    return Table.of(Column.of("code", codes), Column.of("x", x));
  }

  @Test
  void whoseNumbersAreSortedAsTexts() throws IOException {
    Path file = folder.resolve("codes.safetensors");
    try (InputStream in = open("codes.safetensors")) {
      Files.copy(in, file);
    }
    Table expected;
    try (InputStream in = open("codes.csv")) {
      expected = CsvReader.read(in, "codes.csv");
    }
    try (Gradus gradus = Gradus.create()) {
      Predictor predictor = gradus.load(file).predictor();
      List<String> classes = List.of("1", "10", "2");
      assertEquals(new Target(Target.Kind.CLASSES, classes), predictor.target());
      for (String suffix : List.of("", ".0")) {
        double[][] predicted = predictor.predict(rows(suffix));
        for (int row = 0; row < 12; row++) {
          assertEquals(expected.column("class").text(row), predictor.classOf(predicted[row]));
          for (int k = 0; k < 3; k++) {
            Column column = expected.column("probability_" + classes.get(k));
            // That version rounded each term of a product before it added it.
            assertEquals(Double.parseDouble(column.text(row)), predicted[row][k], 1e-6);
          }
        }
      }
    }
  }
}
