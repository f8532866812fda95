package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.file.FolderLock;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The output of the command arrives complete and in the right place, or the command reports a
 * failure.
 */
class OutputTest {

  private static final String YAML =
      """
      data: {csv: d.csv, target: y}
      network: [dense: {units: 2, activation: tanh}, dense]
      loss: mean-squared-error
      optimizer: {adam: {learning-rate: 0.01}}
      training: {epochs: 2, checkpoint: {every: 1}}
      tune: {space: {training.batch-size: {choice: [1, 2]}}, trials: 2, folds: 2}
      """;

  @WorkingFolder Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("c.yaml"), YAML);
    Files.writeString(folder.resolve("d.csv"), "x,y\n1,2\n2,3\n3,4\n4,5\n");
  }

  private Result gradus(String... arguments) throws Exception {
    return Distribution.gradus(folder, arguments);
  }

  /** A shell command in which {@code $G} stands for gradus. */
  private Result shell(String line) throws Exception {
    String start = "G=" + Distribution.HOME.resolve(Path.of("bin", "gradus")) + "; ";
    return Distribution.run(folder, List.of("sh", "-c", start + line));
  }

  private void train() throws Exception {
    Result result = gradus("train", "c.yaml", "--quiet", "--no-report", "--output", "out");
    assertEquals(0, result.status(), result.err());
  }

  @Test
  void whatCannotBeWrittenIsSaidAndIsNoSuccess() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    train();
    String sentence =
        "gradus: not all of the output could be written to standard output: No space left on device\n";
    assertEquals(new Result(1, "", sentence), shell("$G schema > /dev/full"));
    for (String command : List.of("predict out/model.safetensors d.csv", "data d.csv")) {
      try (OutputStream full = new FileOutputStream("/dev/full")) {
        assertEquals(
            new Result(1, "", sentence),
            WithinThisJava.gradusTo(full, command.split(" ", -1)),
            command);
      }
    }
    Result device = gradus("predict", "out/model.safetensors", "d.csv", "--output", "/dev/full");
    assertEquals(1, device.status());
    assertEquals(
        "gradus: /dev/full: the file cannot be written: No space left on device\n", device.err());
  }

  @Test
  void aReaderThatGoesEndsACommandQuietly() throws Exception {
    assertEquals(new Result(0, "", "141\n"), shell("{ $G describe --all; echo $? >&2; } | true"));
    Result one = shell("$G describe --all | head -n 1");
    assertEquals("", one.err());
    assertEquals(1, one.out().lines().count());
  }

  @Tag("slow")
  @Test
  void whatIsNoFileIsWrittenToAsItIs() throws Exception {
    train();
    Result result =
        shell(
            "mkfifo p; cat p > read & $G predict out/model.safetensors d.csv --output p; wait; test -p p");
    assertEquals(0, result.status(), result.err());
    Result out = shell("$G predict out/model.safetensors d.csv --output /dev/stdout | cat");
    assertEquals(5, out.out().lines().count(), out.err());
    assertEquals(out.out(), Files.readString(folder.resolve("read")));
    Result appended =
        shell(
            "echo first > log; $G predict out/model.safetensors d.csv --output /dev/stdout >> log");
    assertEquals(0, appended.status(), appended.err());
    assertEquals("first\n" + out.out(), Files.readString(folder.resolve("log")));
    String named = "$G predict out/model.safetensors d.csv --output ";
    shell("{ %s/dev/stdout; echo B; %s-; echo C; } > both".formatted(named, named));
    assertEquals(out.out() + "B\n" + out.out() + "C\n", Files.readString(folder.resolve("both")));
    Result refused = shell("$G train c.yaml --output -");
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("cannot write to standard output"), refused.err());
  }

  @Test
  void namesAreUtf8WhereThereIsNoLocale() throws Exception {
    Files.writeString(
        folder.resolve("größe.csv"), "x,Größe\n1,ä\n2,ß\n3,ä\n4,ß\n", StandardCharsets.UTF_8);
    for (String locale : List.of("LC_ALL=C", "LC_ALL= LANG=", "LC_ALL=no_SUCH.UTF-8")) {
      Files.deleteIfExists(folder.resolve("größe.yaml"));
      Result result = shell(locale + " $G init größe.csv");
      assertEquals(0, result.status(), result.err());
      assertTrue(result.out().startsWith("größe.yaml predicts "), result.out());
      assertTrue(Files.exists(folder.resolve("größe.yaml")), locale);
    }
  }

  @Test
  void textIsUtf8WhereThereIsNoLocale() throws Exception {
    Files.writeString(folder.resolve("d.csv"), "x,Größe\n1,ä\n2,ß\n3,ä\n4,ß\n");
    Result result = shell("LC_ALL=C $G data d.csv");
    assertTrue(result.out().contains("Größe: 2 classes: ß (2), ä (2)"), result.out());
  }

  @Test
  void namesFromDataDoNotReachTheTerminalAsCommands() throws Exception {
    Files.writeString(folder.resolve("e.csv"), "x,a\u001b]0;b\u0007\n1,c\u202e\n2,d\n3,d\n");
    Result result = gradus("data", "e.csv");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("a\\u001B]0;b\\u0007"), result.out());
    assertTrue(result.out().contains("c\\u202E"), result.out());
    assertFalse(result.out().matches("(?s).*[\u001b\u0007\u202e].*"), result.out());
    Result missing = gradus("check", "c.yaml", "--set", "data.target=\u001b[31mz");
    assertEquals(2, missing.status());
    assertFalse(missing.err().contains("\u001b"), missing.err());
  }

  @Test
  void whoeverWritesAFolderFindsItLocked() throws Exception {
    try (FolderLock lock = FolderLock.of(folder.resolve("out"))) {
      assertTrue(Files.exists(folder.resolve("out")), lock::toString);
      for (String command :
          List.of("train c.yaml", "tune c.yaml", "compare c.yaml --losses huber,log-cosh")) {
        String line = command + " --quiet --output out";
        boolean byProcess = command.startsWith("train");
        Result result = byProcess ? shell("$G " + line) : gradus(line.split(" ", -1));
        assertEquals(2, result.status(), command);
        assertEquals(
            "gradus: out: another run of Gradus writes into this folder; wait until it ends, or choose another folder\n",
            result.err(),
            command);
      }
    }
  }

  @Test
  void theModelIsWrittenThoughSomethingElseCannotBe() throws Exception {
    Files.createDirectories(folder.resolve("out/history.csv"));
    Files.writeString(folder.resolve("nothing.yaml"), YAML.replace(", checkpoint: {every: 1}", ""));
    Result result = gradus("train", "nothing.yaml", "--quiet", "--no-report", "--output", "out");
    assertEquals(1, result.status());
    assertEquals(
        "gradus: out/history.csv: the file cannot be written: a folder has this name; choose another one\n",
        result.err());
    assertTrue(Files.exists(folder.resolve("out/model.safetensors")));
  }

  @Test
  void aFileInThePlaceOfAFolderIsASentence() throws Exception {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/checkpoints"), "");
    Result result = gradus("train", "c.yaml", "--quiet", "--output", "out");
    assertEquals(2, result.status());
    assertEquals(
        "gradus: out/checkpoints: the folder cannot be created or locked: a file of this name exists already\n",
        result.err());
  }

  @Test
  void aRunOfTheCommandGoesOnInAnApplicationOnTheClassPath() throws Exception {
    train();
    assertFalse(Gradus.class.getModule().isNamed(), "these tests are on the class path");
    try (Gradus gradus = Gradus.create()) {
      int epochs =
          gradus
              .job(gradus.read(folder.resolve("c.yaml"), Setting.parse("training.epochs=3")))
              .checkpoints(Checkpoints.in(folder.resolve("out/checkpoints")).resume())
              .train()
              .history()
              .size();
      assertEquals(3, epochs);
    }
    Result result =
        gradus(
            "train", "c.yaml", "--quiet", "--resume", "--output", "out", "--set=training.epochs=4");
    assertEquals(0, result.status(), "and back again: " + result.err());
  }

  @Test
  @Tag("slow")
  void noSizeEndsInAnErrorOfTheMemory() throws Exception {
    for (String setting :
        List.of(
            "network=[dense: {units: 500000000}, dense]",
            "training.threads=2147483647",
            "training.epochs=2147483647")) {
      Result result = shell("GRADUS_JAVA_OPTIONS=-Xmx64m $G check c.yaml '--set=" + setting + "'");
      assertFalse(result.err().contains("at java"), result.err());
      assertEquals(setting.contains("epochs") ? 0 : 2, result.status(), result.err());
    }
    Result seeds =
        gradus("compare", "c.yaml", "--losses", "huber,log-cosh", "--seeds", "2147483647");
    assertEquals(2, seeds.status());
    assertTrue(seeds.err().contains("use fewer seeds"), seeds.err());
  }
}
