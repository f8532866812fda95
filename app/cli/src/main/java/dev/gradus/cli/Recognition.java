package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.problem.GradusException;
import dev.gradus.engine.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out in which format a file is: IDX by its first bytes, LIBSVM by its first lines, CSV if it
 * is neither.
 */
final class Recognition {

  private Recognition() {}

  /**
   * Reads a file in its format.
   *
   * @param labels the file of the labels, for images
   * @param header whether the first line of CSV names the columns; guessed, if empty
   * @throws GradusException if the file cannot be read, or something is wrong with it
   */
  static Found of(Gradus gradus, Path file, Optional<Path> labels, Optional<Boolean> header) {
    Optional<IdxHeader> images = IdxHeader.of(file);
    if (images.isPresent()) {
      return FoundImages.read(gradus, file, images.get(), labels);
    }
    if (labels.isPresent()) {
      throw new GradusException(
          new Problem(
              file.toString(),
              "this is not an IDX file, so its labels are not in another file; leave --labels out, and name their column with --target"));
    }
    return FoundSparse.isIn(file)
        ? FoundSparse.read(gradus, file, Optional.empty())
        : FoundCsv.read(file, header);
  }
}
