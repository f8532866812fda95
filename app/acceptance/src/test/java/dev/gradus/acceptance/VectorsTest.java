package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products by the Vector API: where Java has it, and with the same bits. */
class VectorsTest {

  /** The option of Java that makes the module available. */
  static final String FLAG = "--add-modules=jdk.incubator.vector";

  @TempDir Path folder;

  private List<String> trainWithVectors() throws Exception {
    Path classes =
        Path.of(VectorsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Result result =
        Distribution.java(
            folder,
            FLAG,
            "-XX:+UseSerialGC",
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
    assertEquals("0 bytes", vectors.get(2), "allocated by the steps of an epoch");
  }

  @Test
  void theCommandSaysWhichItHas() throws Exception {
    assertEquals("vectors of", products(FLAG));
    // Without the second compiler, each vector would be an object.
    assertEquals("plain Java", products(FLAG + " -XX:TieredStopAtLevel=1"));
  }

  /** The first two words that {@code gradus --version} has for it. */
  private String products(String options) throws Exception {
    ProcessBuilder builder =
        Distribution.process(
            folder,
            List.of(Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(), "--version"));
    builder.environment().put("GRADUS_JAVA_OPTIONS", options);
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.replaceAll("(?s).*Matrix products in (\\S+ \\S+?),? .*", "$1");
  }
}
