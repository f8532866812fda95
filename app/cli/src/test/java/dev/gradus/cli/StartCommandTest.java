package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that starts from a model, with every command that trains. */
class StartCommandTest {

  private static final String NETWORK =
      """
      data: {csv: points.csv, target: kind, split: {validation: 0.25}}
      network:
        - dense: {units: 6, activation: tanh}
        - dense: {activation: softmax}
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.02}}
      metrics: [accuracy]
      """;

  private static final String GOES_ON =
      "training: {epochs: 4, start: first/model.safetensors, freeze: [network.0], checkpoint: {every: 2}}\n";

  @TempDir static Path common;
  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder csv = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < 60; i++) {
      double x = Math.sin(i);
      double y = Math.cos(3.0 * i);
      csv.append(x).append(',').append(y).append(',').append(x + y > 0 ? "up" : "down");
      csv.append('\n');
    }
    Files.writeString(common.resolve("points.csv"), csv.toString());
    String yaml = Files.writeString(common.resolve("first.yaml"), NETWORK).toString();
    String output = common.resolve("first").toString();
    Said said = gradus("train", yaml, "--quiet", "--no-report", "--output", output);
    assertEquals(0, said.status(), said.err());
  }

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectory(folder.resolve("first"));
    for (String name : List.of("points.csv", "first.yaml", "first/model.safetensors")) {
      Files.copy(common.resolve(name), folder.resolve(name));
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Said gradus(String... arguments) {
    return Said.by("", arguments);
  }

  @Test
  void trainGoesOnAndResumesWithoutTheFile() throws IOException {
    String yaml = write("next.yaml", NETWORK + GOES_ON);
    Said whole = gradus("train", yaml, "--output", path("whole"));
    assertEquals(0, whole.status(), whole.err());
    assertTrue(whole.err().contains("32 parameters, of which 18 are frozen; "), whole.err());
    String page = Files.readString(folder.resolve("whole/report.html"));
    assertTrue(page.matches("(?s).*[0-9a-f]{64} model.safetensors.*"), "the report names it");
    Said half =
        gradus(
            "train",
            yaml,
            "--quiet",
            "--no-report",
            "--output",
            path("part"),
            "--set",
            "training.epochs=2");
    assertEquals(0, half.status(), half.err());
    Files.delete(folder.resolve("first/model.safetensors"));
    Said rest =
        gradus("train", yaml, "--quiet", "--no-report", "--output", path("part"), "--resume");
    assertEquals(0, rest.status(), rest.err());
    assertArrayEquals(model("whole"), model("part"));
    Said anew = gradus("train", yaml, "--quiet", "--output", path("anew"));
    assertEquals(2, anew.status());
    assertTrue(anew.err().contains("training.start cannot be used: "), anew.err());
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void otherCommandsBeginWithItToo() throws IOException {
    String yaml =
        write(
            "next.yaml",
            NETWORK
                + GOES_ON
                + "tune: {space: {optimizer.adam.learning-rate: {choice: [0.01, 0.02]}}, folds: 2, metric: loss}\n");
    for (String command : new String[] {"check", "cross-validate", "tune", "explain"}) {
      Said said =
          command.equals("tune")
              ? gradus(command, yaml, "--quiet", "--output", path("tuned"))
              : gradus(command, yaml);
      assertEquals(0, said.status(), command + said.err());
    }
    Said compared =
        gradus(
            "compare",
            yaml,
            "--losses",
            "cross-entropy,mean-squared-error",
            "--quiet",
            "--output",
            path("compared"));
    assertEquals(0, compared.status(), compared.err());
    // The loss before the first step is that of the model, which has learned.
    Said checked = gradus("check", yaml);
    assertTrue(checked.out().contains("of which 18 are frozen"), checked.out() + checked.err());
  }

  /** The example of the guide, on a part of the iris data. */
  @Test
  void theGuideShowsWhatWorks() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "models.md"));
    int at = guide.indexOf("data: {csv: app/examples/iris.csv, target: species}");
    String yaml =
        guide.substring(at, guide.indexOf("```", at)).replace("app/examples/iris.csv", "more.csv");
    Path examples = Path.of("..", "examples");
    String iris = Files.readString(examples.resolve("iris.csv"));
    write("more.csv", iris.lines().limit(120).collect(Collectors.joining("\n")));
    String first = examples.resolve("iris.yaml").toString();
    String runs = folder.resolve("gradus-runs").resolve("iris").toString();
    Said trained =
        gradus(
            "train",
            first,
            "--quiet",
            "--no-report",
            "--output",
            runs,
            "--set",
            "training.epochs=5");
    assertEquals(0, trained.status(), trained.err());
    Said said = gradus("train", write("more.yaml", yaml), "--no-report", "--output", path("more"));
    assertEquals(0, said.status(), said.err());
    assertTrue(said.err().contains("of which 80 are frozen"), said.err());
  }

  @Test
  void noRunReplacesWhatItBeginsWith() throws IOException {
    byte[] before = model("first");
    Said said = gradus("train", write("next.yaml", NETWORK + GOES_ON), "--output", path("first"));
    assertEquals(2, said.status());
    assertTrue(
        said.err().contains("the run would replace the model that it starts from ("), said.err());
    assertArrayEquals(before, model("first"));
  }

  @Tag("slow")
  @Test
  void noRunMovesAwayWhatItBeginsWith() throws IOException {
    write("next.yaml", NETWORK + GOES_ON);
    String best = "first/checkpoints/best.safetensors";
    Files.createDirectories(folder.resolve("first/checkpoints"));
    Files.copy(folder.resolve("first/model.safetensors"), folder.resolve(best));
    Files.createSymbolicLink(folder.resolve("again"), folder.resolve("first"));
    for (String more : new String[] {"--no-report", "--resume", "--overwrite"}) {
      for (String start : new String[] {best, "again/checkpoints/best.safetensors"}) {
        Said said =
            gradus(
                "train",
                path("next.yaml"),
                "--set",
                "training.start=" + path(start),
                more,
                "--output",
                path("first"));
        assertEquals(2, said.status());
        assertTrue(said.err().contains("training.start: "), said.err());
        assertTrue(
            said.err().contains("; name another folder with --output, or copy the checkpoint"),
            said.err());
        assertTrue(Files.exists(folder.resolve(best)));
        assertTrue(Files.notExists(folder.resolve("first/previous-1")));
      }
    }
  }

  @Test
  void aPlaceThatIsNotThereIsNamedWithItsLine() throws IOException {
    String yaml = write("wrong.yaml", NETWORK + "training: {freeze: [dense]}\n");
    Said said = gradus("check", yaml);
    assertEquals(2, said.status());
    assertEquals(
        "gradus: wrong.yaml:8:20: training: freeze must name layers by their place in the network, such as network.0, the first, but has 'dense'\n",
        said.err());
  }
}
