package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command overwrites the results of an earlier one, unless the user allows it. */
class EarlierResultsTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 20; i++) {
      csv.append(i).append(',').append(2 * i).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    Files.writeString(
        folder.resolve("line.yaml"),
        """
        data: {csv: rows.csv, target: y}
        network:
          - dense: {}
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.02}}
        training: {epochs: 2}
        tune:
          trials: 2
          folds: 2
          space: {optimizer.adam.learning-rate: {choice: [0.1, 0.2]}}
        """);
  }

  private Said said(String command, String... more) {
    String[] arguments = new String[more.length + 5];
    arguments[0] = command;
    arguments[1] = folder.resolve("line.yaml").toString();
    arguments[2] = "--quiet";
    arguments[3] = "--output";
    arguments[4] = folder.resolve("out").toString();
    System.arraycopy(more, 0, arguments, 5, more.length);
    Said said = Said.by("", arguments);
    assertEquals(0, said.status(), said.err());
    return said;
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve("out").resolve(file));
  }

  private boolean exists(String file) {
    return Files.exists(folder.resolve("out").resolve(file));
  }

  @Test
  void anotherRunKeepsTheOneBefore() throws IOException {
    said("train");
    String first = read("history.csv");
    Said second = said("train", "--set", "training.epochs=3");
    assertTrue(second.err().contains("results of an earlier run are kept in"), second.err());
    assertTrue(second.err().contains("previous-1"), second.err());
    assertEquals(first, read("previous-1/history.csv"));
    assertTrue(exists("previous-1/model.safetensors"));
    assertTrue(exists("previous-1/report.html"));
    assertEquals(4, read("history.csv").lines().count());
    said("train", "--set", "training.epochs=4", "--no-report");
    assertEquals(4, read("previous-2/history.csv").lines().count());
    assertFalse(exists("report.html"), "the page of another run");
    assertTrue(exists("previous-2/report.html"));
    assertEquals(first, read("previous-1/history.csv"));
  }

  @Test
  void theSameRunAgainLeavesNothingTwice() {
    said("train");
    Said second = said("train");
    assertEquals("", second.err());
    assertFalse(exists("previous-1"));
  }

  @Test
  void theSameCheckpointsAgainAreNotKeptTwiceEither() {
    said("train", "--set", "training.checkpoint={every: 1}");
    assertEquals("", said("train", "--set", "training.checkpoint={every: 1}").err());
    assertFalse(exists("previous-1"));
    assertTrue(exists("checkpoints/epoch-000002.safetensors"));
  }

  @Test
  void whatIsNoResultStaysWhereItIs() throws IOException {
    Files.createDirectories(folder.resolve("out/history.csv/mine"));
    Said said =
        Said.by(
            "",
            "train",
            folder.resolve("line.yaml").toString(),
            "--quiet",
            "--output",
            folder.resolve("out").toString());
    assertEquals(1, said.status());
    assertTrue(exists("history.csv/mine"));
    assertFalse(exists("previous-1"));
  }

  @Test
  void itMayBeOverwritten() throws IOException {
    said("train");
    Said second = said("train", "--set", "training.epochs=3", "--overwrite");
    assertEquals("", second.err());
    assertFalse(exists("previous-1"));
    assertEquals(4, read("history.csv").lines().count());
  }

  @Test
  void aRunThatFailsChangesNothing() throws IOException {
    said("train", "--set", "training.checkpoint={every: 1}");
    String first = read("history.csv");
    Said failed =
        Said.by(
            "",
            "train",
            folder.resolve("line.yaml").toString(),
            "--quiet",
            "--set",
            "data.target=z",
            "--set",
            "training.checkpoint={every: 1}",
            "--output",
            folder.resolve("out").toString());
    assertEquals(2, failed.status());
    assertFalse(exists("previous-1"), failed.err());
    assertTrue(exists("checkpoints"));
    assertEquals(first, read("history.csv"));
  }

  @Test
  void checkpointsOfAnotherRunAreKeptAndResumedOnesGoOn() throws IOException {
    said("train", "--set", "training.checkpoint={every: 1}");
    said("train", "--set", "training.checkpoint={every: 1}", "--set", "training.seed=5");
    assertTrue(exists("previous-1/checkpoints/epoch-000002.safetensors"));
    assertTrue(exists("checkpoints/epoch-000002.safetensors"));
    said(
        "train",
        "--set",
        "training.checkpoint={every: 1}",
        "--set",
        "training.seed=5",
        "--set",
        "training.epochs=4",
        "--resume");
    assertFalse(exists("previous-2"), "it is the same run");
    assertEquals(5, read("history.csv").lines().count());
  }

  @Test
  void compareAndTuneKeepWhatTheyHaveLeft() throws IOException {
    said("compare", "--losses", "mse,mae");
    String scores = read("scores.csv");
    said("compare", "--losses", "mse,huber");
    assertEquals(scores, read("previous-1/scores.csv"));
    assertTrue(exists("previous-1/report.html"));
    said("tune");
    assertFalse(exists("previous-2"), "other files");
    said("tune", "--set", "training.epochs=3");
    assertTrue(exists("previous-2/results.csv"));
    assertTrue(exists("previous-2/line-best.yaml"));
    assertFalse(exists("previous-2/scores.csv"));
  }

  @Test
  void predictionsAreKeptBesideTheNewOnes() throws IOException {
    said("train");
    String model = folder.resolve("out/model.safetensors").toString();
    Path out = folder.resolve("out.csv");
    String rows = folder.resolve("rows.csv").toString();
    Files.writeString(out, "mine");
    Said first = Said.by("", "predict", model, rows, "--output", out.toString());
    assertEquals(0, first.status(), first.err());
    assertTrue(
        first.err().contains("kept as " + folder.resolve("out.previous-1.csv")), first.err());
    assertEquals("mine", Files.readString(folder.resolve("out.previous-1.csv")));
    assertEquals("", Said.by("", "predict", model, rows, "--output", out.toString()).err());
    assertFalse(Files.exists(folder.resolve("out.previous-2.csv")));
    Said.by("", "predict", model, rows, "--keep", "--overwrite", "--output", out.toString());
    assertFalse(Files.exists(folder.resolve("out.previous-2.csv")));
  }

  private Said trainIn(String output, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", folder.resolve("line.yaml").toString(), "--quiet"));
    arguments.addAll(List.of("--output", folder.resolve(output).toString()));
    arguments.addAll(List.of("--set", "training.checkpoint={every: 1}"));
    arguments.addAll(List.of(more));
    return Said.by("", arguments.toArray(String[]::new));
  }

  @Test
  void aRunThatResumesAnotherOneKeepsWhatIsThere() throws IOException {
    assertEquals(0, trainIn("first").status());
    assertEquals(0, trainIn("out", "--set", "training.seed=5").status());
    String stranger = read("history.csv");
    Path checkpoint = folder.resolve("first/checkpoints/epoch-000002.safetensors");
    Said resumed = trainIn("out", "--resume=" + checkpoint, "--set", "training.epochs=4");
    assertEquals(0, resumed.status(), resumed.err());
    assertTrue(resumed.err().contains("kept in " + folder.resolve("out/previous-1")));
    assertEquals(stranger, read("previous-1/history.csv"));
    assertTrue(exists("previous-1/model.safetensors"));
    assertTrue(exists("previous-1/report.html"));
    assertTrue(exists("previous-1/checkpoints/epoch-000002.safetensors"));
    assertEquals(5, read("history.csv").lines().count());
    assertTrue(exists("checkpoints/epoch-000004.safetensors"));
  }

  @Test
  void aRunThatIsNotThereToBeResumedChangesNothing() throws IOException {
    assertEquals(0, trainIn("out").status());
    Path checkpoint = folder.resolve("gone/checkpoints/epoch-000002.safetensors");
    Said resumed = trainIn("out", "--resume=" + checkpoint);
    assertEquals(2, resumed.status());
    assertFalse(exists("previous-1"), resumed.err());
    assertTrue(exists("checkpoints/epoch-000002.safetensors"));
  }

  @Test
  void aRunThatResumesItsOwnCheckpointByNameGoesOn() throws IOException {
    assertEquals(0, trainIn("out").status());
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("out/checkpoints"));
    for (String place : List.of("out/../out/checkpoints", "link")) {
      Path checkpoint = folder.resolve(place).resolve("epoch-000002.safetensors");
      Said resumed = trainIn("out", "--resume=" + checkpoint, "--set", "training.epochs=4");
      assertEquals(0, resumed.status(), resumed.err());
      assertFalse(exists("previous-1"), "it is the same run");
    }
  }

  @Test
  void checkpointsBehindALinkStayBehindIt() throws IOException {
    Files.createDirectories(folder.resolve("disk"));
    Files.createDirectories(folder.resolve("out"));
    Path link = folder.resolve("out/checkpoints");
    Files.createSymbolicLink(link, Path.of("..", "disk"));
    assertEquals("", trainIn("out").err(), "nothing is there yet");
    byte[] first = Files.readAllBytes(folder.resolve("disk/epoch-000002.safetensors"));

    Said failed = trainIn("out", "--set", "data.target=z");
    assertEquals(2, failed.status());
    assertFalse(exists("previous-1"), failed.err());
    assertFalse(Files.exists(folder.resolve("disk/previous-1")));
    assertArrayEquals(first, Files.readAllBytes(link.resolve("epoch-000002.safetensors")));
    assertEquals("", trainIn("out").err());
    assertFalse(exists("previous-1"));
    assertFalse(Files.exists(folder.resolve("disk/previous-1")));

    Said second = trainIn("out", "--set", "training.seed=5");
    assertTrue(second.err().contains("kept in " + folder.resolve("out/previous-1")), second.err());
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.exists(folder.resolve("disk/epoch-000002.safetensors")));
    assertArrayEquals(
        first,
        Files.readAllBytes(folder.resolve("out/previous-1/checkpoints/epoch-000002.safetensors")));

    Path earlier = folder.resolve("out/previous-1/checkpoints/epoch-000002.safetensors");
    Said resumed = trainIn("out", "--resume=" + earlier, "--set", "training.epochs=4");
    assertTrue(resumed.err().contains("kept in " + folder.resolve("out/previous-2")));
    assertTrue(Files.exists(folder.resolve("disk/epoch-000004.safetensors")));
    assertArrayEquals(first, Files.readAllBytes(earlier));
  }

  @Test
  void aPageBehindALinkIsKeptWithItsContent() throws IOException {
    Files.createDirectories(folder.resolve("www"));
    Files.createDirectories(folder.resolve("out"));
    Path page = Files.writeString(folder.resolve("www/page.html"), "");
    Path link = folder.resolve("out/report.html");
    Files.createSymbolicLink(link, Path.of("..", "www", "page.html"));
    assertEquals(0, trainIn("out", "--overwrite").status());
    assertTrue(Files.isSymbolicLink(link));
    String first = Files.readString(page);
    assertFalse(first.isEmpty());

    assertEquals(2, trainIn("out", "--no-report", "--set", "data.target=z").status());
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(first, Files.readString(link));
    assertFalse(exists("previous-1"));

    assertEquals(0, trainIn("out", "--no-report", "--set", "training.seed=5").status());
    assertEquals(first, read("previous-1/report.html"));
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS), "the page of another run");
  }

  @Test
  void aFileBehindALinkIsKeptWhereItIs() throws IOException {
    said("train");
    String model = folder.resolve("out/model.safetensors").toString();
    String rows = folder.resolve("rows.csv").toString();
    Files.createDirectories(folder.resolve("disk"));
    Files.writeString(folder.resolve("disk/real.csv"), "mine");
    Path link = folder.resolve("link.csv");
    Files.createSymbolicLink(link, Path.of("disk", "real.csv"));
    Said first = Said.by("", "predict", model, rows, "--output", link.toString());
    assertEquals(0, first.status(), first.err());
    Path kept = folder.toRealPath().resolve("disk/real.previous-1.csv");
    assertTrue(first.err().contains("kept as " + kept), first.err());
    assertEquals("mine", Files.readString(kept));
    assertEquals("", Said.by("", "predict", model, rows, "--output", link.toString()).err());
    assertFalse(Files.exists(folder.resolve("disk/real.previous-2.csv")));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void aConfigurationThatIsThereAlreadyIsWrittenAgainOnlyIfItIsTheSame() throws IOException {
    String rows = folder.resolve("rows.csv").toString();
    Path yaml = folder.resolve("my.yaml");
    for (int i = 0; i < 2; i++) {
      assertEquals(0, Said.by("", "init", rows, "--output", yaml.toString()).status());
    }
    Files.writeString(yaml, Files.readString(yaml) + "# mine\n");
    Said other = Said.by("", "init", rows, "--output", yaml.toString());
    assertEquals(2, other.status());
    assertTrue(other.err().contains("with other contents"), other.err());
    assertTrue(Files.readString(yaml).endsWith("# mine\n"));
  }
}
