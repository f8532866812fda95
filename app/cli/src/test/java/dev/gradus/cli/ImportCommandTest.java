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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gradus import writes and prints. */
class ImportCommandTest {

  private static final String COLUMNS = "sepal_length,sepal_width,petal_length,petal_width";

  @TempDir Path folder;

  private static String recorded(String file) {
    return Path.of("../import/src/test/resources/recorded", file).toString();
  }

  private Said imported(String file, String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("import", recorded(file), "--output", model().toString()));
    words.addAll(List.of(more));
    return Said.by("", words.toArray(String[]::new));
  }

  private Path model() {
    return folder.resolve("net.safetensors");
  }

  @Test
  void itPrintsWhatBecameOfTheNetwork() {
    Said said = imported("sklearn-classes.onnx", "--columns", COLUMNS, "--target", "species");
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals(
        List.of(
            "read: ONNX, opset 13, by record.py",
            "model of species (setosa, versicolor, virginica) from 4 columns, 83 parameters, trained elsewhere",
            "columns: sepal_length, sepal_width, petal_length, petal_width",
            "network.0 (dense) from node 'mul0' (MatMul)",
            "network.1 (dense) from node 'mul1' (MatMul)",
            "model: " + model(),
            "yaml: " + folder.resolve("net.yaml")),
        said.out().lines().toList());
    assertEquals("", said.err());
  }

  @Test
  void theModelPredictsAndIsTrainedFurther() throws IOException {
    imported("sklearn-classes.onnx", "--columns", COLUMNS, "--target", "species");
    Path iris = Path.of("../examples/iris.csv").toAbsolutePath();
    Said evaluated = Said.by("", "evaluate", model().toString(), iris.toString(), "--json");
    assertEquals(Main.DONE, evaluated.status(), evaluated.err());
    assertTrue(evaluated.out().contains("0.95"), evaluated.out());
    Said trained =
        Said.by(
            "",
            "train",
            folder.resolve("net.yaml").toString(),
            "--set",
            "data.csv=" + iris,
            "--set",
            "training.epochs=2",
            "--set",
            "training.freeze=[network.0]",
            "--quiet",
            "--no-report",
            "--output",
            folder.resolve("run").toString());
    assertEquals(Main.DONE, trained.status(), trained.err());
    assertEquals("", trained.err());
  }

  @Test
  void itPrintsJson() throws IOException {
    Said said = imported("torch-relu.onnx", "--classes", "c,b,a", "--json");
    assertEquals(Main.DONE, said.status(), said.err());
    JsonNode json = new ObjectMapper().readTree(said.out());
    assertEquals("ONNX, opset 13, by pytorch 1.13.0", json.get("read").asText());
    assertEquals("[\"a\",\"b\",\"c\"]", json.get("outputs").toString());
    assertEquals("[\"class\"]", json.get("targets").toString());
    assertEquals(1, json.get("remarks").size());
    assertEquals(2, json.get("layers").size());
  }

  @Test
  void outputsOfASigmoidMayBeNumbers() {
    Said said = imported("torch-sigmoid.onnx", "--numbers", "--target", "share");
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(
        said.out().contains("model of share from 4 columns, 37 parameters, trained elsewhere"),
        said.out());
  }

  @Test
  void weightsOfPyTorch() {
    Said said =
        imported(
            "weights-named.safetensors",
            "--network",
            recorded("weights-named.yaml"),
            "--modules",
            "wide,norm,middle,slope,answer");
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(said.out().contains("network.3 (dense) from module 'answer'"), said.out());
  }

  @Test
  void weightsWithoutLayersAreRefused() {
    Said said = imported("weights-dense.safetensors");
    assertEquals(Main.WRONG_INPUT, said.status());
    assertEquals(
        "gradus: weights-dense.safetensors: a safetensors file has weights, but no layers; name a YAML file with the layers of the network (--network)",
        said.err().strip());
    assertFalse(Files.exists(model()));
  }

  @Test
  void earlierFilesAreKept() throws IOException {
    Files.writeString(model(), "mine");
    Files.writeString(folder.resolve("net.yaml"), "mine too");
    assertEquals(Main.DONE, imported("keras-dense.keras").status());
    assertEquals("mine", Files.readString(folder.resolve("net.previous-1.safetensors")));
    assertEquals("mine too", Files.readString(folder.resolve("net.previous-1.yaml")));
  }
}
