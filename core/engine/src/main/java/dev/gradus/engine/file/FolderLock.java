package dev.gradus.engine.file;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reserves a folder for one process that writes results into it.
 *
 * <p>The lock is a lock of the operating system on a file {@value #FILE} in the folder, so it ends
 * with the process that held it, however the process ended. The file is kept: its existence has no
 * meaning.
 */
public final class FolderLock implements AutoCloseable {

  /** The name of the file. */
  public static final String FILE = ".lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @param folder created if it does not exist
   * @throws DataException if it is locked already, by this process or another, or cannot be locked
   */
  public static FolderLock of(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(FILE);
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // Opening a pipe would block until its other end is opened.
        throw new DataException(
            new Problem(
                file.toString(),
                "Gradus needs a file of this name to lock the folder, but this is not a regular file; remove it, or choose another folder"));
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new FolderLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new DataException(
          new Problem(
              folder.toString(), "the folder cannot be created or locked: " + IoReason.of(e)),
          e);
    }
    throw new DataException(
        new Problem(
            folder.toString(),
            "another run of Gradus writes into this folder; wait until it ends, or choose another folder"));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      // Held until the channel is closed.
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Releases the folder. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest, and there was nothing to write.
    }
  }
}
