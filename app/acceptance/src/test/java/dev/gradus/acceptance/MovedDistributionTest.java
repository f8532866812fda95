package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The distribution works wherever it is copied to, although its class archive does not fit there.
 */
class MovedDistributionTest {

  @WorkingFolder Path folder;

  @Test
  void aCopyDoesTheSame() throws Exception {
    Path home = folder.resolve("elsewhere");
    copy(Distribution.HOME, home);
    assertTrue(Files.exists(home.resolve("lib/gradus.jsa")), "there is a class archive");
    String csv = Distribution.EXAMPLES.resolve("iris.csv").toString();
    for (List<String> command :
        List.of(List.of("data", csv), List.of("init", csv, "--output", "iris.yaml"))) {
      Result expected = Distribution.gradus(folder, command.toArray(String[]::new));
      Files.deleteIfExists(folder.resolve("iris.yaml"));
      List<String> line =
          Stream.concat(Stream.of(home.resolve("bin/gradus").toString()), command.stream())
              .toList();
      assertEquals(expected, Distribution.run(folder, line));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
