package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data that may not be copied into the project. Who has them, has them beside it, or says where
 * with {@code -Dgradus.data=FOLDER}; tests that need them are skipped where they are not.
 */
final class DataBeside {

  static final Path FOLDER =
      Path.of(
          System.getProperty(
              "gradus.data",
              Distribution.PROJECT.resolve("../shared/data").normalize().toString()));

  private DataBeside() {}

  /** A file of them; the test that asks is skipped if it is not there. */
  static Path file(String name) {
    Path file = FOLDER.resolve(name);
    assumeTrue(Files.exists(file), file + " is not here");
    return file;
  }
}
