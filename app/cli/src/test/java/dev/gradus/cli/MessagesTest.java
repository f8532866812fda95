package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command reports each problem once, with its place and what to do. */
class MessagesTest {

  @TempDir Path folder;

  private String small(String more) throws IOException {
    Files.writeString(folder.resolve("small.csv"), "x,y\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n");
    Path yaml = folder.resolve("small.yaml");
    Files.writeString(
        yaml,
        "data: {csv: small.csv, target: y}\nnetwork: [{dense: {units: 4}}, dense]\nloss: mean-squared-error\noptimizer: adam\n"
            + more);
    return yaml.toString();
  }

  @Test
  void aSettingSaysTheBeginningOfAPathOnce() throws IOException {
    assertEquals(
        "gradus: --set network[0]: embedding: no input is categorical",
        Said.by("", "check", small(""), "--set", "network[0]={embedding: {}}")
            .err()
            .replaceFirst("[;,].*\n", ""));
  }

  @Test
  void aProblemOfAnyValueOfTheDocumentHasItsPlace() throws IOException {
    String yaml = small("training:\n  epochs: 2\n  early-stopping: {monitor: nope}\n");
    String sentence =
        "it monitors 'nope', which needs a validation split, but there is none; set data.split.validation, or monitor 'loss'\n";
    assertEquals(
        "gradus: small.yaml:7:3: training.early-stopping: " + sentence,
        Said.by("", "check", yaml).err());
    assertEquals(
        "gradus: --set training.early-stopping.monitor: " + sentence,
        Said.by("", "check", small(""), "--set", "training.early-stopping.monitor=nope").err());
  }

  @Test
  void whatAnotherOptionSaysIsNotLookedForInTheFile() throws IOException {
    String yaml = small("");
    String sentence = "gradus: loss: binary-cross-entropy ";
    Said other = Said.by("", "explain", yaml, "--loss", "binary-cross-entropy");
    assertTrue(other.err().startsWith(sentence), other.err());
    Said set = Said.by("", "explain", yaml, "--set", "loss=binary-cross-entropy");
    assertTrue(set.err().startsWith("gradus: --set loss: binary-cross-entropy "), set.err());
  }

  @Test
  void aFolderIsNotTakenForAFile() throws IOException {
    String sentence = "gradus: %s: this is a folder; name a file in it\n".formatted(folder);
    assertEquals(sentence, Said.by("", "data", folder.toString()).err());
    assertEquals(sentence, Said.by("", "init", folder.toString()).err());
    String out = folder.resolve("out").toString();
    Said.by("", "train", small("training: {epochs: 1}\n"), "--output", out, "--no-report");
    String model = out + "/" + TrainCommand.MODEL_FILE;
    for (String command : List.of("evaluate", "predict")) {
      Said said = Said.by("", command, model, folder.toString());
      assertEquals(sentence, said.err());
      assertEquals(Main.WRONG_INPUT, said.status());
    }
  }

  @Test
  void aWarningOfAllVariantsIsPrintedOnce() throws IOException {
    String yaml = small("training: {epochs: 1}\n");
    Files.writeString(folder.resolve("small.csv"), "x,y\n1,2\n,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n");
    Said said =
        Said.by(
            "",
            "compare",
            yaml,
            "--losses",
            "mse,mae,huber",
            "--quiet",
            "--set",
            "data.missing=drop",
            "--output",
            folder.resolve("compared").toString());
    assertEquals(1, said.err().lines().filter(line -> line.contains("missing: drop")).count());
    assertFalse(said.out().contains("missing: drop"), said.out());
  }

  /** The remedies of the engine are given as options of the command. */
  @Test
  void remediesAreOptionsOfTheCommand() throws IOException {
    Said seeds =
        Said.by(
            "",
            "compare",
            small(""),
            "--vary",
            "training.seed=1,2",
            "--output",
            folder.resolve("seeds").toString());
    assertTrue(seeds.err().endsWith("ask for several seeds, as with --seeds 3\n"), seeds.err());
    String query = "{jdbc: {url: 'jdbc:none:', query: select 1}}";
    Said connection =
        Said.by(
            "",
            "train",
            small(""),
            "--no-connect",
            "--set",
            "data.csv=",
            "--set",
            "data.source=" + query,
            "--output",
            folder.resolve("connection").toString());
    assertTrue(
        connection.err().startsWith("gradus: --set data.source: jdbc opens a connection"),
        connection.err());
    assertTrue(connection.err().endsWith(" (leave out --no-connect)\n"), connection.err());
    String described = Said.by("", "describe", "jdbc").out();
    assertTrue(described.matches("(?s).*\\burl +string +must be given +.*"), described);
    for (Remedy remedy : Remedy.values()) {
      Problem problem =
          Hints.of(new Problem("", "Help", remedy), new CommandLine(CommandSpec.create()));
      assertEquals(
          remedy != Remedy.IN_THE_SENTENCE,
          problem.sentence().matches("Help.* (--|gradus plugin ).*"),
          remedy::toString);
    }
  }

  @Test
  void aPluginJarThatIsLeftOutIsAWarning() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("broken.jar"), "this is no jar");
    Said said = Said.by("", "check", small(""), "--plugins", plugins.toString(), "--json");
    assertTrue(
        said.err().startsWith("warning: the plugin jar broken.jar is skipped: "), said.err());
    assertTrue(
        said.out().contains("\"warnings\":[{\"message\":\"the plugin jar broken.jar"), said.out());
  }

  /** Interrupts the thread that reports an epoch. */
  private static final class InterruptingOutput extends ByteArrayOutputStream {

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      super.write(bytes, from, count);
      if (toString(StandardCharsets.UTF_8).contains("\"event\":\"epoch\"")) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void whoStopsIsToldThatTheModelWasNotMeasured() throws IOException {
    String yaml = small("training: {epochs: 2000}\n");
    String out = folder.resolve("out").toString();
    ByteArrayOutputStream err = new InterruptingOutput();
    Said.by("", err, "train", yaml, "--no-report", "--progress", "json", "--output", out);
    assertTrue(Thread.interrupted());
    assertTrue(Files.exists(Path.of(out, TrainCommand.MODEL_FILE)));
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("\"event\":\"stopped\""), said);
    assertTrue(
        said.endsWith("\nthe model was not evaluated; run gradus evaluate to do so\n"), said);
  }
}
