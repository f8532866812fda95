package dev.gradus.runtime.file;

import dev.gradus.runtime.problem.Nearest;
import dev.gradus.runtime.problem.Quoting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the file that was probably meant when a file does not exist. */
public final class NearFile {

  /** Folders with more files than this are not searched. */
  private static final int MOST = 10_000;

  private static final String NO_FOLDER = "; there is no folder ";

  private NearFile() {}

  /** The reason why a missing file cannot be opened: the file or its folder does not exist. */
  static String reason(String missing) {
    String remedy = remedy(missing);
    return remedy.startsWith(NO_FOLDER)
        ? remedy.substring(2)
        : "there is no such file or folder" + remedy;
  }

  /**
   * The end of a sentence about a missing file: which file next to it was probably meant, or that
   * its folder does not exist either.
   *
   * @return the end of a sentence; empty if there is nothing to say
   */
  public static String remedy(String missing) {
    try {
      Path file = Path.of(missing);
      Path folder = file.toAbsolutePath().normalize().getParent();
      if (folder == null || missing.isBlank()) {
        return "";
      }
      if (!Files.isDirectory(folder)) {
        return NO_FOLDER + Quoting.quote(String.valueOf(file.getParent()));
      }
      return beside(file, folder)
          .map(
              name -> "; did you mean " + Quoting.quote(file.resolveSibling(name).toString()) + "?")
          .orElse("");
    } catch (InvalidPathException e) {
      return "";
    }
  }

  /** The name of the file next to a missing one that was probably meant. */
  public static Optional<String> of(Path missing) {
    Path folder = missing.toAbsolutePath().normalize().getParent();
    return folder == null ? Optional.empty() : beside(missing, folder);
  }

  private static Optional<String> beside(Path file, Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries
              .limit(MOST + 1)
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> !name.startsWith("."))
              .toList();
      return names.size() > MOST
          ? Optional.empty()
          : Nearest.to(String.valueOf(file.getFileName()), names);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
