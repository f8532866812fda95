package dev.gradus.cli;

import dev.gradus.engine.data.IoReason;
import dev.gradus.engine.problem.GradusException;
import dev.gradus.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that results go to. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes the folder, and those it lies in, if they are not there, and sees to it that it can be
   * written to, before hours are spent on what should go there.
   *
   * @return the folder, as it was given
   */
  static Path make(Path folder) {
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
    return folder;
  }
}
