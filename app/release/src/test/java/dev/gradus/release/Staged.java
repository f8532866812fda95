package dev.gradus.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder in which everything that is published lies, in the layout of a repository. */
final class Staged {

  static final Path FOLDER = Path.of(System.getProperty("gradus.staged", ""));

  static final String VERSION = System.getProperty("gradus.version", "");

  private static final Path OURS = FOLDER.resolve(Path.of("dev", "gradus"));

  private Staged() {}

  /** The names of all artifacts that are staged. */
  static List<String> artifacts() throws IOException {
    try (Stream<Path> folders = Files.list(OURS)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /**
   * A file of an artifact.
   *
   * @param ending what follows its name and version, such as {@code -sources.jar}
   */
  static Path file(String artifact, String ending) {
    return OURS.resolve(artifact).resolve(VERSION).resolve(artifact + "-" + VERSION + ending);
  }

  /** All files of the version of an artifact. */
  static List<Path> files(String artifact) throws IOException {
    try (Stream<Path> files = Files.list(OURS.resolve(artifact).resolve(VERSION))) {
      return files.sorted().toList();
    }
  }
}
