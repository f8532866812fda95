package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A CSV file of 2 GB trains in 800 MB. {@code -Dgradus.large.megabytes=200} tries it with a file of
 * another size, in two fifths of that memory.
 */
class LargeFileTest {

  private static final int MEGABYTES = Integer.getInteger("gradus.large.megabytes", 2000);

  private static final int INPUTS = 40;

  /** Removed with all that is in it, the cache too. */
  @TempDir private Path folder;

  /** Numbers of 12 digits, some of which are missing. */
  private void write() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    long bytes = 0;
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve("large.csv")), 1 << 20)) {
      for (int j = 0; j < INPUTS; j++) {
        out.write(("x" + j + ",").getBytes(StandardCharsets.US_ASCII));
      }
      out.write("side\n".getBytes(StandardCharsets.US_ASCII));
      byte[] cell = "0.000000000000,".getBytes(StandardCharsets.US_ASCII);
      while (bytes < MEGABYTES * 1_000_000L) {
        double sum = 0;
        for (int j = 0; j < INPUTS; j++) {
          long digits = random.nextLong(1_000_000_000_000L);
          sum += digits * 1e-12 - 0.5;
          if (digits % 100 == 0) {
            out.write(',');
            bytes++;
            continue;
          }
          for (int place = cell.length - 2; place > 1; place--) {
            cell[place] = (byte) ('0' + digits % 10);
            digits /= 10;
          }
          out.write(cell);
          bytes += cell.length;
        }
        byte[] side =
            (sum + random.nextDouble() > 0 ? "right\n" : "left\n")
                .getBytes(StandardCharsets.US_ASCII);
        out.write(side);
        bytes += side.length;
      }
    }
    Files.writeString(
        folder.resolve("run.yaml"),
        """
        data: {csv: large.csv, target: side, missing: fill, split: {validation: 0.2}}
        network: [dense: {units: 8, activation: tanh}, dense: {activation: sigmoid}]
        loss: cross-entropy
        optimizer: adam
        metrics: [accuracy, roc-auc]
        training: {epochs: 1, batch-size: 500, seed: 1, threads: 16}
        """);
  }

  private Result train(int megabytes, String output) throws Exception {
    ProcessBuilder builder =
        Distribution.process(
            folder,
            List.of(
                Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
                "train",
                "run.yaml",
                "--quiet",
                "--no-report",
                "--output",
                output));
    builder.environment().put("GRADUS_JAVA_OPTIONS", "-Xmx" + megabytes + "m");
    builder.environment().put("GRADUS_CACHE", folder.resolve("cache").toString());
    Process process =
        builder
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    if (!process.waitFor(30, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Result(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  @Test
  @Tag("slow")
  void aFileOfTwoAndAHalfTimesTheMemoryTrainsTheSameModel() throws Exception {
    write();
    Result small = train(MEGABYTES * 2 / 5, "small");
    assertEquals(0, small.status(), small.err());
    assertTrue(small.err().contains("large.csv: the table does not fit into memory"), small.err());
    Result large = train(MEGABYTES * 3 / 2, "large");
    assertEquals(0, large.status(), large.err());
    assertFalse(large.err().contains("does not fit"), large.err());
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve(Path.of("small", "model.safetensors")),
            folder.resolve(Path.of("large", "model.safetensors"))));
  }
}
