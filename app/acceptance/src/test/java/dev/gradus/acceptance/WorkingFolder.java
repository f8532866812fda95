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
 * A folder for a test, which is empty when the test begins. It is the working folder of this JVM,
 * so that code within it can use relative paths. A test may have only one such field.
 *
 * <p>The build starts the tests in a folder made for this purpose. In another folder, as in an IDE,
 * the tests get a temporary folder, and their commands run as processes.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@TempDir(factory = WorkingFolder.Factory.class, cleanup = CleanupMode.NEVER)
@interface WorkingFolder {

  /** Empties the folder. */
  final class Factory implements TempDirFactory {

    /** The beginning of the name of a folder that the build has made for this purpose. */
    private static final String NAME = "working-folder-";

    /** Whether a folder is the working folder of this JVM, and was made for this purpose. */
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
