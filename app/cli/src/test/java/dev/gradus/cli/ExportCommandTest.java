package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
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
  private String method = "";
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
    return train(name, columns, "{dense: {units: 4, activation: tanh}}");
  }

  private String train(String name, String columns, String layers) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            data: {csv: rows.csv, target: kind, split: {validation: 0.25}, columns: {%s}}
            network: [%s, {dense: {activation: softmax}}]
            loss: cross-entropy
            optimizer: {adam: {learning-rate: 0.05}}
            training: {epochs: 3, seed: 3, conformal: {coverage: 0.8%s}}
            """
                .formatted(columns, layers, method));
    String output = folder.resolve(name).toString();
    Said said = Said.by("", "train", yaml.toString(), "--quiet", "--no-report", "--output", output);
    assertEquals(Main.DONE, said.status(), said.err());
    return output;
  }

  @Test
  void itPrintsTheNames() throws IOException {
    Said said = Said.by("", "export", model, "--onnx", file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals(
        List.of("inputs: size", "outputs: kind, probabilities, kind_set", "onnx: " + file),
        said.out().lines().toList());
    assertEquals("", said.err());
    assertTrue(Files.size(file) > 500);
  }

  @Test
  void itPrintsWhatIsLeftOut() throws IOException {
    method = ", method: aps";
    Said said = Said.by("", "export", train("aps", "day: ignore"), "--onnx", file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(said.out().contains("outputs: kind, probabilities\n"), said.out());
    assertTrue(
        said.err().startsWith("gradus: the sets of classes are not in the file, "), said.err());
  }

  @Test
  void itPrintsJson() throws IOException {
    Said said = Said.by("", "export", model, "--onnx", file.toString(), "--opset", "20", "--json");
    assertEquals(Main.DONE, said.status(), said.err());
    JsonNode json = new ObjectMapper().readTree(said.out());
    assertEquals(20, json.get("opset").asInt());
    assertEquals("size", json.get("inputs").get(0).asText());
    assertEquals("probabilities", json.get("outputs").get(1).asText());
    assertEquals("kind_set", json.get("outputs").get(2).asText());
    assertEquals(0, json.get("omissions").size());
  }

  @Test
  void anEarlierFileIsKept() throws IOException {
    Files.writeString(file, "mine");
    Said said = Said.by("", "export", model, "--onnx", file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals("mine", Files.readString(folder.resolve("model.previous-1.onnx")));
  }

  @Test
  void datesChooseTheVersionThatTheyNeed() throws IOException {
    String dates = train("dates", "size: ignore");
    Said said = Said.by("", "export", dates, "--onnx", file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals(
        "gradus: the model has dates, so the file uses version 20 of the ONNX operators instead of 17",
        said.err().strip());
    Said json = Said.by("", "export", dates, "--onnx", file.toString(), "--json");
    assertEquals(20, new ObjectMapper().readTree(json.out()).get("opset").asInt());
  }

  @Test
  void whatCannotBeExportedIsNamed() throws IOException {
    Said said =
        Said.by(
            "",
            "export",
            train("dates", "size: ignore"),
            "--onnx",
            file.toString(),
            "--opset",
            "17");
    assertEquals(Main.WRONG_INPUT, said.status());
    assertEquals(
        "gradus: column 'day' has dates, which need version 20 of the ONNX operators, but this is version 17; use --opset 20",
        said.err().strip());
    assertFalse(Files.exists(file));
  }

  @Test
  void theFirstMembersAreAModelOfTheirOwn() throws IOException {
    String all =
        train("four", "day: ignore", "{ensemble: {of: 4}}, {dense: {units: 4, activation: tanh}}");
    Path fewer = folder.resolve("two.safetensors");
    Said said =
        Said.by(
            "",
            "export",
            all,
            "--first-members",
            "2",
            "--output",
            fewer.toString(),
            "--onnx",
            file.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(said.out().contains("model: " + fewer), said.out());
    Path data = folder.resolve("rows.csv");
    double[][] expected;
    try (Gradus gradus = Gradus.create()) {
      Model model = gradus.load(fewer);
      assertEquals(2, model.members());
      expected =
          gradus
              .load(Path.of(all, TrainCommand.MODEL_FILE))
              .withFirstMembers(2)
              .predictor()
              .predict(gradus.readTable(data));
      assertArrayEquals(expected, model.predictor().predict(gradus.readTable(data)));
    }
    Said predicted = Said.by("", "predict", fewer.toString(), data.toString());
    assertEquals(Main.DONE, predicted.status(), predicted.err());
    assertTrue(Files.size(file) > 500);
    JsonNode json =
        new ObjectMapper()
            .readTree(
                Said.by(
                        "",
                        "export",
                        all,
                        "--first-members",
                        "3",
                        "--output",
                        fewer.toString(),
                        "--json")
                    .out());
    assertEquals(3, json.get("members").asInt());
  }

  @Test
  void membersThatAreNotThereAreRefused() throws IOException {
    assertEquals(
        "gradus: %s: the model is not an ensemble, so it has no members to choose from; leave out --first-members"
            .formatted(model),
        refusal("export", model, "--first-members", "2", "--output", file.toString()));
    String two =
        train("two", "day: ignore", "{ensemble: {of: 2}}, {dense: {units: 4, activation: tanh}}");
    assertEquals(
        "gradus: %s: --first-members is 3, but the ensemble has 2 members; give a number from 2 to 2"
            .formatted(two),
        refusal("export", two, "--first-members", "3", "--output", file.toString()));
    assertTrue(
        refusal("export", two).contains("say what to write: --onnx FILE, or --first-members N"));
    assertTrue(
        refusal("export", two, "--output", file.toString())
            .contains("--output would copy the model as it is"));
    assertFalse(Files.exists(file));
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() throws IOException {
    String two =
        train("two", "day: ignore", "{ensemble: {of: 2}}, {dense: {units: 4, activation: tanh}}");
    String output = folder.resolve("fewer").toString();
    assertEquals(
        "gradus: --opset is the version of ONNX operators, and no ONNX file is written; add --onnx FILE, or leave out --opset",
        refusal("export", two, "--first-members", "2", "--output", output, "--opset", "20"));
    assertFalse(Files.exists(Path.of(output)));
  }

  @Test
  void twoResultsNeedTwoFiles() throws IOException {
    String two =
        train("two", "day: ignore", "{ensemble: {of: 2}}, {dense: {units: 4, activation: tanh}}");
    Path output = folder.resolve("fewer");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    for (Path same : List.of(output, folder.resolve("run/../fewer"), link.resolve("fewer"))) {
      assertEquals(
          "gradus: --output and --onnx name the same file, %s, but a file holds only one of the two; give them different names"
              .formatted(output),
          refusal(
              "export",
              two,
              "--first-members",
              "2",
              "--output",
              output.toString(),
              "--onnx",
              same.toString()));
    }
    assertFalse(Files.exists(output));
  }

  private static String refusal(String... arguments) {
    Said said = Said.by("", arguments);
    assertEquals(Main.WRONG_INPUT, said.status());
    return said.err().strip();
  }
}
