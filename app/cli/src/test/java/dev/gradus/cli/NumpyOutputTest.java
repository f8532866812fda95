package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of the numpy line that a loss stands for. */
class NumpyOutputTest {

  private static final String XOR =
      """
      data: {csv: xor.csv, target: y}
      network:
        - dense: {units: 4, activation: sigmoid}
        - dense: {activation: sigmoid}
      loss: mean-squared-error
      optimizer: sgd
      training: {epochs: 1, seed: 1}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("xor.csv"), "a,b,y\n0,0,false\n0,1,true\n1,0,true\n1,1,false\n");
    Files.writeString(folder.resolve("one.csv"), "x,y\n1,0\n");
    Files.writeString(folder.resolve("xor.yaml"), XOR);
  }

  private Said explain(String file, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "explain";
    arguments[1] = folder.resolve(file).toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Said.by("", arguments);
  }

  @Test
  void explainAnswersTheLearnerInTheirOwnCode() {
    Said said = explain("xor.yaml");
    assertEquals(0, said.status(), said.err());
    assertTrue(
        said.out()
            .replace("\r", "")
            .contains(
                """
                In numpy, the line of each loss (^ marks what differs):
                  mean-squared-error  d_Z2 = 2 * (a_2 - y) * a_2 * (1 - a_2)
                                             ^^^^^       ^^^^^^^^^^^^^^^^^^^
                  cross-entropy       d_Z2 = a_2 - y
                mean-squared-error: The constant factor 2 acts as a learning rate, and hand-written code often leaves it out.
                The rest of the backward pass is the same for every loss:
                  d_W2 = a_1.T @ d_Z2 / m
                  d_b2 = d_Z2.sum(axis=0) / m
                  d_A1 = d_Z2 @ W2.T
                  d_Z1 = d_A1 * a_1 * (1 - a_1)
                  d_W1 = X.T @ d_Z1 / m
                  d_b1 = d_Z1.sum(axis=0) / m
                Arrays have a row for each of the m examples of a batch; dividing by m in d_W and d_b gives the gradient of the mean loss, which is what Gradus uses; if the loss averages over outputs, that factor is in its own line.
                """),
        said.out());
  }

  @Test
  void optionsAreLinesOfTheirOwn() {
    Said said = explain("xor.yaml", "--loss", "huber: {delta: 0.25}", "--loss", "dice");
    assertEquals(0, said.status(), said.err());
    assertTrue(said.out().contains("delta = 0.25\n"), said.out());
    assertTrue(
        said.out().contains("d_Z2 = np.clip(a_2 - y, -delta, delta) * a_2 * (1 - a_2)\n"),
        said.out());
  }

  @Test
  void jsonHasTheLines() throws IOException {
    JsonNode object = new ObjectMapper().readTree(explain("xor.yaml", "--json").out());
    assertEquals("d_Z2 = a_2 - y", object.at("/losses/1/numpy/lines/0").asText());
    assertEquals("d_W2 = a_1.T @ d_Z2 / m", object.at("/numpy/0").asText());
    assertEquals("", object.at("/losses/0/numpy/reason").asText());
    JsonNode described =
        new ObjectMapper().readTree(Said.by("", "describe", "sigmoid", "--json").out());
    assertEquals("d_Z = d_A * a * (1 - a)", described.at("/activation/numpy/0").asText());
  }

  @Test
  void describeShowsTheLinesOfAPlugin() {
    Said said = Said.by("", "describe", "cross-entropy");
    assertTrue(said.out().contains("see binary-cross-entropy"), said.out());
    assertTrue(
        Said.by("", "describe", "bce").out().contains("  d_Z = (a - y) / K  # after sigmoid\n"));
    assertFalse(Said.by("", "describe", "adam").out().contains("numpy"));
    String all = Said.by("", "describe", "--all").out();
    assertTrue(all.contains("    d_Z = a - y  # after softmax\n"), "in REFERENCE.md too");
  }

  @Test
  void aNeuronShowsTheMistakeThatItCanShowFirst() throws IOException {
    Files.writeString(
        folder.resolve("one.yaml"),
        """
        data: {csv: one.csv, target: y, columns: {y: {numeric: {scale: none}}}}
        network: [{dense: {activation: sigmoid}}]
        loss: mean-squared-error
        optimizer: sgd
        training: {epochs: 1, seed: 1}
        """);
    Said said = explain("one.yaml", "--mistakes", "--loss", "bce");
    assertEquals(0, said.status(), said.err());
    assertTrue(said.out().startsWith("printed-is-not-learned: "), said.out());
    assertTrue(
        said.out()
            .replace("\r", "")
            .endsWith(
                """
                This network and these data cannot show:
                  update-before-use: The network has one layer, which carries nothing back; with two layers it shows.
                  sum-for-mean: There is one example, whose sum is its mean; with two examples it shows.
                """),
        said.out());
  }
}
