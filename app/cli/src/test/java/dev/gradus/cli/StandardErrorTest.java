package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Standard error is opened by name, if the start script has given it one. */
@Isolated("sets a system property")
class StandardErrorTest {

  @TempDir Path folder;

  @AfterEach
  void clear() {
    System.clearProperty("gradus.error");
  }

  @Test
  void aFileIsContinued() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "before\n");
    System.setProperty("gradus.error", file.toString());
    try (OutputStream error = StandardError.open()) {
      error.write("now\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals("before\nnow\n", Files.readString(file));
  }

  @Test
  void aPipeThatNobodyReadsIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    System.setProperty("gradus.error", pipe.toString());
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> StandardError.open().close());
  }

  @Test
  void whatCannotBeOpenedIsNoReasonToFail() throws IOException {
    System.setProperty("gradus.error", folder.resolve("none/log").toString());
    try (OutputStream error = StandardError.open()) {
      error.flush();
    }
  }
}
