package dev.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The archive of classes that the start script named to Java: it fits only the Java and the jars
 * that it was made of, and Java says nothing when it does not.
 */
final class ClassArchive {

  /** What the start script names it in. */
  private static final String PROPERTY = "gradus.archive";

  /** If two versions of Java take turns, they must not make it again and again. */
  private static final Duration YOUNG = Duration.ofHours(1);

  private ClassArchive() {}

  /** The archive, if Java uses it: then the jars that it was made of are unchanged. */
  static Optional<Path> used() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(archive -> isUsed())
        .map(Path::of);
  }

  private static boolean isUsed() {
    return System.getProperty("java.vm.info", "sharing").contains("sharing");
  }

  /** Lets the next start make a new archive, if Java could not use this one. */
  static void renewIfUnused() {
    String archive = System.getProperty(PROPERTY);
    if (archive != null && !isUsed()) {
      Path place = Path.of(archive + ".home");
      try {
        if (Files.getLastModifiedTime(place).toInstant().isBefore(Instant.now().minus(YOUNG))) {
          Files.deleteIfExists(place);
        }
      } catch (IOException e) {
        // Where it cannot be deleted, a new one could not be written either.
        return;
      }
    }
  }
}
