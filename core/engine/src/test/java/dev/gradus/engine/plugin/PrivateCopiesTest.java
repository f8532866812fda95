package dev.gradus.engine.plugin;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of jars go when their process does, at the latest when the next one starts. */
class PrivateCopiesTest {

  /** Processes that test something else would sweep the folder of the system. */
  @TempDir private Path temporary;

  /** A folder as a process has left it that was killed some time ago. */
  private Path leftBehind(boolean withLock) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "gradus-plugins-1-1-");
    Files.writeString(Files.createDirectory(folder.resolve("0")).resolve("a.jar"), "jar");
    if (withLock) {
      Path lock = Files.createFile(folder.resolve("lock"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    }
    return folder;
  }

  @Test
  void theNextStartRemovesWhatAKilledProcessHasLeft() throws IOException {
    Path killed = leftBehind(true);
    Path unknown = leftBehind(false);
    new PrivateCopies(temporary).close();
    assertFalse(Files.exists(killed));
    assertTrue(Files.exists(unknown), "nobody knows whose it is");
  }

  @Test
  void whatALivingProcessHoldsStays() throws IOException {
    Path living = leftBehind(true);
    try (FileChannel held = FileChannel.open(living.resolve("lock"), WRITE)) {
      assertTrue(held.lock().isValid());
      new PrivateCopies(temporary).close();
      assertTrue(Files.exists(living.resolve("0").resolve("a.jar")));
    }
  }

  /** Holds a lock as another process does, until its input ends. */
  private static final String HOLDER =
      """
      import java.nio.channels.FileChannel;
      import java.nio.file.*;

      class Holder {
        public static void main(String... arguments) throws Exception {
          try (FileChannel held =
              FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            held.lock();
            System.out.println("held");
            System.in.read();
          }
        }
      }
      """;

  @Test
  void whatAnotherProcessHoldsStaysUntilItEnds(@TempDir Path work) throws Exception {
    Path source = Files.writeString(work.resolve("Holder.java"), HOLDER);
    assertEquals(
        0,
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, "-d", work.toString(), source.toString()));
    Path living = leftBehind(true);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                work.toString(),
                "Holder",
                living.resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertEquals("held", said.readLine());
      new PrivateCopies(temporary).close();
      assertTrue(Files.exists(living.resolve("0").resolve("a.jar")));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    new PrivateCopies(temporary).close();
    assertFalse(Files.exists(living));
  }

  @Test
  void copiesOfOneProcessLeaveEachOtherAlone() throws IOException {
    Path jar = Files.writeString(leftBehind(false).resolve("0").resolve("a.jar"), "more");
    try (PrivateCopies first = new PrivateCopies(temporary)) {
      Path copy = first.of(jar).file();
      try (PrivateCopies second = new PrivateCopies(temporary)) {
        assertEquals("more", Files.readString(second.of(jar).file()));
      }
      assertEquals("more", Files.readString(copy));
    }
  }
}
