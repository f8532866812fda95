package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A CSV file whose table does not fit into the memory of the process trains the same model. */
class LargerThanMemoryTest {

  private static final int ROWS = 90_000;
  private static final int INPUTS = 50;

  @WorkingFolder Path folder;

  private void write() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("large.csv"))) {
      for (int j = 0; j < INPUTS; j++) {
        out.write("x" + j + ",");
      }
      out.write("side\n");
      for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (int j = 0; j < INPUTS; j++) {
          int number = random.nextInt(-9000, 9000);
          sum += number;
          out.write(number / 1000.0 + ",");
        }
        out.write(sum + random.nextInt(9000) > 0 ? "right\n" : "left\n");
      }
    }
    Files.writeString(
        folder.resolve("run.yaml"),
        """
        data: {csv: large.csv, target: side, split: {validation: 0.2}}
        network: [dense: {units: 2, activation: tanh}, dense: {activation: sigmoid}]
        loss: cross-entropy
        optimizer: adam
        metrics: [accuracy]
        training: {epochs: 1, batch-size: 500, seed: 1}
        """);
  }

  private ProcessBuilder gradus(int megabytes, String... arguments) {
    return gradus(List.of(), megabytes, arguments);
  }

  private ProcessBuilder gradus(List<String> before, int megabytes, String... arguments) {
    String script = Distribution.HOME.resolve(Path.of("bin", "gradus")).toString();
    ProcessBuilder builder =
        Distribution.process(
            folder,
            Stream.of(before.stream(), Stream.of(script), Stream.of(arguments))
                .flatMap(part -> part)
                .toList());
    builder
        .environment()
        .merge("GRADUS_JAVA_OPTIONS", "-Xmx" + megabytes + "m", (old, more) -> old + " " + more);
    builder.environment().put("GRADUS_CACHE", folder.resolve("cache").toString());
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }

  private Result run(int megabytes, String... arguments) throws Exception {
    return result(gradus(megabytes, arguments).start());
  }

  private Result result(Process process) throws Exception {
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    return new Result(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private List<String> cached(String end) throws IOException {
    if (!Files.isDirectory(folder.resolve("cache"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.map(Path::toString).filter(name -> name.endsWith(end)).toList();
    }
  }

  /**
   * A file must not become longer than 4 or 8 MB, which depends on the shell: a write fails as on a
   * full disk.
   */
  private void assertSaidAndLeftNothing(String... arguments) throws Exception {
    Result full =
        result(
            gradus(List.of("sh", "-c", "ulimit -f 8192; exec \"$0\" \"$@\""), 32, arguments)
                .start());
    assertEquals(1, full.status(), full.err());
    assertTrue(
        full.err()
            .contains(
                ": data that do not fit into memory are kept here, but this failed: File too large; make room, or name another folder (the environment variable GRADUS_CACHE)"),
        full.err());
    assertEquals(List.of(), cached(".draft"));
    assertEquals(List.of(), cached(".tmp"));
  }

  @Test
  void theModelIsThatOfTheRunInMemoryAlsoAfterAKillAndAFullDisk() throws Exception {
    write();
    String[] train = {"train", "run.yaml", "--quiet", "--no-report", "--output", "small"};

    Process killed = gradus(32, train).start();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (killed.isAlive() && cached(".draft").isEmpty() && System.nanoTime() < end) {
      Thread.sleep(2);
    }
    killed.destroyForcibly().waitFor();
    assertEquals(1, cached(".draft").size());
    assertEquals(List.of(), cached(".table"));

    // The disk is full while the table is written.
    assertSaidAndLeftNothing(train);
    assertEquals(List.of(), cached(".table"));

    Result small = run(32, train);
    assertEquals(0, small.status(), small.err());
    assertTrue(small.err().contains("large.csv: the table does not fit into memory"), small.err());
    assertEquals(List.of(), cached(".draft"));
    assertEquals(1, cached(".table").size());
    assertEquals(List.of(), cached(".tmp"));

    // The table is there, and the disk is full while the prepared rows are written.
    train[train.length - 1] = "full";
    assertSaidAndLeftNothing(train);
    assertEquals(1, cached(".table").size());

    // The table and its matrix take 18 MB each, the process 12: one of the two fits, but not both.
    train[train.length - 1] = "tight";
    Result tight = run(40, train);
    assertEquals(0, tight.status(), tight.err());
    assertFalse(tight.err().contains("does not fit"), tight.err());

    train[train.length - 1] = "large";
    Result large = Distribution.gradus(folder, train);
    assertEquals(0, large.status(), large.err());
    assertFalse(large.err().contains("does not fit"), large.err());
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve(Path.of("small", "model.safetensors")),
            folder.resolve(Path.of("large", "model.safetensors"))));
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve(Path.of("tight", "model.safetensors")),
            folder.resolve(Path.of("large", "model.safetensors"))));

    Result described = run(32, "data", "large.csv");
    assertEquals(0, described.status(), described.err());
    assertTrue(described.out().contains("left (4"), described.out());
    Result evaluated = run(32, "evaluate", "small", "large.csv");
    assertEquals(0, evaluated.status(), evaluated.err());
    assertFalse(evaluated.err().contains("damaged"), evaluated.err());
    // 24 MiB are for the process, and the rows take as much as before.
    Result refused = run(28, "evaluate", "small", "large.csv");
    assertEquals(2, refused.status(), refused.err());
    assertTrue(
        refused.err().contains("to evaluate the model on 90,000 rows would need about 7 MB"),
        refused.err());
    Result shown = run(32, "cache", "--clear");
    assertTrue(
        shown.out().contains(String.format(Locale.ROOT, "large.csv: %,d rows", ROWS)), shown.out());
    assertEquals(List.of(), cached(".table"));
  }
}
