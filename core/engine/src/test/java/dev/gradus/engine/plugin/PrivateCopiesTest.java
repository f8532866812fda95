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
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of jars go when their process does, at the latest when the next one starts. */
class PrivateCopiesTest {

  private static final int ATTEMPTS = 10;

  private final List<Path> made = new ArrayList<>();

  /** A folder as a process has left it that was killed some time ago. */
  private Path leftBehind(boolean withLock) throws IOException {
    Path folder = Files.createTempDirectory("gradus-plugins-1-1-");
    made.add(folder);
    Files.writeString(Files.createDirectory(folder.resolve("0")).resolve("a.jar"), "jar");
    if (withLock) {
      Path lock = Files.createFile(folder.resolve("lock"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    }
    return folder;
  }

  @AfterEach
  void cleanUp() throws IOException {
    for (Path folder : made) {
      Files.deleteIfExists(folder.resolve("0").resolve("a.jar"));
      Files.deleteIfExists(folder.resolve("0"));
      Files.deleteIfExists(folder.resolve("lock"));
      Files.deleteIfExists(folder);
    }
  }

  @Test
  void theNextStartRemovesWhatAKilledProcessHasLeft() throws IOException {
    Path killed = leftBehind(true);
    Path unknown = leftBehind(false);
    new PrivateCopies().close();
    assertFalse(Files.exists(killed));
    assertTrue(Files.exists(unknown), "nobody knows whose it is");
  }

  @Test
  void whatALivingProcessHoldsStays() throws IOException {
    Path living = leftBehind(true);
    try (FileChannel held = FileChannel.open(living.resolve("lock"), WRITE)) {
      assertTrue(held.lock().isValid());
      new PrivateCopies().close();
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
    boolean held = false;
    // Tests of another process may sweep away what is left behind before it is held.
    for (int attempt = 0; attempt < ATTEMPTS && !held; attempt++) {
      held = staysWhileItIsHeld(leftBehind(true), work);
    }
    assertTrue(held, "another process came first each time");
  }

  /** False if the folder was gone before another process could hold it. */
  private static boolean staysWhileItIsHeld(Path living, Path classes) throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                classes.toString(),
                "Holder",
                living.resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      if (!"held".equals(said.readLine())) {
        assertFalse(Files.exists(living.resolve("lock")), "it was there, and could not be held");
        return false;
      }
      // It may have opened the file just before another process swept it away.
      if (!Files.exists(living.resolve("lock"))) {
        return false;
      }
      new PrivateCopies().close();
      assertTrue(Files.exists(living.resolve("0").resolve("a.jar")));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    new PrivateCopies().close();
    assertFalse(Files.exists(living));
    return true;
  }

  @Test
  void copiesOfOneProcessLeaveEachOtherAlone() throws IOException {
    Path jar = Files.writeString(leftBehind(false).resolve("0").resolve("a.jar"), "more");
    try (PrivateCopies first = new PrivateCopies()) {
      Path copy = first.of(jar).file();
      try (PrivateCopies second = new PrivateCopies()) {
        assertEquals("more", Files.readString(second.of(jar).file()));
      }
      assertEquals("more", Files.readString(copy));
    }
  }
}
