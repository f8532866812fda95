package dev.gradus.acceptance;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A folder for a test, empty when it begins: the one in which this Java was started, so that what
 * runs within it takes relative paths for those in there. Only one field of a test may be it.
 *
 * <p>The build starts the tests in a folder that is there for nothing else. Started elsewhere, as
 * by an IDE, they get a temporary folder, and their commands processes.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@TempDir(factory = WorkingFolder.Factory.class, cleanup = CleanupMode.NEVER)
@interface WorkingFolder {

  /** Empties the folder. */
  final class Factory implements TempDirFactory {

    /** What the name of a folder begins with that the build has made for nothing else. */
    private static final String NAME = "working-folder-";

    /** Whether a folder is the one in which this Java was started, for that. */
    static boolean isOne(Path folder) {
      return folder.equals(Path.of("").toAbsolutePath())
          && String.valueOf(folder.getFileName()).startsWith(NAME);
    }

    @Override
    public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test)
        throws IOException {
      Path folder = Path.of("").toAbsolutePath();
      if (!isOne(folder)) {
        return Files.createTempDirectory(NAME);
      }
      try (Stream<Path> all = Files.walk(folder)) {
        List<Path> inside = all.filter(file -> !file.equals(folder)).toList();
        for (Path file : inside.stream().sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      return folder;
    }
  }
}
