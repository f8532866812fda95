package dev.gradus.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder belongs to one process, or there is a reason why not. */
class FolderLockTest {

  @TempDir Path folder;

  private static String refusal(Path folder) {
    return String.valueOf(
        assertThrows(DataException.class, () -> FolderLock.of(folder).close()).getMessage());
  }

  @Test
  void oneHasItUntilItIsClosed() {
    FolderLock lock = FolderLock.of(folder.resolve("out"));
    assertTrue(refusal(folder.resolve("out")).contains("another run of Gradus"));
    lock.close();
    FolderLock.of(folder.resolve("out")).close();
  }

  @Test
  void aFileInItsPlaceIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "");
    assertEquals(
        file + ": the folder cannot be created or locked: a file of this name exists already",
        refusal(file));
  }

  @Test
  @Timeout(20)
  void aPipeInThePlaceOfItsFileIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve(FolderLock.FILE);
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    assertEquals(
        pipe
            + ": Gradus needs a file of this name to lock the folder, but this is not a regular file; remove it, or choose another folder",
        refusal(folder));
  }
}
