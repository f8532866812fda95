package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checkpoints, {@code --resume} and {@code --progress} on the command line. */
class CheckpointCommandTest {

  private static final String IRIS = Distribution.EXAMPLES.resolve("iris.yaml").toString();
  private static final String CHECKPOINTS = "training.checkpoint={every: 10, keep: 2}";
  private static final int WIDTH = 79;

  @WorkingFolder Path folder;

  private Result gradus(String... arguments) throws IOException, InterruptedException {
    return Distribution.gradus(folder, arguments);
  }

  private Result train(String output, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", IRIS, "--no-report", "--output", output, "--set", CHECKPOINTS));
    arguments.addAll(List.of(more));
    return gradus(arguments.toArray(String[]::new));
  }

  private byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(folder.resolve(file));
  }

  @Test
  void aRunIsResumedFromTheNewestCheckpointOrFromOneThatIsNamed() throws Exception {
    assertEquals(0, train("whole").status());
    assertEquals(0, train("parts", "--set", "training.epochs=30").status());
    Result resumed = train("parts", "--resume");
    assertEquals(0, resumed.status(), resumed.err());
    assertTrue(resumed.err().contains("the run resumes after epoch 30, from "), resumed.err());
    assertArrayEquals(bytes("whole/model.safetensors"), bytes("parts/model.safetensors"));
    assertArrayEquals(bytes("whole/history.csv"), bytes("parts/history.csv"));

    Result named = train("other", "--resume=whole/checkpoints/epoch-000090.safetensors");
    assertEquals(0, named.status(), named.err());
    assertArrayEquals(bytes("whole/model.safetensors"), bytes("other/model.safetensors"));
    assertArrayEquals(bytes("whole/history.csv"), bytes("other/history.csv"));
  }

  @Tag("slow")
  @Test
  void theOptionDoesNotTakeTheConfigurationForAFile() throws Exception {
    assertEquals(0, train("out").status());
    Result result =
        gradus("train", "--resume", IRIS, "--no-report", "--output", "out", "--set", CHECKPOINTS);
    assertEquals(0, result.status(), result.err());
    assertTrue(result.err().contains("all of its epochs are complete"), result.err());
  }

  @Test
  void whatCannotBeResumedGetsASentence() throws Exception {
    Result nothing = train("out", "--resume");
    assertEquals(2, nothing.status());
    assertTrue(nothing.err().contains("gradus: there is nothing to resume: "), nothing.err());
    assertEquals(0, train("out").status());
    Result other = train("out", "--resume", "--set", "training.seed=8");
    assertEquals(2, other.status());
    assertTrue(other.err().contains("training.seed (7 then, 8 now)"), other.err());
  }

  @Test
  void aCheckpointIsEvaluatedAndPredictsLikeAModel() throws Exception {
    assertEquals(0, train("out").status());
    String csv = Distribution.EXAMPLES.resolve("iris.csv").toString();
    for (String name : List.of("epoch-000090", "epoch-000100", "best")) {
      String file = "out/checkpoints/" + name + ".safetensors";
      Result evaluated = gradus("evaluate", file, csv);
      assertEquals(0, evaluated.status(), evaluated.err());
      assertEquals(151, gradus("predict", file, csv).out().lines().count());
    }
  }

  /** Starts a run that does not end by itself, and waits for its first checkpoint. */
  private Process endless() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
            "train",
            IRIS,
            "--no-report",
            "--output",
            "out",
            "--set",
            CHECKPOINTS,
            "--set",
            "training.epochs=100000000");
    Process process =
        Distribution.process(folder, command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 6000 && newestEpoch() == 0; i++) {
      Thread.sleep(10);
    }
    return process;
  }

  /** The number of the newest checkpoint; 0 if there is none. */
  private int newestEpoch() throws IOException {
    Path checkpoints = folder.resolve("out/checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("epoch-[0-9]+\\.safetensors"))
          .mapToInt(name -> Integer.parseInt(name.replaceAll("[^0-9]", "")))
          .max()
          .orElse(0);
    }
  }

  @Test
  void aRunThatIsAskedToStopKeepsWhatItHasLearnedAndCanBeResumed() throws Exception {
    Process process = endless();
    // As Ctrl-C does; Process.destroy() would close its streams too.
    process.toHandle().destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not stop");
    assertTrue(Files.exists(folder.resolve("out/model.safetensors")));
    assertTrue(Files.readAllLines(folder.resolve("out/history.csv")).size() > newestEpoch());
    String longer = "training.epochs=" + (newestEpoch() + 5);
    Result resumed = train("out", "--resume", "--set", longer);
    assertEquals(0, resumed.status(), resumed.err());
    assertEquals(0, train("whole", "--set", longer).status());
    assertArrayEquals(bytes("whole/model.safetensors"), bytes("out/model.safetensors"));
    assertArrayEquals(bytes("whole/history.csv"), bytes("out/history.csv"));
  }

  @Test
  void ofTwoProcessesInOneFolderTheSecondIsRefusedAndTheLockGoesWithItsProcess() throws Exception {
    Process first = endless();
    try {
      Result second = train("out");
      assertEquals(2, second.status(), second.err());
      assertTrue(second.err().contains("another run of Gradus writes into this folder"));
    } finally {
      first.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
    assertEquals(0, train("out").status());
  }

  @Test
  void stepsTakeThePlaceOfEpochs() throws Exception {
    // Iris has 120 training examples: 8 batches of 16.
    Path config = folder.resolve("steps.yaml");
    Files.writeString(
        config,
        Files.readString(Path.of(IRIS))
            .replace("epochs: 100", "steps: 20")
            .replace("csv: iris.csv", "csv: " + Distribution.EXAMPLES.resolve("iris.csv")));
    Result result = gradus("train", config.toString(), "--no-report", "--output", "out");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.err().contains("20 steps in 3 epochs of 8 steps"), result.err());
    assertTrue(result.err().contains("epoch 3/3 step 20/20"), result.err());
    assertEquals(4, Files.readAllLines(folder.resolve("out/history.csv")).size());
    Result both =
        gradus("train", config.toString(), "--output", "out", "--set", "training.epochs=5");
    assertEquals(2, both.status());
    assertTrue(
        both.err().contains("steps and epochs both set the length of training; remove one of them"),
        both.err());
  }

  @Test
  void progressInJsonIsAnObjectALine() throws Exception {
    Result result = train("out", "--progress", "json");
    assertEquals(0, result.status(), result.err());
    List<JsonNode> events = new ArrayList<>();
    for (String line : result.err().lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertEquals("started", events.get(0).get("event").asText());
    assertEquals(800, events.get(0).get("steps").asInt());
    List<JsonNode> epochs =
        events.stream().filter(event -> event.get("event").asText().equals("epoch")).toList();
    assertEquals(100, epochs.size());
    JsonNode last = epochs.get(99);
    assertEquals(100, last.get("epoch").asInt());
    assertEquals(800, last.get("step").asInt());
    assertEquals(0.01, last.get("learning-rate").asDouble());
    assertTrue(last.at("/validation/loss").asDouble() > 0);

    Result resumed = train("out", "--progress", "json", "--resume");
    assertTrue(resumed.err().contains("{\"event\":\"resumed\",\"epoch\":100,\"step\":800,"));
  }

  @Test
  void theBarStaysInALineOfTheNarrowestTerminal() throws Exception {
    Result result = train("out", "--progress", "bar");
    assertEquals(0, result.status(), result.err());
    List<String> drawn =
        result
            .err()
            .lines()
            .filter(line -> line.contains("\033[K"))
            .flatMap(line -> List.of(line.replace("\033[K", "").split("\r")).stream())
            .filter(line -> !line.isEmpty())
            .toList();
    assertFalse(drawn.isEmpty(), result.err());
    drawn.forEach(line -> assertTrue(line.length() <= WIDTH, line));
    String last = drawn.get(drawn.size() - 1);
    assertTrue(last.startsWith("[="), last);
    for (String part : List.of("] epoch 100/100 step 800/800 loss 0.0", " val 0.0", " rate 0.01")) {
      assertTrue(last.contains(part), last);
    }
  }

  @Test
  void progressCanBeSilencedInTwoWays() throws Exception {
    assertEquals("", train("out", "--quiet").err());
    assertEquals("", train("out", "--progress", "none").err());
    Result unknown = train("out", "--progress", "loud");
    assertEquals(2, unknown.status());
    assertTrue(unknown.err().contains("one of auto, bar, lines, json, none"), unknown.err());
  }
}
