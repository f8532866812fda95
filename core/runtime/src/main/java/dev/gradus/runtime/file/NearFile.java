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

/** Looks for the file that was meant by one that is not there. */
public final class NearFile {

  /** In a folder with more files than these nothing is looked for. */
  private static final int MOST = 10_000;

  private static final String NO_FOLDER = "; there is no folder ";

  private NearFile() {}

  /** Why a file cannot be opened that does not exist: it, or its folder, is missing. */
  static String reason(String missing) {
    String remedy = remedy(missing);
    return remedy.startsWith(NO_FOLDER)
        ? remedy.substring(2)
        : "there is no such file or folder" + remedy;
  }

  /**
   * What to say of a file that does not exist: which file next to it was probably meant, or that
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
