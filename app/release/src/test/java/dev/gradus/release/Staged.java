package dev.gradus.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder with everything that is published, laid out as a repository. */
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
   * @param ending the part after the name and version, such as {@code -sources.jar}
   */
  static Path file(String artifact, String ending) {
    return OURS.resolve(artifact).resolve(VERSION).resolve(artifact + "-" + VERSION + ending);
  }

  /** All files of an artifact in this version. */
  static List<Path> files(String artifact) throws IOException {
    try (Stream<Path> files = Files.list(OURS.resolve(artifact).resolve(VERSION))) {
      return files.sorted().toList();
    }
  }
}
