package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line shows a warning on standard error, once, and lists it in {@code --json}. */
class WarningsCommandTest {

  private static final String UNKNOWN =
      "new.csv: 3 of 4 rows have a category in column 'city' that the model has not learned ('Bonn', 'Kiel'); they are treated as unknown";

  @WorkingFolder Path folder;

  @BeforeEach
  void trainAModel() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("cities.csv"), "city,y\nOslo,a\nRome,b\nOslo,a\nRome,b\n");
    Files.writeString(folder.resolve("new.csv"), "city,y\nOslo,a\nBonn,a\nKiel,b\nBonn,b\n");
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        data: {csv: cities.csv, validation: new.csv, target: y}
        network: [dense: {activation: softmax}]
        loss: cross-entropy
        optimizer: sgd
        training: {epochs: 2}
        """);
  }

  private Result gradus(String... arguments) throws IOException, InterruptedException {
    Result result = Distribution.gradus(folder, arguments);
    assertEquals(0, result.status(), result.err());
    return result;
  }

  @Test
  void asALineAndAsAnEntry() throws Exception {
    gradus("train", "c.yaml", "--set", "data.validation=", "--output", "out", "--no-report");
    String model = "out/model.safetensors";
    Result predicted = gradus("predict", model, "new.csv");
    assertEquals("warning: " + UNKNOWN + "\n", predicted.err());
    Result evaluated = gradus("evaluate", model, "new.csv", "--json");
    assertEquals("warning: " + UNKNOWN + "\n", evaluated.err());
    JsonNode warnings = new ObjectMapper().readTree(evaluated.out()).get("warnings");
    assertEquals(1, warnings.size());
    assertEquals(UNKNOWN, warnings.at("/0/message").asText());
    assertEquals(3, warnings.at("/0/count").asInt());
  }

  @Test
  void asAnEventWhereProgressIsJson() throws Exception {
    Result trained = gradus("train", "c.yaml", "--output", "out", "--progress", "json");
    List<String> lines = trained.err().lines().toList();
    for (String line : lines) {
      assertTrue(new ObjectMapper().readTree(line).has("event"), line);
    }
    assertEquals(
        1,
        lines.stream().filter(line -> line.contains("\"event\":\"warning\"")).count(),
        trained.err());
    assertTrue(trained.err().contains(UNKNOWN), trained.err());
  }
}
