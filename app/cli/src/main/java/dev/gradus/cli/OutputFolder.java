package dev.gradus.cli;

import dev.gradus.engine.file.FolderLock;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder for the results. Until it is closed, no other process writes to it. */
final class OutputFolder implements AutoCloseable {

  private final Path path;
  private final FolderLock lock;

  private OutputFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder and its parents if necessary, and locks it. This happens before training,
   * which may take hours.
   *
   * @throws GradusException if the folder cannot be created or written to, or another run uses it
   */
  static OutputFolder take(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new GradusException(
          new Problem(folder.toString(), "this is a file; --output needs a folder"), e);
    } catch (IOException e) {
      throw new GradusException(
          new Problem(folder.toString(), "the folder cannot be made: " + IoReason.of(e)), e);
    }
    if (!Files.isWritable(folder)) {
      throw new GradusException(
          new Problem(
              folder.toString(),
              "nothing can be written to this folder; choose another one with --output"));
    }
    return new OutputFolder(folder, FolderLock.of(folder));
  }

  /** A file in it. */
  Path resolve(String name) {
    return path.resolve(name);
  }

  /** The folder as the user gave it. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    lock.close();
  }
}
