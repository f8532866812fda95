package dev.gradus.cli;

import dev.gradus.engine.problem.GradusException;
import dev.gradus.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that results go to. */
final class OutputFolder {

  private OutputFolder() {}

  /** Makes the folder, and those it lies in, if they are not there. */
  static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new GradusException(
          new Problem(folder.toString(), "this is a file; --output needs a folder"), e);
    } catch (IOException e) {
      throw new GradusException(
          new Problem(folder.toString(), "the folder cannot be made: " + e), e);
    }
  }
}
