package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Unseen categories and missing values at prediction time are treated as the configuration
 * declares, both on the command line and in Java.
 */
class UnseenTest {

  private static final String YAML =
      """
      data:
        csv: found.csv
        target: y
        columns:
          size: {numeric: {missing: median}}
          kind: {categorical: {missing: most-frequent}}
          state: {categorical: {missing: category}}
          shade: {categorical: {order: [light, middle, dark]}}
      network: [dense: {units: 8, activation: tanh}, dense]
      loss: mean-squared-error
      optimizer: {adam: {learning-rate: 0.03}}
      training: {epochs: 40, seed: 3}
      """;

  private static final String HEADER = "size,kind,state,shade,length";

  /** The median of the sizes is 4, and dog is the most frequent kind. */
  private static final String ORDINARY = "4,dog,new,light,1";

  @WorkingFolder Path folder;
  private final Gradus gradus = Gradus.create();

  @BeforeEach
  void train() throws IOException {
    StringBuilder csv = new StringBuilder(HEADER + ",y\n");
    for (int i = 0; i < 36; i++) {
      csv.append(i % 9 == 8 ? "" : Integer.toString(i % 9 + (i % 9 > 3 ? 1 : 0)))
          .append(List.of(",dog", ",cat", ",dog", ",").get(i % 4))
          .append(List.of(",new", ",", ",old").get(i % 3))
          .append(List.of(",light", ",middle", ",dark").get(i / 3 % 3))
          .append("," + i % 5)
          .append("," + i * i % 17)
          .append('\n');
    }
    csv.append("4,dog,new,light,1,3\n");
    Files.writeString(folder.resolve("found.csv"), csv);
    Files.writeString(folder.resolve("found.yaml"), YAML);
    gradus.save(gradus.job(folder.resolve("found.yaml")).train().model(), folder.resolve("model"));
  }

  @AfterEach
  void close() {
    gradus.close();
  }

  private Path rows(List<String> rows) throws IOException {
    return Files.writeString(folder.resolve("new.csv"), HEADER + "\n" + String.join("\n", rows));
  }

  /** The predictions for the rows, which are the same in both ways. */
  private List<Float> predicted(String... rows) throws IOException, InterruptedException {
    Path file = rows(List.of(rows));
    Model model = gradus.load(folder.resolve("model"));
    List<Float> fromJava = new ArrayList<>();
    for (double[] row : model.predictor().predict(gradus.readTable(file, model))) {
      assertTrue(Double.isFinite(row[0]));
      fromJava.add((float) row[0]);
    }
    Result result = Distribution.gradus(folder, "predict", "model", "new.csv");
    assertEquals(0, result.status(), result.err());
    assertEquals(fromJava, result.out().lines().skip(1).map(Float::valueOf).toList());
    return fromJava;
  }

  /** The message that refuses a row, which is the same in both ways. */
  private String refused(String row) throws IOException, InterruptedException {
    Path file = rows(List.of(ORDINARY, row));
    Model model = gradus.load(folder.resolve("model"));
    DataException e =
        assertThrows(
            DataException.class, () -> model.predictor().predict(gradus.readTable(file, model)));
    Result result = Distribution.gradus(folder, "predict", "model", "new.csv");
    assertEquals(2, result.status());
    assertEquals("gradus: " + e.getMessage(), result.err().strip());
    assertEquals("", result.out());
    return String.valueOf(e.getMessage());
  }

  @Test
  void missingValuesAreWhatWasDeclared() throws Exception {
    List<Float> found =
        predicted(
            ORDINARY,
            ",dog,new,light,1",
            "4,,new,light,1",
            "4,dog,,light,1",
            "4,dog,(missing),light,1");
    assertEquals(found.get(0), found.get(1), "the median stands for a missing size");
    assertEquals(found.get(0), found.get(2), "the most frequent kind stands for a missing one");
    assertEquals(found.get(3), found.get(4), "a missing state is a category of its own");
    assertNotEquals(found.get(0), found.get(3));
    assertEquals(
        "new.csv:3: column 'shade' has an empty cell here, but the model needs a value; fill it, or remove the row",
        refused("4,dog,new,,1"));
    assertEquals(
        "new.csv:3: column 'length' has an empty cell here, but the model needs a value; fill it, or remove the row",
        refused("4,dog,new,light,"));
  }

  @Test
  void unseenCategoriesAreNoneOfThoseSeen() throws Exception {
    List<Float> found =
        predicted(
            "4,yak,new,light,1",
            "4,zebra,new,light,1",
            "4,dog,new,light,1",
            "4,cat,new,light,1",
            "4,dog,new,pale,1",
            "4,dog,new,bright,1",
            "4,dog,new,middle,1");
    assertEquals(found.get(0), found.get(1), "all unseen kinds are alike");
    assertFalse(found.subList(2, 4).contains(found.get(0)));
    assertEquals(found.get(4), found.get(5), "and so are all unseen shades");
    assertFalse(List.of(found.get(2), found.get(6)).contains(found.get(4)));
  }

  @Test
  void aWordAmongNumbersIsRefused() throws Exception {
    assertTrue(
        refused("large,dog,new,light,1")
            .startsWith("new.csv:3: column 'size' is numeric, but here it has 'large'"));
  }
}
