package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that diverges fails, and its best epoch is kept all the same. */
class DivergedCommandTest {

  @TempDir Path folder;

  @Test
  void theBestEpochIsWrittenAndTheStatusSaysThatItFailed() throws Exception {
    StringBuilder rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 80; i++) {
      rows.append(i % 9).append(',').append(Math.sin(i % 9)).append('\n');
    }
    Files.writeString(folder.resolve("d.csv"), rows);
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        data: {csv: d.csv, target: y, split: {validation: 0.25}}
        network: [{dense: {units: 8, activation: relu}}, dense]
        loss: mean-squared-error
        optimizer: {sgd: {learning-rate: 2000}}
        schedule: {cyclic: {minimum: 0.01, steps-up: 20000, steps-down: 200}}
        training: {epochs: 400, batch-size: 20, early-stopping: {patience: 300}}
        """);
    Result trained =
        Distribution.gradus(folder, "train", "c.yaml", "--output", "out", "--json", "--quiet");
    assertEquals(2, trained.status(), trained.err());
    JsonNode said = new ObjectMapper().readTree(trained.out());
    String failure = said.get("failure").asText();
    assertTrue(failure.startsWith("training stopped "), failure);
    assertTrue(failure.endsWith("its weights are kept"), failure);
    assertEquals("warning: " + failure + "\n", trained.err());
    assertTrue(Files.exists(folder.resolve("out/report.html")));
    Result evaluated =
        Distribution.gradus(folder, "evaluate", "out/model.safetensors", "d.csv", "--json");
    assertEquals(0, evaluated.status(), evaluated.err());
    assertTrue(new ObjectMapper().readTree(evaluated.out()).at("/metrics/loss").isNumber());
  }
}
