package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.Gradus;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A process that is killed at any moment leaves no unreadable checkpoint, and its resumed run gives
 * the same bytes.
 *
 * <p>{@code -Dkills=200} kills more often, and {@code -Dgradus.seed=N} repeats the same moments.
 */
class KillTest {

  private static final int KILLS = Integer.getInteger("gradus.kills", 6);
  private static final int KILLS_IN_PLACE = 6;

  /** The longest time that a process may live after it has begun to write. */
  private static final int MILLIS = 250;

  private static final int SECONDS_AT_MOST = 60;
  private static final int EPOCHS = KILLS == 1 ? 20 : 60;
  private static final int ROWS = 128;

  @WorkingFolder Path folder;

  private final long seed = Long.getLong("gradus.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** Writing takes as long as learning, so that the process is often killed while it writes. */
  private void writeConfiguration() throws IOException {
    StringBuilder data = new StringBuilder("a,b,c,y\n");
    SplittableRandom numbers = new SplittableRandom(1);
    for (int i = 0; i < ROWS; i++) {
      double a = numbers.nextDouble();
      double b = numbers.nextDouble();
      double c = numbers.nextDouble();
      data.append("%s,%s,%s,%s%n".formatted(a, b, c, a * b - c));
    }
    Files.writeString(folder.resolve("data.csv"), data);
    Files.writeString(
        folder.resolve("net.yaml"),
        """
        data: {csv: data.csv, target: y, split: {validation: 0.2}}
        network:
          - dense: {units: 300, activation: relu}
          - dropout: {rate: 0.2}
          - dense: {units: 300, activation: tanh}
          - dense
        loss: mse
        optimizer: adam
        training: {epochs: %s, batch-size: 64, seed: 2, checkpoint: {every: 1, keep: 3}}
        """
            .formatted(EPOCHS));
  }

  private static List<Path> checkpointsIn(Path output) throws IOException {
    Path checkpoints = output.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(checkpoints)) {
      return all.filter(file -> file.toString().endsWith(".safetensors"))
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  /**
   * Starts a process, kills it some time after its first checkpoint, and returns whether it was
   * still running.
   */
  private boolean isKilled(Path output, List<String> command)
      throws IOException, InterruptedException {
    List<Path> before = checkpointsIn(output);
    Process process =
        Distribution.process(folder, command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST);
      while (process.isAlive() && checkpointsIn(output).equals(before) && System.nanoTime() < end) {
        Thread.sleep(2);
      }
      return !process.waitFor(random.nextInt(MILLIS), TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The checkpoints that cannot be read as models, with the reason. */
  private static List<String> unreadable(Path output) throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Gradus gradus = Gradus.create()) {
      for (Path file : checkpointsIn(output)) {
        try {
          gradus.load(file);
        } catch (GradusException e) {
          wrong.add(e.getMessage());
        }
      }
    }
    return wrong;
  }

  /** Whether there is more than the model of the best epoch, which is written first. */
  private static boolean canResume(Path output) throws IOException {
    return checkpointsIn(output).stream()
        .anyMatch(file -> String.valueOf(file.getFileName()).startsWith("epoch-"));
  }

  private static List<String> train(String output, boolean resumes) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "net.yaml", "--quiet", "--no-report", "--output", output));
    if (resumes) {
      arguments.add("--resume");
    }
    return arguments;
  }

  /** Runs a command within this process, since nothing kills it. */
  private void complete(List<String> arguments) throws IOException, InterruptedException {
    Result result = Distribution.gradus(folder, arguments.toArray(String[]::new));
    assertEquals(0, result.status(), result.err());
  }

  @Test
  void whereverItIsKilledARunGoesOnToTheSameBytes() throws Exception {
    writeConfiguration();
    complete(train("whole", false));
    int kills = 0;
    for (int run = 0; kills < KILLS; run++) {
      String name = "parts-" + run;
      Path output = folder.resolve(name);
      boolean alive = true;
      while (alive && kills < KILLS) {
        List<String> command =
            new ArrayList<>(
                List.of(Distribution.HOME.resolve(Path.of("bin", "gradus")).toString()));
        command.addAll(train(name, canResume(output)));
        alive = isKilled(output, command);
        kills += alive ? 1 : 0;
        assertEquals(
            List.of(), unreadable(output), "after " + kills + " kills, gradus.seed " + seed);
      }
      // In a process of its own, which knows nothing of the run that was not killed.
      List<String> last = new ArrayList<>(train(name, canResume(output)));
      last.add(0, Distribution.HOME.resolve(Path.of("bin", "gradus")).toString());
      Process resumed =
          Distribution.process(folder, last)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("resumed").toFile())
              .start();
      assertEquals(0, resumed.waitFor(), () -> "see " + folder.resolve("resumed"));
      assertSame("model.safetensors", output);
      assertSame("history.csv", output);
      assertSame("checkpoints/best.safetensors", output);
    }
  }

  private void assertSame(String file, Path output) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole").resolve(file)),
        Files.readAllBytes(output.resolve(file)),
        file + " of " + output + ", gradus.seed " + seed);
  }

  /** Checks that this test notices a writer that is not careful. */
  @Test
  void aWriterInPlaceIsFoundOut() throws Exception {
    writeConfiguration();
    List<String> twoEpochs = new ArrayList<>(train("whole", false));
    twoEpochs.addAll(List.of("--set", "training.epochs=2"));
    complete(twoEpochs);
    List<Path> good = checkpointsIn(folder.resolve("whole"));
    int torn = 0;
    for (int kill = 0; kill < KILLS_IN_PLACE; kill++) {
      Path output = folder.resolve("in-place-" + kill);
      Files.createDirectories(output.resolve("checkpoints"));
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-cp",
              Path.of(
                      InPlaceWriter.class
                          .getProtectionDomain()
                          .getCodeSource()
                          .getLocation()
                          .toURI())
                  .toString(),
              InPlaceWriter.class.getName(),
              good.get(good.size() - 1).toString(),
              output.resolve("checkpoints").toString());
      assertTrue(isKilled(output, command), "it writes until it is killed");
      torn += unreadable(output).isEmpty() ? 0 : 1;
    }
    assertTrue(
        2 * torn >= KILLS_IN_PLACE,
        torn + " of " + KILLS_IN_PLACE + " were torn, gradus.seed " + seed);
  }
}
