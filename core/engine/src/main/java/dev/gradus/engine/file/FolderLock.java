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
 * Keeps a folder for one who writes results into it.
 *
 * <p>The lock is the operating system's, on a file {@value #FILE} in the folder, so it is gone with
 * the process that held it, however that ended. The file is kept: its existence has no meaning.
 */
public final class FolderLock implements AutoCloseable {

  /** The name of the file. */
  public static final String FILE = ".lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @param folder made if it is not there
   * @throws DataException if another one has it, in this process or another, or it cannot be locked
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

  /** Lets go of the folder. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is released when the process ends at the latest, and nothing had to be written.
    }
  }
}
