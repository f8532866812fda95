package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data that must not be copied into the project. If they are not in the expected folder, {@code
 * -Dgradus.data=FOLDER} names another one. Tests that need missing data are skipped.
 */
final class DataBeside {

  static final Path FOLDER =
      Path.of(
          System.getProperty(
              "gradus.data",
              Distribution.PROJECT.resolve("../shared/data").normalize().toString()));

  private DataBeside() {}

  /** A data file; the calling test is skipped if it does not exist. */
  static Path file(String name) {
    Path file = FOLDER.resolve(name);
    assumeTrue(Files.exists(file), file + " is not here");
    return file;
  }
}
