package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gradus export writes and prints. */
class ExportCommandTest {

  @TempDir Path folder;
  private String model = "";
  private Path file = Path.of("");

  @BeforeEach
  void train() throws IOException {
    StringBuilder csv = new StringBuilder("size,day,kind\n");
    for (int i = 0; i < 40; i++) {
      csv.append("%s,2024-%02d-01,%s\n".formatted(i, i % 12 + 1, i < 20 ? "small" : "large"));
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    file = folder.resolve("model.onnx");
    model = train("run", "day: ignore");
  }

  private String train(String name, String columns) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            data: {csv: rows.csv, target: kind, split: {validation: 0.25}, columns: {%s}}
            network: [{dense: {units: 4, activation: tanh}}, {dense: {activation: softmax}}]
            loss: cross-entropy
            optimizer: {adam: {learning-rate: 0.05}}
            training: {epochs: 3, seed: 3, conformal: {coverage: 0.8}}
            """
                .formatted(columns));
    String output = folder.resolve(name).toString();
    Said said = Said.by("", "train", yaml.toString(), "--quiet", "--no-report", "--output", output);
    assertEquals(Main.DONE, said.status(), said.err());
    return output;
  }

  @Test
  void itPrintsTheNamesAndWhatIsLeftOut() throws IOException {
    Said said = Said.by("", "export", model, "--onnx", file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals(
        List.of("inputs: size", "outputs: kind, probabilities", "onnx: " + file),
        said.out().lines().toList());
    assertEquals("gradus: the sets of classes are not in the file", said.err().strip());
    assertTrue(Files.size(file) > 500);
  }

  @Test
  void itPrintsJson() throws IOException {
    Said said = Said.by("", "export", model, "--onnx", file.toString(), "--opset", "20", "--json");
    assertEquals(Main.DONE, said.status(), said.err());
    JsonNode json = new ObjectMapper().readTree(said.out());
    assertEquals(20, json.get("opset").asInt());
    assertEquals("size", json.get("inputs").get(0).asText());
    assertEquals("probabilities", json.get("outputs").get(1).asText());
    assertEquals(1, json.get("omissions").size());
  }

  @Test
  void anEarlierFileIsKept() throws IOException {
    Files.writeString(file, "mine");
    Said said = Said.by("", "export", model, "--onnx", file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals("mine", Files.readString(folder.resolve("model.previous-1.onnx")));
  }

  @Test
  void whatCannotBeExportedIsNamed() throws IOException {
    Said said = Said.by("", "export", train("dates", "size: ignore"), "--onnx", file.toString());
    assertEquals(Main.WRONG_INPUT, said.status());
    assertEquals(
        "gradus: column 'day' has dates, which need version 20 of the ONNX operators, but this is version 17; use --opset 20",
        said.err().strip());
    assertFalse(Files.exists(file));
  }
}
