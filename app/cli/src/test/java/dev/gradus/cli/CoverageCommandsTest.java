package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Commands that compare models show what sets and intervals cover, and how large they are. */
class CoverageCommandsTest {

  @TempDir Path folder;
  private String yaml = "";

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 120; i++) {
      csv.append(i).append(',').append(2 * i + (i * 37) % 11).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    yaml =
        Files.writeString(
                folder.resolve("y.yaml"),
                """
                data: {csv: rows.csv, target: y, split: {validation: 0.2, calibration: 0.2}}
                network: [{dense: {units: 4, activation: tanh}}, dense]
                loss: mean-squared-error
                optimizer: {adam: {learning-rate: 0.05}}
                training: {epochs: 3, conformal: {coverage: 0.8}}
                tune: {trials: 2, folds: 2, metric: conformal.width, space: {optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}}}
                """)
            .toString();
  }

  private static String ok(String... arguments) {
    Said said = Said.by("", arguments);
    assertEquals(0, said.status(), said.err());
    return said.out();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static String line(String text, String begin) {
    return text.lines().filter(line -> line.startsWith(begin)).findFirst().orElse(text);
  }

  @Test
  void foldsHaveRows() throws IOException {
    String text = ok("cross-validate", yaml, "--folds", "2", "--quiet");
    String share = line(text, "conformal.coverage ");
    assertTrue(share.matches("conformal.coverage +[01]\\S* +\\S+ +[01]\\S* +[01]\\S*"), share);
    assertTrue(line(text, "conformal.width ").matches("conformal.width +.*"), text);
    JsonNode object = json(ok("cross-validate", yaml, "--folds", "2", "--quiet", "--json"));
    assertTrue(object.at("/scores/conformal.coverage/deviation").isNumber(), object.toString());
    assertTrue(object.at("/folds/1/conformal.width").asDouble() > 0, object.toString());
  }

  @Test
  void trialsHaveColumns() throws IOException {
    String output = folder.resolve("tuned").toString();
    String text = ok("tune", yaml, "--quiet", "--output", output);
    List<String> lines = text.lines().toList();
    assertTrue(
        lines
            .get(0)
            .matches("trial +epochs +conformal.width +std +conformal.coverage +conformal.width .*"),
        text);
    assertTrue(lines.get(1).contains(" ± "), text);
    String header =
        Files.readString(Path.of(output, "results.csv")).lines().findFirst().orElseThrow();
    assertTrue(header.contains("conformal.coverage,conformal.coverage std,"), header);
    JsonNode object = json(ok("tune", yaml, "--quiet", "--json", "--output", output));
    assertTrue(object.at("/trials/0/measures/1/conformal.coverage").isNumber(), object.toString());
  }

  @Test
  void variantsHaveATableOfTheirOwn() throws IOException {
    String output = folder.resolve("compared").toString();
    String[] compare = {
      "compare", yaml, "--losses", "mse,huber", "--seeds", "2", "--quiet", "--output", output
    };
    String text = ok(compare);
    assertTrue(text.contains("Sets or intervals of the validation rows:\n"), text);
    assertTrue(line(text, "conformal.width ").contains(" ± "), text);
    String page = Files.readString(Path.of(output, "report.html"));
    assertTrue(page.contains("Sets and intervals of all variants"), "no table");
    assertTrue(page.contains("share of the validation rows whose true value"), "no note");
    String scores = Files.readString(Path.of(output, "scores.csv"));
    assertTrue(scores.contains(",conformal.coverage,"), scores);
    String[] asJson = java.util.Arrays.copyOf(compare, compare.length + 1);
    asJson[compare.length] = "--json";
    JsonNode object = json(ok(asJson));
    assertTrue(
        object.at("/variants/1/coverage/1/conformal.width").isNumber(),
        object.at("/variants/1").toString());

    text =
        ok(
            "compare",
            yaml,
            "--losses",
            "mse,huber",
            "--quiet",
            "--output",
            output,
            "--set",
            "data.split={validation: 0.3}");
    assertTrue(text.contains("rows, to which they were fitted (for their coverage, hold"), text);
    assertEquals(text, line(text, "conformal.coverage "), "a coverage that was chosen");
  }

  @Test
  void theNetworksOfAllFoldsAreOneModel() throws IOException {
    Path model = folder.resolve("folds.safetensors");
    String text =
        ok("cross-validate", yaml, "--folds", "3", "--quiet", "--output", model.toString());
    assertTrue(text.endsWith("model: " + model + System.lineSeparator()), text);
    assertTrue(ok("describe", model.toString()).contains("ensemble"), "no ensemble");
    String rows = folder.resolve("rows.csv").toString();
    assertEquals(121, ok("predict", model.toString(), rows).lines().count());
    assertTrue(ok("evaluate", model.toString(), rows).contains("loss"), "no loss");
    ok("export", model.toString(), "--onnx", folder.resolve("folds.onnx").toString());
    JsonNode object =
        json(
            ok(
                "cross-validate",
                yaml,
                "--folds",
                "2",
                "--quiet",
                "--json",
                "--output",
                model.toString()));
    assertEquals(model.toString(), object.get("model").asText());
    assertTrue(Files.exists(folder.resolve("folds.previous-1.safetensors")), "nothing is kept");
  }
}
