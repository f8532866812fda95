package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products by the Vector API: where Java has it, and with the same bits. */
class VectorsTest {

  /** The option of Java that makes the module available. */
  static final String FLAG = "--add-modules=jdk.incubator.vector";

  private static final String GRADUS =
      Distribution.HOME.resolve(Path.of("bin", "gradus")).toString();

  @TempDir Path folder;

  private List<String> trainWithVectors() throws Exception {
    Path classes =
        Path.of(VectorsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Result result =
        Distribution.java(
            folder,
            FLAG,
            "-XX:TieredStopAtLevel=4",
            "-cp",
            Distribution.LIB.resolve("*") + File.pathSeparator + classes,
            TrainedInVectors.class.getName(),
            folder.toString());
    assertEquals(0, result.status(), result.err());
    return result.out().lines().toList();
  }

  @Test
  void aTrainingHasTheSameBitsAndAllocatesNothing() throws Exception {
    List<String> plain = TrainedInVectors.train(folder);
    List<String> vectors = trainWithVectors();
    assertTrue(plain.get(0).startsWith("plain Java"), plain.get(0));
    assertTrue(vectors.get(0).startsWith("vectors of "), vectors.get(0));
    assertEquals(plain.get(1), vectors.get(1), "weights");
    assertEquals(plain.get(2), vectors.get(2), "weights of a learner whose first batch is short");
    assertEquals("0 bytes", vectors.get(3), "allocated by the steps of an epoch");
  }

  @Test
  void theCommandTrainsWithVectorsAndHidesThatJavaWarnsOfThem() throws Exception {
    for (String options : List.of("", "--show-module-resolution", FLAG)) {
      Result train = shell("GRADUS_JAVA_OPTIONS='" + options + "' G train none.yaml");
      assertTrue(train.err().startsWith("gradus: none.yaml: "), train.err());
      assertEquals(options.startsWith("--show"), train.out().contains("jdk.incubator.vector"));
    }
    Result off =
        gradus(
            Map.of("GRADUS_JAVA_OPTIONS", "--show-module-resolution", "GRADUS_VECTORS", "off"),
            "train",
            "none.yaml");
    assertFalse(off.out().contains("jdk.incubator.vector"), off.out());
    assertTrue(
        gradus(Map.of(), "--version").out().endsWith("; in long trainings by the Vector API\n"));
  }

  @Test
  void aFileOfBothOutputsIsContinuedByOthers() throws Exception {
    Files.writeString(folder.resolve("d.csv"), "x,y\n1,2\n2,3\n3,4\n4,5\n");
    Files.writeString(
        folder.resolve("c.yaml"),
        "{data: {csv: d.csv, target: y}, network: [dense], loss: huber, optimizer: sgd, training: {epochs: 2}}");
    assertEquals(
        new Result(0, "", ""),
        shell(
            "{ echo before; G train none.yaml; echo between; G train c.yaml --no-report; echo after; } > log 2>&1"));
    List<String> log = Files.readAllLines(folder.resolve("log"));
    assertEquals("before", log.get(0));
    assertTrue(log.get(1).startsWith("gradus: none.yaml: "), log.get(1));
    assertEquals("between", log.get(2));
    assertEquals("after", log.get(log.size() - 1), log::toString);
    for (String start : List.of("epoch 2/2", "loss ", "model: ")) {
      assertEquals(1, log.stream().filter(line -> line.startsWith(start)).count(), log::toString);
    }
  }

  @Test
  void standardInputCanStillBeRead() throws Exception {
    Result shell =
        shell("echo 'nonsense: 1' | G check /dev/stdin; echo 'nonsense: 1' | G train /dev/stdin");
    assertEquals(2, shell.err().split("nonsense", -1).length - 1, shell.err());
  }

  @Test
  void whatJavaSaysOfAnOptionIsNotHidden() throws Exception {
    for (String name : List.of("GRADUS_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
      Result train = shell(name + "=-XX:NoSuchOption G train none.yaml");
      assertTrue(train.err().contains("NoSuchOption"), name + ": " + train.err());
    }
  }

  @Test
  void theCommandSaysWhichItHas() throws Exception {
    assertEquals("vectors of", products(FLAG));
    // Without the second compiler, each vector would be an object.
    assertEquals("plain Java", products(FLAG + " -XX:TieredStopAtLevel=1"));
  }

  /** The first two words that {@code gradus --version} has for it. */
  private String products(String options) throws Exception {
    String out = gradus(Map.of("GRADUS_JAVA_OPTIONS", options), "--version").out();
    return out.replaceAll("(?s).*Matrix products in (\\S+ \\S+?),? .*", "$1");
  }

  /**
   * Runs the command in an environment without the usual switches of these tests, but with others.
   */
  private Result gradus(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("env"));
    for (String usual : List.of("GRADUS_JAVA_OPTIONS", "GRADUS_VECTORS")) {
      command.addAll(List.of("-u", usual));
    }
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(GRADUS);
    command.addAll(List.of(arguments));
    return Distribution.run(folder, command);
  }

  /** A shell command in which {@code G} stands for the command in its usual environment. */
  private Result shell(String line) throws Exception {
    String start = "exec </dev/null; unset GRADUS_JAVA_OPTIONS GRADUS_VECTORS; ";
    return Distribution.run(folder, List.of("sh", "-c", start + line.replace("G ", GRADUS + " ")));
  }
}
